// A plain text table for people: columns as wide as their widest cell, numbers to the right.
#pragma once

#include <string>
#include <vector>

namespace hm::cli {

// The first row is the heading. Cells that are all digits in a column are aligned to the right.
std::string FormatTable(const std::vector<std::vector<std::string>>& rows);

}  // namespace hm::cli
