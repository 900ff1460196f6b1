// The statements that give the database rights that this program needs (mariadb/rights.h).
#pragma once

#include <string>
#include <vector>

#include "config/settings.h"

namespace hm::cli {

// The host in the user's name: localhost over a socket or to this machine, % else.
std::string HostOfUser(const config::Settings& settings);

// The databases of views beside that of the tables: DB_VIEWS_NAME, DB_FIVETRAN_NAME.
std::vector<std::string> ViewDatabases(const config::Settings& settings);

// CREATE DATABASE, CREATE USER and GRANT, for an administrator to run; the password is left for them to fill
// in. Those for the databases of views, too.
std::vector<std::string> SetUpStatements(const config::Settings& settings);

}  // namespace hm::cli
