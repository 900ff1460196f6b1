// What `check` finds: a line each, ok, warning or failure with its remedy, printed as it comes or as JSON at
// the end. Remembers the exit code of the first failure.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/error.h"
#include "cli/exit_code.h"

namespace hm::cli {

class Report {
 public:
  explicit Report(bool as_json) : as_json_(as_json) {}

  void Ok(std::string_view what, std::string_view detail);
  void Warning(std::string_view what, std::string_view detail, std::string_view remedy);
  void Failure(std::string_view what, const Error& error);
  // Runs a step; its error becomes a failure. True when there was none.
  bool Step(std::string_view what, const std::function<void()>& step);

  // Prints what was to be JSON. The exit code.
  ExitCode End() const;

 private:
  void Add(const char* level, std::string_view what, std::string_view detail, std::string_view remedy);

  bool as_json_;
  nlohmann::ordered_json findings_ = nlohmann::ordered_json::array();
  ExitCode code_ = kDone;
};

}  // namespace hm::cli
