// hubspot-sim: a HubSpot account on loopback for tests and the demo (docs/simulator.md).
#include <sys/prctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <thread>

#include "sim/api.h"
#include "sim/churn.h"
#include "sim/object_types.h"

namespace {

struct Flags {
  int port = 0;
  std::string profile = "standard";
  std::vector<std::string> catalogues;
  std::map<std::string, std::size_t> counts{{"contacts", 1000}, {"companies", 200}, {"deals", 300}};
  hubsim::WorldOptions world;
  hubsim::Settings settings;
  hubsim::Limits limits;
  bool die_with_parent = false;
  bool lone_surrogates = false;
};

void Declare(CLI::App& app, Flags& flags) {
  app.add_option("--port", flags.port, "port on 127.0.0.1; 0 picks a free one");
  app.add_option("--seed", flags.world.seed, "seed of all data");
  for (const hubsim::ObjectType& type : hubsim::AccountTypes()) {
    app.add_option("--" + type.name, flags.counts[type.name], "number of " + type.name);
  }
  app.add_option("--profile", flags.profile, "width of the property catalogue")
      ->check(CLI::IsMember({"standard", "small"}));
  app.add_option("--catalogue", flags.catalogues, "OBJECT=FILE: property definitions as the API gives them");
  app.add_option("--awkward", flags.world.awkward, "share of records with awkward values")
      ->check(CLI::Range(0., 1.));
  app.add_flag("--lone-surrogates", flags.lone_surrogates, "awkward texts may hold half a surrogate pair");
  app.add_option("--token", flags.settings.token, "the bearer token it takes");
  app.add_option("--portal-id", flags.settings.portal_id, "id of the account");
  app.add_option("--rate-limit", flags.limits.burst, "requests per 10 s");
  app.add_option("--search-rate", flags.limits.search, "searches per second");
  app.add_option("--daily-limit", flags.limits.daily, "requests per day");
  app.add_flag("--no-limits", flags.limits.off, "refuse nothing by rate");
  app.add_option("--index-lag-ms", flags.settings.index_lag_ms, "how far search trails the store");
  app.add_option("--latency-ms", flags.settings.latency_ms, "added to every answer");
  app.add_option("--max-url", flags.settings.max_url, "longest request line in characters");
  app.add_flag("--gzip", flags.settings.gzip, "compress for clients that accept it");
  app.add_flag("--die-with-parent", flags.die_with_parent, "end when the starting process ends");
}

void Prepare(Flags& flags) {
  flags.world.counts = flags.counts;
  flags.world.small = flags.profile == "small";
  for (const std::string& pair : flags.catalogues) {
    const std::size_t equal = pair.find('=');
    if (equal == std::string::npos) throw std::runtime_error("--catalogue wants OBJECT=FILE");
    flags.world.catalogue_files[pair.substr(0, equal)] = pair.substr(equal + 1);
  }
}

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

void Run(Flags& flags) {
  // Blocked before any thread starts, so that only sigwait below takes them.
  const sigset_t stop = StopSignals();
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  if (flags.die_with_parent) prctl(PR_SET_PDEATHSIG, SIGKILL);
  Prepare(flags);
  hubsim::World world(flags.world);
  flags.settings.scopes = world.settings.scopes;
  world.settings = flags.settings;
  world.limiter.limits = flags.limits;
  for (const auto& store : world.Stores()) store->Values().lone_surrogates = flags.lone_surrogates;
  const hubsim::HttpServer server(
      flags.port, [&](const hubsim::Request& request) { return hubsim::Answer(world, request); });
  std::thread(hubsim::ChurnForever, std::ref(world)).detach();
  std::printf("listening on http://127.0.0.1:%d\n", server.Port());
  std::fflush(stdout);
  int signal_number = 0;
  sigwait(&stop, &signal_number);
  // Answers that hang on purpose would hold an orderly end; there is nothing to save.
  _exit(0);
}

}  // namespace

int main(int argc, char** argv) {
  Flags flags;
  CLI::App app{"A HubSpot account on loopback for tests and the demo", "hubspot-sim"};
  Declare(app, flags);
  CLI11_PARSE(app, argc, argv);
  try {
    Run(flags);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "hubspot-sim: %s\n", error.what());
    return 1;
  }
}
