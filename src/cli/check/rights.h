// What a database user may do, read off the lines of SHOW GRANTS. Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hm::cli {

struct Grant {
  std::set<std::string> rights;  // upper case; "ALL PRIVILEGES" is one
  std::string database;          // "*" for all, else a pattern with % and _
  bool whole = false;            // all of the database, not a table, column or routine of it
  bool may_pass_on = false;      // WITH GRANT OPTION
  bool of_everyone = false;      // TO PUBLIC, as new servers give the database `test`

  bool everywhere() const { return database == "*"; }
};

// nullopt for a line that gives no rights on objects: a role, a proxy, a default role.
std::optional<Grant> ParseGrant(std::string_view line);

// A GRANT's pattern of databases: % and _ are wildcards unless a backslash stands before them.
bool MatchesPattern(std::string_view pattern, std::string_view name);

class Rights {
 public:
  explicit Rights(std::vector<Grant> grants) : grants_(std::move(grants)) {}

  // Of `needed`, what is not granted on the whole database.
  template <typename Names>
  std::vector<std::string> Missing(const Names& needed, std::string_view database) const {
    std::vector<std::string> missing;
    for (const std::string_view right : needed) {
      if (!Has(right, database)) missing.emplace_back(right);
    }
    return missing;
  }
  // Whether there are rights on parts of it, which may be enough.
  bool HasParts(std::string_view database) const;
  // What is granted beyond databases `ours`, as "SUPER, FILE ON *.*" or "GRANT OPTION ON `x`.*".
  std::vector<std::string> Beyond(const std::vector<std::string>& ours) const;

 private:
  bool Has(std::string_view right, std::string_view database) const;

  std::vector<Grant> grants_;
};

}  // namespace hm::cli
