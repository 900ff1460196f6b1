#include "mariadb/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "mariadb/grant_hint.h"
#include "mariadb/identifiers.h"

namespace hm::mariadb {
namespace {

template <std::size_t N>
bool In(unsigned code, const std::array<unsigned, N>& codes) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

constexpr std::array kReplay{1205U, 1213U, 1020U, 1412U, 1615U, 1969U, 3024U, 1317U};
constexpr std::array kReadOnly{1290U, 1836U, 1792U, 1874U};
// Gone, unreachable, full or not ready: drop the connection and come back later.
constexpr std::array kGone{1040U, 1226U, 1203U, 1047U, 1053U, 1180U, 1927U, 1021U,
                           1030U, 1114U, 1158U, 1159U, 1160U, 1161U, 1129U, 4031U};
constexpr std::array kBadValue{1048U, 1062U, 1118U, 1153U, 1264U, 1265U, 1292U, 1300U, 1366U,
                               1406U, 1411U, 1441U, 3140U, 3141U, 3157U, 3819U, 4025U};
constexpr std::array kOurs{1064U, 1390U};
// Their texts name accounts and schema only.
constexpr std::array kSpeakOfSchema{1040U, 1044U, 1045U, 1047U, 1049U, 1050U, 1054U, 1060U, 1061U,
                                    1068U, 1091U, 1113U, 1117U, 1118U, 1130U, 1142U, 1143U, 1146U,
                                    1203U, 1205U, 1213U, 1226U, 1227U, 1290U, 1370U, 1698U, 1114U};

bool IsClientCode(unsigned code) { return code >= 2000 && code < 3000; }

std::string_view DataWords(unsigned code) {
  switch (code) {
    case 1406:
      return "text is too long";
    case 1264:
      return "number is out of range";
    case 1366:
      return "value is of the wrong type or not valid UTF-8";
    case 1292:
    case 1411:
      return "value is no valid date or number";
    case 1265:
      return "value does not fit";
    case 1062:
      return "key exists already";
    case 1048:
      return "value is missing";
    case 1118:
      return "row is too large";
    case 1153:
      return "row is larger than max_allowed_packet";
    case 4025:
    case 3819:
      return "value breaks a check (JSON must be valid and at most 32 deep)";
    case 3140:
    case 3141:
    case 3157:
      return "value is not valid JSON";
    default:
      return "value was refused";
  }
}

// `…'a'…` with everything between the first and the last quote left out: what is quoted may be data.
std::string WithoutQuoted(std::string_view message) {
  const auto first = message.find('\'');
  const auto last = message.rfind('\'');
  if (first == std::string_view::npos || first == last) {
    return std::string(message.substr(0, first));
  }
  return std::string(message.substr(0, first + 1)) + "…" + std::string(message.substr(last));
}

std::string Words(unsigned code, std::string_view message) {
  if (code == 1064) return "the server did not understand the statement";
  if (Classify(code, {}) == ErrorKind::kData) {
    const std::string column = NamedColumn(message);
    return column.empty() ? std::string(DataWords(code)) : fmt::format("{} in {}", DataWords(code), column);
  }
  if (IsClientCode(code) || In(code, kSpeakOfSchema)) return std::string(message);
  return WithoutQuoted(message);
}

std::string Hint(unsigned code, std::string_view message, const ErrorContext& context) {
  if (std::string grant = GrantHint(code, message, context); !grant.empty()) return grant;
  switch (code) {
    case 1045:
    case 1698:
      return "check the database user and password";
    case 1049:
      return fmt::format("CREATE DATABASE {} CHARACTER SET utf8mb4", QuoteIdentifier(context.database));
    case 1130:
      return "the server accepts no user from this host: create the user for it, as in 'user'@'%'";
    case 1040:
    case 1203:
    case 1226:
      return "raise max_connections or the user's limit, or stop other clients";
    case 1054:
    case 1146:
      return "a table or column is missing: start again to have it created";
    case 1290:
    case 1792:
    case 1836:
    case 1874:
      return "the server is read-only; after a failover, point to the new primary";
    case 1047:
      return "this Galera node is cut off from its cluster or still joins it; DB_HOST=a,b names other nodes "
             "too";
    case 1021:
    case 1114:
      return "the database's disk or table is full: make room";
    case 1118:
      return "too many or too wide columns: leave some properties to the JSON column";
    case 2002:
    case 2003:
      return "check that the server runs and that host, port or socket are right";
    case 2005:
      return "check the host name";
    case 2026:
      return "check that the server offers TLS and that CA file and host name match its certificate";
    default:
      return {};
  }
}

ErrorCode CodeOf(unsigned code, ErrorKind kind) {
  switch (code) {
    case 1045:
    case 1698:
      return ErrorCode::kLoginRefused;
    case 1049:
      return ErrorCode::kNoDatabase;
    case 1044:
    case 1142:
    case 1143:
    case 1227:
    case 1370:
      return ErrorCode::kNoRight;
    case 1130:
      return ErrorCode::kHostRefused;
    case 1040:
    case 1203:
    case 1226:
      return ErrorCode::kServerFull;
    case 1290:
    case 1792:
    case 1836:
    case 1874:
      return ErrorCode::kReadOnly;
    case 1021:
    case 1114:
      return ErrorCode::kDiskFull;
    case 1054:
    case 1146:
      return ErrorCode::kTableMissing;
    case 1047:
      return ErrorCode::kNodeNotReady;
    case 1153:
      return ErrorCode::kPacketTooSmall;
    case 2026:
      return ErrorCode::kNoTls;
    default:
      return DefaultCode(kind);
  }
}

std::string_view LastQuoted(std::string_view text) {
  if (text.size() < 2) return {};
  const char quote = text.back();
  if (quote != '\'' && quote != '`') return {};
  text.remove_suffix(1);
  const auto open = text.rfind(quote);
  return open == std::string_view::npos ? std::string_view{} : text.substr(open + 1);
}

}  // namespace

ErrorKind Classify(unsigned code, std::string_view sqlstate, bool during_commit) {
  if (during_commit) {
    if (In(code, kReadOnly)) return ErrorKind::kConnection;
    return code == 1213 || code == 1205 ? ErrorKind::kRetry : ErrorKind::kInDoubt;
  }
  if (In(code, kReplay)) return ErrorKind::kRetry;
  if (IsClientCode(code) || In(code, kGone) || In(code, kReadOnly)) return ErrorKind::kConnection;
  if (In(code, kBadValue)) return ErrorKind::kData;
  if (In(code, kOurs)) return ErrorKind::kBug;
  if (sqlstate.starts_with("08") && code != 1043) return ErrorKind::kConnection;
  if (sqlstate.starts_with("40")) return ErrorKind::kRetry;
  return ErrorKind::kDatabase;
}

Error MakeError(unsigned code, std::string_view sqlstate, std::string_view server_message,
                const ErrorContext& context) {
  const ErrorKind kind = Classify(code, sqlstate, context.during_commit);
  std::string where = std::string(context.server);
  if (!context.database.empty()) where += fmt::format(", database {}", context.database);
  std::string text = fmt::format("cannot {} ({}, user {}): {} (error {})", context.action, where,
                                 context.user, Words(code, server_message), code);
  if (kind == ErrorKind::kInDoubt) text += "; the transaction may or may not be committed";
  return {kind, kind == ErrorKind::kInDoubt ? ErrorCode::kInDoubt : CodeOf(code, kind), text,
          Hint(code, server_message, context)};
}

std::string NamedColumn(std::string_view message) {
  if (message.starts_with("CONSTRAINT `")) {
    const auto begin = std::string_view("CONSTRAINT `").size();
    return std::string(message.substr(begin, message.find('`', begin) - begin));
  }
  if (message.starts_with("Column '")) {
    const auto begin = std::string_view("Column '").size();
    return std::string(message.substr(begin, message.find('\'', begin) - begin));
  }
  if (const auto key = message.rfind(" for key "); key != std::string_view::npos) {
    return std::string(LastQuoted(message.substr(key)));
  }
  // The value comes first and may itself speak of columns: only the end of the message is the server's.
  const auto row = message.rfind(" at row ");
  if (row == std::string_view::npos || !std::isdigit(static_cast<unsigned char>(message.back()))) return {};
  const auto column = message.rfind(" for column ", row);
  if (column == std::string_view::npos) return {};
  return std::string(LastQuoted(message.substr(column, row - column)));
}

std::string GrantPattern(std::string_view database) {
  std::string out;
  for (const char c : database) {
    if (c == '_' || c == '%') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace hm::mariadb
