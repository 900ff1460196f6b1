#include "cli/check/rights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace hm::cli {
namespace {

constexpr std::string_view kEveryRight = "ALL PRIVILEGES";
constexpr std::string_view kNoRight = "USAGE";
constexpr std::size_t kNamed = 6;  // rights in a finding

std::string Upper(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

// Takes `name` in backticks, or * alone, off the front; nullopt when neither stands there.
std::optional<std::string> TakeName(std::string_view& text) {
  if (text.starts_with('*')) {
    text.remove_prefix(1);
    return "*";
  }
  if (!text.starts_with('`')) return std::nullopt;
  std::string name;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] != '`') {
      name += text[i];
    } else if (i + 1 < text.size() && text[i + 1] == '`') {
      name += text[i++];
    } else {
      text.remove_prefix(i + 1);
      return name;
    }
  }
  return std::nullopt;
}

// Takes the rights and " ON " off the front. Columns in parentheses make a right one on parts.
std::optional<std::set<std::string>> TakeRights(std::string_view& text, bool& whole) {
  std::set<std::string> rights;
  std::string right;
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    quoted = quoted != (c == '`');
    if (quoted || c == '`') continue;
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    whole = whole && depth == 0;
    if (depth > 0 || c == ')') continue;
    const bool on = text.substr(i).starts_with(" ON ");
    if (c == ',' || on) {
      rights.insert(Upper(right));
      right.clear();
    } else if (c != ' ' || !right.empty()) {
      right += c;
    }
    if (on) {
      text.remove_prefix(i + 4);
      return rights;
    }
  }
  return std::nullopt;
}

bool Covers(const Grant& grant, std::string_view database) {
  return grant.everywhere() || MatchesPattern(grant.database, database);
}

std::string Named(const std::set<std::string>& rights) {
  std::vector<std::string> named(rights.begin(), rights.end());
  const std::size_t more = named.size() > kNamed ? named.size() - kNamed : 0;
  named.resize(named.size() - more);
  return fmt::format("{}{}", fmt::join(named, ", "), more > 0 ? fmt::format(" and {} more", more) : "");
}

}  // namespace

std::optional<Grant> ParseGrant(std::string_view line) {
  constexpr std::string_view kBegin = "GRANT ";
  if (!line.starts_with(kBegin)) return std::nullopt;
  line.remove_prefix(kBegin.size());
  Grant grant;
  grant.whole = true;
  auto rights = TakeRights(line, grant.whole);
  if (!rights || rights->contains("PROXY")) return std::nullopt;
  grant.rights = std::move(*rights);
  for (const std::string_view part : {"TABLE ", "FUNCTION ", "PROCEDURE ", "PACKAGE BODY ", "PACKAGE "}) {
    if (line.starts_with(part)) {
      grant.whole = grant.whole && part == "TABLE ";
      line.remove_prefix(part.size());
      break;
    }
  }
  auto database = TakeName(line);
  if (!database) return std::nullopt;
  grant.database = std::move(*database);
  grant.whole = grant.whole && line.starts_with(".*");
  grant.of_everyone = line.find(" TO PUBLIC") != std::string_view::npos;
  grant.may_pass_on = line.find(" WITH GRANT OPTION") != std::string_view::npos;
  return grant;
}

bool MatchesPattern(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern.front() == '%') {
    return MatchesPattern(pattern.substr(1), name) ||
           (!name.empty() && MatchesPattern(pattern, name.substr(1)));
  }
  if (name.empty()) return false;
  const bool any = pattern.front() == '_';
  if (pattern.front() == '\\' && pattern.size() > 1) pattern.remove_prefix(1);
  return (any || pattern.front() == name.front()) && MatchesPattern(pattern.substr(1), name.substr(1));
}

bool Rights::Has(std::string_view right, std::string_view database) const {
  return std::ranges::any_of(grants_, [&](const Grant& grant) {
    return grant.whole && Covers(grant, database) &&
           (grant.rights.contains(std::string(right)) || grant.rights.contains(std::string(kEveryRight)));
  });
}

bool Rights::HasParts(std::string_view database) const {
  return std::ranges::any_of(grants_,
                             [&](const Grant& grant) { return !grant.whole && Covers(grant, database); });
}

std::vector<std::string> Rights::Beyond(const std::vector<std::string>& ours) const {
  std::vector<std::string> beyond;
  for (const Grant& grant : grants_) {
    if (grant.of_everyone) continue;
    std::set<std::string> rights = grant.rights;
    rights.erase(std::string(kNoRight));
    // A pattern that opens more databases than ours counts as ours here: who wrote it meant a family.
    const bool mine = !grant.everywhere() && std::ranges::any_of(ours, [&](const std::string& database) {
      return MatchesPattern(grant.database, database);
    });
    if (mine) rights.clear();
    if (grant.may_pass_on) rights.insert("GRANT OPTION");
    if (!rights.empty()) {
      beyond.push_back(fmt::format("{} ON {}", Named(rights),
                                   grant.everywhere() ? "*.*" : fmt::format("`{}`", grant.database)));
    }
  }
  return beyond;
}

}  // namespace hm::cli
