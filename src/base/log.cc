#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <nlohmann/json.hpp>

#include "base/clock.h"

namespace hm::log {
namespace {

std::atomic<Format> g_format{Format::kText};

spdlog::logger& Logger() {
  static spdlog::logger logger = [] {
    spdlog::logger made("hubspot-mariadb", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made.set_pattern("%v");
    return made;
  }();
  return logger;
}

spdlog::level::level_enum ToSpdlog(Level level) {
  switch (level) {
    case Level::kDebug:
      return spdlog::level::debug;
    case Level::kInfo:
      return spdlog::level::info;
    case Level::kWarn:
      return spdlog::level::warn;
    case Level::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string_view Name(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarn:
      return "warn";
    case Level::kError:
      return "error";
  }
  return "error";
}

// A line stays a line and a terminal obeys nobody: control characters, those of C1 too, become \xNN.
std::string Escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (c < 0x20 || c == 0x7f) {
      out += fmt::format("\\x{:02x}", c);
    } else if (c == 0xc2 && next >= 0x80 && next < 0xa0) {
      out += fmt::format("\\x{:02x}", next);
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

// A value cannot end its own quotes and pose as another field.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out + '"';
}

std::string ToText(const Field& field) {
  return std::visit(
      [](const auto& value) -> std::string {
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::string>) {
          const bool bare = value.find_first_of(" =\"") == std::string::npos && !value.empty();
          return Escaped(bare ? value : Quoted(value));
        } else if constexpr (std::is_same_v<T, double>) {
          return fmt::format("{:.3g}", value);
        } else {
          return fmt::format("{}", value);
        }
      },
      field.value);
}

std::string TextLine(Level level, std::string_view message, std::initializer_list<Field> fields) {
  std::string line = fmt::format("{} {:<5} {}", FormatUtc(NowUnixMillis()), Name(level), Escaped(message));
  for (const Field& field : fields) {
    line += fmt::format(" {}={}", field.name, ToText(field));
  }
  return line;
}

std::string JsonLine(Level level, std::string_view message, std::initializer_list<Field> fields) {
  nlohmann::ordered_json line;
  line["ts"] = FormatUtc(NowUnixMillis());
  line["level"] = Name(level);
  line["msg"] = message;
  for (const Field& field : fields) {
    std::visit([&](const auto& value) { line[std::string(field.name)] = value; }, field.value);
  }
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void Configure(Level level, Format format) {
  g_format = format;
  Logger().set_level(ToSpdlog(level));
}

void Write(Level level, std::string_view message, std::initializer_list<Field> fields) {
  if (!Logger().should_log(ToSpdlog(level))) {
    return;
  }
  const std::string line =
      g_format == Format::kJson ? JsonLine(level, message, fields) : TextLine(level, message, fields);
  Logger().log(ToSpdlog(level), fmt::runtime("{}"), line);
}

}  // namespace hm::log
