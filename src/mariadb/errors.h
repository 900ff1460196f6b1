// MariaDB's error numbers, turned into what to do next (Error's kinds) and into words for people.
// Source of the table: measured on MariaDB 10.11.19 (Galera included); server numbers as in mysqld_error.h,
// client numbers (2000-2999) as in errmsg.h.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace hm::mariadb {

// What to do after error `code`. During a COMMIT everything is kInDoubt, except the errors after which the
// server is known to have rolled back (deadlock, lock wait: kRetry; read-only: kConnection).
ErrorKind Classify(unsigned code, std::string_view sqlstate, bool during_commit = false);

// The facts an error message may name. Views need to live only for the call.
struct ErrorContext {
  std::string_view action;    // "connect", "query", "commit", …: what we were doing
  std::string_view server;    // "db.example:3306" or a socket path
  std::string_view user;      // as configured
  std::string_view database;  // as configured
  std::string_view account;   // CURRENT_USER(), "user@host"; "" before there is a session
  bool during_commit = false;
};

// The error to throw. Its message holds no SQL text and no values: the server's words are kept for errors
// that speak of the schema only, and reduced to number and column for errors that quote data. hint() says
// what to do: the exact GRANT for missing rights, CREATE DATABASE for a missing database.
Error MakeError(unsigned code, std::string_view sqlstate, std::string_view server_message,
                const ErrorContext& context);

// The column, key or constraint that a data error names, "" when it names none.
std::string NamedColumn(std::string_view server_message);

// hub\_spot: in a GRANT's database name `_` and `%` are wildcards unless escaped (measured: an unescaped
// hub_spot also opened hubXspot).
std::string GrantPattern(std::string_view database);

}  // namespace hm::mariadb
