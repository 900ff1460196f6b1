// HubSpot's allowance used: wall time against requests needed ÷ requests allowed.
#include <fmt/format.h>

#include "scenarios.h"

namespace hm::bench {
namespace {

struct Case {
  const char* name;
  int per_ten_seconds;
  int latency_ms;
  int properties;  // of contacts; 700 names do not fit a URL
  double most_ratio;
};

constexpr int kContacts = 100'000;
constexpr int kDeals = 20'000;

int PagesOf(int records) { return (records + 99) / 100; }
int LinkReadsOf(int records) { return (records + 999) / 1000; }

void Load(Stage& stage, const Case& c, Report& report) {
  const auto simulator = stage.MakeSimulator(
      {"--profile", "small", "--contacts", std::to_string(kContacts), "--deals", std::to_string(kDeals),
       "--rate-limit", std::to_string(c.per_ten_seconds), "--search-rate", "5", "--latency-ms",
       std::to_string(c.latency_ms)},
      c.properties == 0 ? test::Catalogue{} : test::Catalogue{c.properties, c.properties / 4, false});
  const test::Connector connector(simulator, stage.database());
  connector.Run({"migrate"});
  simulator.Delete("/_sim/counters");
  const Measured load = stage.Run(connector, simulator, {"sync", "--objects", "contacts,deals"},
                                  {{"RATE_LIMIT_REQUESTS", std::to_string(c.per_ten_seconds)}});
  const auto counters = simulator.Counters();
  // Ids and values are apart where the properties do not fit a URL.
  // Associations are read from either side.
  const double needed = PagesOf(kContacts) * (c.properties == 0 ? 1 : 2) + PagesOf(kDeals) +
                        LinkReadsOf(kContacts) + LinkReadsOf(kDeals);
  const double ideal = needed / c.per_ten_seconds * 10;
  report.Add({c.name, fmt::format("{} contacts, {} deals", kContacts, kDeals), load.seconds, "s", ideal,
              c.most_ratio});
  const double total = counters.at("total");
  report.Add({c.name, "requests", total, "", needed});
  report.Add({c.name, "refused", static_cast<double>(counters.at("refused429")) / total * 100, "%", {}, 0.1});
}

}  // namespace

void Allowance(Stage& stage, const Options& /*options*/, Report& report) {
  Load(stage, {"allowance, 190/10 s, 250 ms", 190, 250, 0, 1.1}, report);
  Load(stage, {"allowance, 100/10 s, 250 ms", 100, 250, 0, 1.1}, report);
  Load(stage, {"allowance, 190/10 s, 1 s", 190, 1000, 0, 1.1}, report);
  Load(stage, {"allowance, 700 properties", 190, 250, 700, 1.15}, report);
}

}  // namespace hm::bench
