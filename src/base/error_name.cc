#include "base/error_name.h"

namespace hm {

std::string_view NameOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kRetry:
      return "passing";
    case ErrorKind::kRateLimited:
      return "rate_limited";
    case ErrorKind::kAuth:
      return "token";
    case ErrorKind::kScope:
      return "scope";
    case ErrorKind::kConfig:
      return "configuration";
    case ErrorKind::kDatabase:
      return "database";
    case ErrorKind::kConnection:
      return "database_connection";
    case ErrorKind::kFenced:
      return "taken_over";
    case ErrorKind::kInDoubt:
      return "commit_in_doubt";
    case ErrorKind::kData:
      return "data";
    case ErrorKind::kTooLong:
      return "request_too_long";
    case ErrorKind::kCancelled:
      return "stopped";
    case ErrorKind::kBug:
      return "unexpected";
  }
  return "unexpected";
}

}  // namespace hm
