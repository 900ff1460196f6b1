#include "base/error_name.h"

namespace hm {

std::string_view NameOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kRetry:
      return "retry";
    case ErrorKind::kRateLimited:
      return "rate_limited";
    case ErrorKind::kAuth:
      return "auth";
    case ErrorKind::kScope:
      return "scope";
    case ErrorKind::kConfig:
      return "config";
    case ErrorKind::kDatabase:
      return "database";
    case ErrorKind::kConnection:
      return "connection";
    case ErrorKind::kFenced:
      return "fenced";
    case ErrorKind::kInDoubt:
      return "in_doubt";
    case ErrorKind::kData:
      return "data";
    case ErrorKind::kTooLong:
      return "too_long";
    case ErrorKind::kCancelled:
      return "cancelled";
    case ErrorKind::kBug:
      return "bug";
  }
  return "bug";
}

}  // namespace hm
