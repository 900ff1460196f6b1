#include "base/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/live_lines.h"
#include "base/log_repeats.h"

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

using Fields = std::span<const Field>;

std::string Words(std::string_view message, Fields fields) {
  std::string words = Escaped(message);
  for (const Field& field : fields) {
    words += fmt::format(" {}={}", field.name, ToText(field));
  }
  return words;
}

std::string TextLine(Level level, std::string_view message, Fields fields) {
  return fmt::format("{} {:<5} {}", FormatUtc(NowUnixMillis()), Name(level), Words(message, fields));
}

// sd-daemon(3): the priority of syslog in front; journald itself knows the time.
std::string JournaldLine(Level level, std::string_view message, Fields fields) {
  constexpr std::array kPriorities{7, 6, 4, 3};
  return fmt::format("<{}>{}", kPriorities.at(static_cast<std::size_t>(level)), Words(message, fields));
}

std::string JsonLine(Level level, std::string_view message, Fields fields) {
  nlohmann::ordered_json line;
  line["ts"] = FormatUtc(NowUnixMillis());
  line["level"] = Name(level);
  line["msg"] = message;
  for (const Field& field : fields) {
    std::visit([&](const auto& value) { line[std::string(field.name)] = value; }, field.value);
  }
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string Line(Level level, std::string_view message, Fields fields) {
  switch (g_format) {
    case Format::kText:
      return TextLine(level, message, fields);
    case Format::kJson:
      return JsonLine(level, message, fields);
    case Format::kJournald:
      return JournaldLine(level, message, fields);
    default:
      break;
  }
  return TextLine(level, message, fields);
}

// By message and words: counts and durations differ every time.
std::optional<std::int64_t> Repetitions(std::string_view message, Fields fields) {
  static std::mutex mutex;
  static Repeats repeats;
  std::string what(message);
  for (const Field& field : fields) {
    if (const auto* const text = std::get_if<std::string>(&field.value); text != nullptr) {
      what += '\n' + *text;
    }
  }
  const std::lock_guard lock(mutex);
  return repeats.Pass(what, std::chrono::steady_clock::now());
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
  const std::optional<std::int64_t> kept_back = level >= Level::kWarn ? Repetitions(message, fields) : 0;
  if (!kept_back) {
    return;
  }
  std::vector<Field> all(fields);
  if (*kept_back > 0) {
    all.push_back({"repeated", *kept_back});
  }
  const AboveLive above;
  Logger().log(ToSpdlog(level), fmt::runtime("{}"), Line(level, message, all));
}

}  // namespace hm::log
