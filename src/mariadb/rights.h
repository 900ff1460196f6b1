// The rights that this program needs in its database: the one list behind init, check, the hint of a refused
// statement, and what the documents say (tests/unit/cli_grants_test.cc).
#pragma once

#include <array>

namespace hm::mariadb {

// Without these no sync works.
inline constexpr std::array kNeededRights{"SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "INDEX"};
// For the views, which are left out without them.
inline constexpr std::array kViewRights{"CREATE VIEW", "DROP"};
// In a database for the views alone (DB_VIEWS_NAME).
inline constexpr std::array kViewsDatabaseRights{"CREATE VIEW", "DROP", "SELECT"};

}  // namespace hm::mariadb
