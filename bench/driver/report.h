// What the scenarios measured, each figure beside what it could be at best and what is asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace hm::bench {

struct Figure {
  std::string scenario;
  std::string what;
  double value = 0;
  std::string unit;
  std::optional<double> best{};   // floor or ideal, in the same unit
  std::optional<double> limit{};  // of the ratio value / best, or of the value where there is no best
  bool at_least = false;          // the limit is the least there may be, not the most
};

class Report {
 public:
  // Prints the figure at once, too: a run takes minutes.
  void Add(Figure figure);
  // The table in Markdown; gives whether every target is met.
  bool Print() const;

 private:
  std::vector<Figure> figures_;
};

}  // namespace hm::bench
