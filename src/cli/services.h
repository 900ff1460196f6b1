// From settings to the things that do the work.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.h"
#include "http/curl_transport.h"
#include "hubspot/client.h"
#include "mariadb/connection.h"
#include "sync/engine.h"

namespace hm::cli {

// Loads the settings, sets up the log by them, and says what is doubtful about them.
config::Settings LoadSettings(const config::Sources& sources);

mariadb::ConnectionOptions DatabaseOptions(const config::Settings& settings);

// How to sync, as the settings have it.
sync::SyncOptions OptionsFor(const config::Settings& settings);

// The objects of SYNC_OBJECTS, or of `flag` (--objects) when it names any.
sync::WantedObjects ObjectsWanted(const config::Settings& settings,
                                  const std::vector<std::string>& flag = {});

// HubSpot, ready to be asked.
struct HubSpot {
  explicit HubSpot(const config::Settings& settings, int max_tries = hubspot::Backoff::kMaxTries);
  // What is left of the day's requests, 0 to 1; nullopt until HubSpot has told it.
  std::optional<double> DayLeft() const;
  http::CurlTransport transport;
  hubspot::Client client;
};

}  // namespace hm::cli
