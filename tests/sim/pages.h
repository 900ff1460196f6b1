// Reads the simulated account as a client does.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/simulator.h"

namespace hm::test {

// The row of every page, in the order they came; `query` starts with '&' unless it is empty.
inline std::vector<nlohmann::json> ListAll(const Simulator& sim, const std::string& base,
                                           const std::string& query) {
  std::vector<nlohmann::json> rows;
  std::string after;
  do {
    const nlohmann::json page =
        sim.Api(base + "?limit=100" + query + (after.empty() ? "" : "&after=" + after)).Json();
    for (const nlohmann::json& row : page.at("results")) rows.push_back(row);
    after = page.contains("paging") ? page["paging"]["next"]["after"].get<std::string>() : "";
  } while (!after.empty());
  return rows;
}

inline std::vector<std::string> Ids(const nlohmann::json& rows) {
  std::vector<std::string> ids;
  for (const nlohmann::json& row : rows) ids.push_back(row.at("id").get<std::string>());
  return ids;
}

inline HttpAnswer BatchRead(const Simulator& sim, const std::string& object,
                            const std::vector<std::string>& ids, const std::string& query = "") {
  nlohmann::json body{{"properties", {"city"}}, {"inputs", nlohmann::json::array()}};
  for (const std::string& id : ids) body["inputs"].push_back({{"id", id}});
  return sim.Api("/crm/v3/objects/" + object + "/batch/read" + query, body.dump());
}

inline HttpAnswer Search(const Simulator& sim, const std::string& object, const nlohmann::json& body) {
  return sim.Api("/crm/objects/2026-09/" + object + "/search", body.dump());
}

// What became of every record, by id: "state" is live, archived, merged, erased or purged.
inline std::map<std::string, nlohmann::json> States(const Simulator& sim, const std::string& object) {
  std::map<std::string, nlohmann::json> states;
  const nlohmann::json rows = sim.Get("/_sim/states?object=" + object);
  for (const nlohmann::json& row : rows) states[row.at("id")] = row;
  return states;
}

}  // namespace hm::test
