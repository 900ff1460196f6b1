#include "cli/check/report.h"

#include <fmt/format.h>

namespace hm::cli {

void Report::Add(const char* level, std::string_view what, std::string_view detail, std::string_view remedy) {
  if (as_json_) {
    findings_.push_back({{"level", level}, {"what", what}, {"detail", detail}, {"remedy", remedy}});
    return;
  }
  fmt::print("{:<8} {}: {}\n", level, what, detail);
  if (!remedy.empty()) {
    fmt::print("         -> {}\n", remedy);
  }
}

void Report::Ok(std::string_view what, std::string_view detail) { Add("ok", what, detail, ""); }

void Report::Warning(std::string_view what, std::string_view detail, std::string_view remedy) {
  Add("warning", what, detail, remedy);
}

void Report::Failure(std::string_view what, const Error& error) {
  Add("failure", what, error.Coded(), error.hint());
  code_ = code_ == kDone ? CodeOf(error) : code_;
}

bool Report::Step(std::string_view what, const std::function<void()>& step) {
  try {
    step();
    return true;
  } catch (const Error& e) {
    Failure(what, e);
    return false;
  }
}

ExitCode Report::End() const {
  if (as_json_) {
    const nlohmann::ordered_json out{{"findings", findings_}, {"exit_code", static_cast<int>(code_)}};
    fmt::print("{}\n", out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  }
  return code_;
}

}  // namespace hm::cli
