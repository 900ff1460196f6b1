// The recordings of real HubSpot accounts in ../shared/data/real, as states of records and definitions.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace hm::test {

using nlohmann::json;

// Where the recording hides when a record was last changed.
inline constexpr const char* kSomeTime = "2026-02-03T04:05:06.789Z";

inline std::filesystem::path DataDir() {
  const char* shared = std::getenv("HM_SHARED");
  const std::filesystem::path root = shared != nullptr ? shared : SOURCE_DIR "/../shared";
  return root / "data/real";
}

inline std::vector<json> Lines(const std::string& name) {
  std::ifstream file(DataDir() / name);
  std::vector<json> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(json::parse(line));
  }
  return lines;
}

inline json Document(const std::string& name) {
  std::ifstream file(DataDir() / name);
  return json::parse(file);
}

// "2022-02-17T18:54:22.300Z", with or without the fraction.
inline std::int64_t EpochMillis(const std::string& iso) {
  std::tm parts{};
  const char* rest = strptime(iso.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (rest == nullptr) {
    throw std::runtime_error("not a time: " + iso);
  }
  const std::string digits = *rest == '.' ? std::string(rest + 1, 3) : "0";
  return static_cast<std::int64_t>(timegm(&parts)) * 1000 + std::stoi(digits);
}

inline const char* ModifiedName(const std::string& object) {
  return object == "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate";
}

// One state of one record; `properties` are all that HubSpot is to show of it, nulls included.
struct State {
  std::string id;
  std::string created;
  std::string modified;
  json properties;
};

// The parts of a definition, of any of HubSpot's versions, that the simulator takes.
inline json Definition(const json& recorded) {
  json out = json::object();
  for (const char* key : {"name", "label", "type", "fieldType", "groupName", "hidden", "calculated",
                          "hubspotDefined", "externalOptions", "hasUniqueValue", "dataSensitivity"}) {
    if (recorded.contains(key) && !recorded.at(key).is_null()) {
      out[key] = recorded.at(key);
    }
  }
  for (const json& option : recorded.value("options", json::array())) {
    out["options"].push_back({{"value", option.at("value")}, {"label", option.at("label")}});
  }
  return out;
}

inline void FillIn(State& state, const std::string& object) {
  state.properties["hs_object_id"] = state.id;
  state.properties["createdate"] = state.created;
  state.properties[ModifiedName(object)] = state.modified;
  state.properties["hs_lastmodifieddate"] = state.modified;
}

// All states of all records that the searches of 2022 answered with: by object and id, then by time. Searches
// asked for different properties; what they saw of one state is put together.
inline std::map<std::string, std::map<std::string, State>> StatesOf2022() {
  std::map<std::string, std::map<std::string, State>> all;
  for (const json& exchange : Lines("exchanges-2022.ndjson")) {
    const std::string path = exchange.at("path");
    if (exchange.at("status") != 200 || !path.ends_with("/search")) {
      continue;
    }
    for (const json& row : exchange.at("response").at("results")) {
      const std::string modified = row.at("updatedAt");
      State& state = all[path + row.at("id").get<std::string>()][modified];
      state.id = row.at("id");
      state.created = row.at("createdAt");
      state.modified = modified;
      for (const auto& [name, value] : row.at("properties").items()) {
        state.properties[name] = value;
      }
    }
  }
  return all;
}

// State number `index` of every record, or its last one.
inline std::vector<State> StatesAt(const std::map<std::string, std::map<std::string, State>>& all,
                                   std::size_t index) {
  std::vector<State> states;
  for (const auto& [record, by_time] : all) {
    const auto last = static_cast<std::ptrdiff_t>(std::min(index, by_time.size() - 1));
    State state = std::next(by_time.begin(), last)->second;
    FillIn(state, "contacts");
    states.push_back(std::move(state));
  }
  return states;
}

inline std::vector<State> RecordsOf2026(const std::string& as_object, const std::set<std::string>& objects) {
  std::vector<State> states;
  for (const json& line : Document("records-2026.json")) {
    const json& record = line.at("record");
    if (!objects.contains(line.at("object"))) {
      continue;
    }
    State state;
    state.id = std::to_string(record.at("id").get<std::uint64_t>());
    state.created = record.at("createdAt").get<std::string>().substr(0, 23) + "Z";
    state.modified = kSomeTime;
    state.properties = record.at("properties");
    FillIn(state, as_object);
    states.push_back(std::move(state));
  }
  return states;
}

// By name; every definition of contacts and custom objects that the recordings hold.
inline std::map<std::string, json> Definitions() {
  std::map<std::string, json> definitions;
  const auto take = [&](const json& list) {
    for (const json& property : list) {
      definitions[property.at("name")] = Definition(property);
    }
  };
  for (const json& exchange : Lines("exchanges-2022.ndjson")) {
    const std::string path = exchange.at("path");
    const json& response = exchange.at("response");
    if (path.find("/properties/v1/") != std::string::npos) {
      take(response);
    } else if (path.find("/schemas") != std::string::npos) {
      for (const json& schema : response.contains("results") ? response.at("results") : json({response})) {
        take(schema.at("properties"));
      }
    }
  }
  take(Document("contact-properties-2024.json").at("results"));
  return definitions;
}

// All the real text of a definition: its label, or its options as a multiple selection.
inline std::string ValueFor(const json& definition) {
  const std::string type = definition.value("type", "");
  if (type == "number") {
    return "0.200000000000000011102230246251565404236316680908203125";
  }
  if (type == "date" || type == "datetime") {
    return type == "date" ? "2024-02-29" : "2024-02-29T23:59:59Z";
  }
  std::string value;
  for (const json& option : definition.value("options", json::array())) {
    value += (value.empty() ? "" : ";") + option.at("value").get<std::string>();
  }
  return value.empty() ? definition.value("label", "") : value;
}

}  // namespace hm::test
