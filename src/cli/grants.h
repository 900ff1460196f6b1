// The database rights that this program needs, and the statements that give them.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "config/settings.h"

namespace hm::cli {

// Without these no sync works.
inline constexpr std::array kNeededRights{"SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "INDEX"};
// For the views, which are left out without them.
inline constexpr std::array kViewRights{"CREATE VIEW", "DROP"};

// The host in the user's name: localhost over a socket or to this machine, % else.
std::string HostOfUser(const config::Settings& settings);

// CREATE DATABASE, CREATE USER and GRANT, for an administrator to run; the password is left for them to fill
// in.
std::vector<std::string> SetUpStatements(const config::Settings& settings);

}  // namespace hm::cli
