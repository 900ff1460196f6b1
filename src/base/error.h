// The one error type of the program. Errors are thrown; they are handled in three places only: the retry
// loop of a call, the top of a worker (one object's sync, the scheduler), and main(). Nobody logs and throws.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/error_codes.h"

namespace hm {

// What the handler should do next, not where the error came from.
enum class ErrorKind {
  kRetry,        // passing fault (network, 5xx, deadlock): the same call may succeed after a backoff
  kRateLimited,  // HubSpot said 429/477/423: wait, see Error::retry_after()
  kAuth,         // HubSpot refused the token: nothing will work until a person acts
  kScope,        // HubSpot refused this object for want of a scope: the others go on
  kConfig,       // a setting is wrong
  kDatabase,     // the database refused: rights, version, missing schema
  kConnection,   // the database connection is gone; the open transaction is not committed
  kFenced,       // another connector holds the database: this one must write nothing
  kInDoubt,      // the connection was lost during COMMIT: committed or not, only the checkpoint tells
  kData,         // one record or value cannot be stored
  kTooLong,      // HTTP 414: the request must be split
  kCancelled,    // a stop was asked for
  kBug,          // HubSpot's API or this program is not what we think it is
};

// The code of an error that is given none of its own.
constexpr ErrorCode DefaultCode(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kRetry:
      return ErrorCode::kRepeatedFault;
    case ErrorKind::kRateLimited:
      return ErrorCode::kRateLimited;
    case ErrorKind::kAuth:
      return ErrorCode::kTokenRefused;
    case ErrorKind::kScope:
      return ErrorCode::kScopeMissing;
    case ErrorKind::kConfig:
      return ErrorCode::kConfig;
    case ErrorKind::kDatabase:
      return ErrorCode::kDatabase;
    case ErrorKind::kConnection:
      return ErrorCode::kNoConnection;
    case ErrorKind::kFenced:
      return ErrorCode::kTakenOver;
    case ErrorKind::kInDoubt:
      return ErrorCode::kInDoubt;
    case ErrorKind::kData:
      return ErrorCode::kData;
    case ErrorKind::kTooLong:
      return ErrorCode::kTooLong;
    case ErrorKind::kCancelled:
      return ErrorCode::kStopped;
    case ErrorKind::kBug:
      return ErrorCode::kBug;
  }
  return ErrorCode::kBug;
}

// Messages say what failed, where and why; hint() says what the user can do, by the code's remedy where none
// is given. Neither ever holds a secret, customer data or SQL text.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message, const std::string& hint = {})
      : Error(kind, DefaultCode(kind), message, hint) {}
  Error(ErrorKind kind, ErrorCode code, const std::string& message, const std::string& hint = {})
      : std::runtime_error(message), kind_(kind), code_(code), hint_(hint.empty() ? RemedyOf(code) : hint) {}

  ErrorKind kind() const { return kind_; }
  ErrorCode code() const { return code_; }
  const std::string& hint() const { return hint_; }

  // The message with its code behind it, for a person: "… is not valid [HM1001]".
  std::string Coded() const { return std::string(what()) + " [" + CodeName(code_) + "]"; }

  // How long the other side asked us to wait; only with kRateLimited and kRetry.
  std::optional<std::chrono::milliseconds> retry_after() const { return retry_after_; }
  Error& WithRetryAfter(std::chrono::milliseconds wait) {
    retry_after_ = wait;
    return *this;
  }

 private:
  ErrorKind kind_;
  ErrorCode code_;
  std::string hint_;
  std::optional<std::chrono::milliseconds> retry_after_;
};

}  // namespace hm
