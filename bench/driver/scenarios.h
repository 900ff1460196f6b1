// The scenarios of `bench_driver`. Each adds its figures to the report; what it measures stands in
// docs/performance.md.
#pragma once

#include "report.h"
#include "stage.h"

namespace hm::bench {

struct Options {
  bool full = false;  // a million records too; minutes more
};

// How much of HubSpot's allowance a first load uses.
void Allowance(Stage& stage, const Options& options, Report& report);
// How fast the table fills without limits, against the database's own speed; what reading again costs.
void Fill(Stage& stage, const Options& options, Report& report);
// Time and memory by number of records, and memory for the largest records.
void Growth(Stage& stage, const Options& options, Report& report);
// Requests of idle and of busy syncs.
void Requests(Stage& stage, const Options& options, Report& report);
// From a change's appearance in the index to its row.
void Freshness(Stage& stage, const Options& options, Report& report);

}  // namespace hm::bench
