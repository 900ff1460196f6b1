#include "config/dotenv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/error.h"

namespace hm::config {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view Trim(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

[[noreturn]] void Fail(const std::string& path, int line, std::string_view what) {
  throw Error(ErrorKind::kConfig, ErrorCode::kBadEnvLine, fmt::format("{}, line {}: {}", path, line, what),
              "a line is NAME=value, a comment starting with #, or empty");
}

bool IsName(std::string_view name) {
  const auto ok = [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; };
  return !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
         std::all_of(name.begin(), name.end(), ok);
}

// Double quotes know \n, \" and \\ ; any other backslash, and all between single quotes, stands as it is.
std::string Unquote(std::string_view value, const std::string& path, int line) {
  const char quote = value.front();
  std::string out;
  for (std::size_t i = 1; i < value.size(); ++i) {
    if (value[i] == quote) {
      const std::string_view rest = Trim(value.substr(i + 1));
      if (!rest.empty() && rest.front() != '#') {
        Fail(path, line, "text after the closing quote");
      }
      return out;
    }
    const char next = i + 1 < value.size() ? value[i + 1] : '\0';
    if (quote == '"' && value[i] == '\\' && (next == 'n' || next == '"' || next == '\\')) {
      ++i;
      out += next == 'n' ? '\n' : next;
    } else {
      out += value[i];
    }
  }
  Fail(path, line, "a quote is not closed");
}

// `text` is everything behind the equals sign; a # right behind it belongs to the value.
std::string ParseValue(std::string_view text, const std::string& path, int line) {
  const std::string_view value = Trim(text);
  if (!value.empty() && (value.front() == '"' || value.front() == '\'')) {
    return Unquote(value, path, line);
  }
  const auto comment = std::min(text.find(" #"), text.find("\t#"));
  return std::string(Trim(text.substr(0, comment)));
}

}  // namespace

std::vector<EnvEntry> ParseDotenv(std::string_view text, const std::string& path) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  if (text.starts_with(kBom)) {
    text.remove_prefix(kBom.size());
  }
  std::vector<EnvEntry> entries;
  for (int line = 1; !text.empty(); ++line) {
    const auto end = text.find('\n');
    std::string_view current = Trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (current.find('\0') != std::string_view::npos) {
      Fail(path, line, "a NUL byte");
    }
    if (current.empty() || current.front() == '#') {
      continue;
    }
    if (current.starts_with("export ")) {
      current = Trim(current.substr(7));
    }
    const auto equals = current.find('=');
    const std::string_view name = Trim(current.substr(0, equals));
    if (equals == std::string_view::npos || !IsName(name)) {
      Fail(path, line, "not a NAME=value line");
    }
    const auto same = [&](const EnvEntry& e) { return e.name == name; };
    if (const auto first = std::find_if(entries.begin(), entries.end(), same); first != entries.end()) {
      Fail(path, line, fmt::format("{} was already set on line {}", name, first->line));
    }
    entries.push_back({std::string(name), ParseValue(current.substr(equals + 1), path, line), line});
  }
  return entries;
}

}  // namespace hm::config
