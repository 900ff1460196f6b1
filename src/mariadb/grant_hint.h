// The GRANT that would have avoided an error of missing rights (1044, 1142, 1143, 1227, 1370); "" for others.
#pragma once

#include <string>
#include <string_view>

#include "mariadb/errors.h"

namespace hm::mariadb {

std::string GrantHint(unsigned code, std::string_view server_message, const ErrorContext& context);

}  // namespace hm::mariadb
