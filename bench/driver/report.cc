#include "report.h"

#include <fmt/format.h>

#include <cstdio>

namespace hm::bench {
namespace {

std::string Number(double value) {
  if (value >= 1000) return fmt::format("{:.0f}", value);
  return value >= 10 ? fmt::format("{:.1f}", value) : fmt::format("{:.3g}", value);
}

double Judged(const Figure& f) { return f.best ? f.value / *f.best : f.value; }

bool IsMet(const Figure& f) {
  return !f.limit || (f.at_least ? Judged(f) >= *f.limit : Judged(f) <= *f.limit);
}

std::string Line(const Figure& f) {
  return fmt::format("| {} | {} | {} {} | {} | {} | {} | {} |", f.scenario, f.what, Number(f.value), f.unit,
                     f.best ? Number(*f.best) : "", f.best ? fmt::format("{:.2f}", Judged(f)) : "",
                     f.limit ? fmt::format("{} {}", f.at_least ? "≥" : "≤", Number(*f.limit)) : "",
                     !f.limit ? "" : (IsMet(f) ? "met" : "**missed**"));
}

}  // namespace

void Report::Add(Figure figure) {
  std::printf("%s\n", Line(figure).c_str());
  std::fflush(stdout);
  figures_.push_back(std::move(figure));
}

bool Report::Print() const {
  std::printf(
      "\n| scenario | figure | measured | floor or ideal | ratio | target | "
      "|\n|---|---|---|---|---|---|---|\n");
  bool all = true;
  for (const Figure& f : figures_) {
    std::printf("%s\n", Line(f).c_str());
    all = all && IsMet(f);
  }
  return all;
}

}  // namespace hm::bench
