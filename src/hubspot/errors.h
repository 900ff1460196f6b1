// From an answer that is not a success to an Error and what to do about it (hubspot-api.md §10).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "http/transport.h"

namespace hm::hubspot {

// Why a call failed, as far as waiting is concerned.
enum class Reason {
  kFinal,      // asking again will not help
  kNetwork,    // no whole answer
  kServer,     // 408, 5xx
  kBadAnswer,  // success, but not the JSON we expect
  kBusy,       // 429 other than the daily limit
  kDaily,      // 429: the account's requests of the day are used up
  kReserved,   // not sent: what is left of the day is kept for others
  kLocked,     // 423
  kMigrating,  // 477: the account is being moved to another data centre
};

std::string_view ToString(Reason reason);

struct Failure {
  Reason reason;
  Error error;
  std::optional<Millis> retry_after;  // what the other side asked for, if sensible
};

// `where` is http::Describe() of the request. Texts from outside are cleaned: no HTML, no control characters,
// no token, at most 300 bytes. `now_ms` is the time an HTTP date in Retry-After is measured against.
Failure FailureFromAnswer(const http::Response& answer, std::string_view where, std::int64_t now_ms);

// Retry-After: seconds or an HTTP date; nullopt unless 0 < wait <= 24 h.
std::optional<Millis> ParseRetryAfter(std::string_view value, std::int64_t now_ms);

// Text from outside made fit for a message.
std::string CleanText(std::string_view text, std::size_t max_bytes = 300);

}  // namespace hm::hubspot
