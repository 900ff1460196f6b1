// One line an event, to stderr, as text, JSON or for journald; thread-safe. Fields are named facts: counts,
// object names, durations. Never a secret, never customer data. Control characters from outside are escaped
// here. A warning or error that repeats itself is written once a minute, with `repeated`, the number of those
// that were kept back.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace hm::log {

enum class Level { kDebug, kInfo, kWarn, kError };
enum class Format { kText, kJson, kJournald };

struct Field {
  std::string_view name;
  std::variant<std::string, std::int64_t, double> value;
};

void Configure(Level level, Format format);

void Write(Level level, std::string_view message, std::initializer_list<Field> fields);

inline void Debug(std::string_view message, std::initializer_list<Field> fields = {}) {
  Write(Level::kDebug, message, fields);
}
inline void Info(std::string_view message, std::initializer_list<Field> fields = {}) {
  Write(Level::kInfo, message, fields);
}
inline void Warn(std::string_view message, std::initializer_list<Field> fields = {}) {
  Write(Level::kWarn, message, fields);
}
inline void Error(std::string_view message, std::initializer_list<Field> fields = {}) {
  Write(Level::kError, message, fields);
}

}  // namespace hm::log
