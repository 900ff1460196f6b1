#include "mariadb/grant_hint.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "mariadb/identifiers.h"
#include "mariadb/rights.h"

namespace hm::mariadb {
namespace {

// The text between `before` and the next `after`, "" without them.
std::string_view Between(std::string_view text, std::string_view before, std::string_view after) {
  auto begin = text.find(before);
  if (begin == std::string_view::npos) return {};
  begin += before.size();
  const auto end = text.find(after, begin);
  return end == std::string_view::npos ? std::string_view{} : text.substr(begin, end - begin);
}

// 'user'@'host'. The server's message names the client's host; a GRANT needs the account's, when we know it.
std::string Account(std::string_view message, const ErrorContext& context) {
  if (const auto at = context.account.rfind('@'); at != std::string_view::npos) {
    return fmt::format("'{}'@'{}'", context.account.substr(0, at), context.account.substr(at + 1));
  }
  const auto host = Between(message, "'@'", "'");
  return fmt::format("'{}'@'{}'", context.user, host.empty() ? "%" : host);
}

}  // namespace

std::string GrantHint(unsigned code, std::string_view message, const ErrorContext& context) {
  std::string privileges;
  bool global = false;
  switch (code) {
    case 1044:
      privileges = fmt::format("{}, {}", fmt::join(kNeededRights, ", "), fmt::join(kViewRights, ", "));
      break;
    case 1142:
    case 1143:
    case 1370:
      privileges = message.substr(0, message.find(" command denied"));
      for (char& c : privileges) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      break;
    case 1227:
      privileges = Between(message, "(at least one of) the ", " privilege");
      global = true;
      break;
    default:
      return {};
  }
  const std::string on =
      global ? "*.*" : fmt::format("{}.*", QuoteIdentifier(GrantPattern(context.database)));
  return fmt::format("GRANT {} ON {} TO {};", privileges, on, Account(message, context));
}

}  // namespace hm::mariadb
