// The stable codes of errors, HM1001 and so on: one row each, which docs/troubleshooting.md shows. A code
// keeps its number and meaning for ever; new ones are added. HM1: settings, HM2: HubSpot, HM3: the database,
// HM4: the mirror, HM9: this program.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hm {

enum class ErrorCode {
  kConfig = 1000,
  kBadValue = 1001,
  kNotSet = 1002,
  kUnknownSetting = 1003,
  kBadEnvLine = 1004,
  kUnreadableFile = 1005,
  kWritableByAll = 1006,
  kSetTwice = 1007,
  kBadToken = 1008,
  kUsage = 1009,
  kUnknownObject = 1010,
  kNoTerminal = 1011,
  kOtherAccount = 1012,
  kUnknownProperty = 1013,
  kNoColumn = 1014,

  kTokenRefused = 2001,
  kTokenUnknown = 2002,
  kScopeMissing = 2003,
  kRateLimited = 2004,
  kDailyLimit = 2005,
  kUnreachable = 2006,
  kServerError = 2007,
  kBadAnswer = 2008,
  kRequestRefused = 2009,
  kTooLong = 2010,
  kUntrusted = 2011,

  kDatabase = 3000,
  kNoConnection = 3001,
  kLoginRefused = 3002,
  kNoDatabase = 3003,
  kNoRight = 3004,
  kHostRefused = 3005,
  kServerFull = 3006,
  kReadOnly = 3007,
  kDiskFull = 3008,
  kNoTls = 3009,
  kServerTooOld = 3010,
  kNewerSchema = 3011,
  kTableMissing = 3012,
  kViewInTheWay = 3013,
  kInDoubt = 3014,
  kHeldByAnother = 3015,
  kTakenOver = 3016,
  kPacketTooSmall = 3017,
  kNodeNotReady = 3018,

  kData = 4000,
  kMassDisappearance = 4001,
  kRepeatedFault = 4002,
  kSearchIncomplete = 4003,
  kNoProperties = 4004,
  kStopped = 4005,
  kNeverSynced = 4006,

  kBug = 9000,
};

struct ErrorCodeRow {
  ErrorCode code;
  std::string_view title;
  std::string_view cause;
  std::string_view remedy;
};

// In the order of their numbers.
std::span<const ErrorCodeRow> ErrorCodes();

// "HM1001"
std::string CodeName(ErrorCode code);

// What to do about any error of that code.
std::string_view RemedyOf(ErrorCode code);

}  // namespace hm
