// Reads a .env file: NAME=value lines, comments, `export`, single and double quotes, CRLF, BOM.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hm::config {

struct EnvEntry {
  std::string name;
  std::string value;
  int line;  // from 1, for messages
};

// Throws Error(kConfig) that names `path` and the line, never the line's text: it may hold a secret.
// A name that stands twice is an error.
std::vector<EnvEntry> ParseDotenv(std::string_view text, const std::string& path);

}  // namespace hm::config
