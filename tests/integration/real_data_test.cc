// Real records and property definitions, recorded elsewhere, on their way through the connector: loaded into
// the simulator, synced by the program, compared in the database column by column and value for value.
//
// This version syncs contacts and deals. The records of other objects (companies, orders, a custom object)
// travel as contacts with the same ids and values, so that every recorded value passes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "support/connector.h"

namespace hm::test {
namespace {

using nlohmann::json;

// Where the recording hides when a record was last changed.
constexpr const char* kSomeTime = "2026-02-03T04:05:06.789Z";

const std::map<std::string, std::vector<std::string>> kTextColumns{
    {"contacts",
     {"email", "firstname", "lastname", "phone", "company", "website", "lifecyclestage", "jobtitle"}},
    {"deals", {"dealname", "dealstage", "pipeline", "hubspot_owner_id", "dealtype"}},
};

std::filesystem::path DataDir() {
  const char* shared = std::getenv("HM_SHARED");
  const std::filesystem::path root = shared != nullptr ? shared : SOURCE_DIR "/../shared";
  return root / "data/real";
}

std::vector<json> Lines(const std::string& name) {
  std::ifstream file(DataDir() / name);
  std::vector<json> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(json::parse(line));
  }
  return lines;
}

json Document(const std::string& name) {
  std::ifstream file(DataDir() / name);
  return json::parse(file);
}

// "2022-02-17T18:54:22.300Z", with or without the fraction.
std::int64_t Millis(const std::string& iso) {
  std::tm parts{};
  const char* rest = strptime(iso.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (rest == nullptr) {
    throw std::runtime_error("not a time: " + iso);
  }
  const std::string digits = *rest == '.' ? std::string(rest + 1, 3) : "0";
  return static_cast<std::int64_t>(timegm(&parts)) * 1000 + std::stoi(digits);
}

std::string DateTime(const std::string& iso) { return iso.substr(0, 10) + " " + iso.substr(11, 8); }

const char* ModifiedName(const std::string& object) {
  return object == "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate";
}

// One state of one record; `properties` are all that HubSpot is to show of it, nulls included.
struct State {
  std::string id;
  std::string created;
  std::string modified;
  json properties;
};

// What HubSpot keeps by itself: the simulator has to come to the same values. It gives the last two to all
// records, where the recordings have them in some.
const std::set<std::string> kKept{"hs_object_id", "createdate", "lastmodifieddate", "hs_createdate",
                                  "hs_lastmodifieddate"};

json Settable(const State& state) {
  json properties = state.properties;
  for (const std::string& name : kKept) {
    properties.erase(name);
  }
  return properties;
}

void Load(const Simulator& hubspot, const std::string& object, const State& state) {
  hubspot.Post("/_sim/records", {{"object", object},
                                 {"id", state.id},
                                 {"createdAt", Millis(state.created)},
                                 {"lastModified", Millis(state.modified)},
                                 {"properties", Settable(state)}});
}

// The parts of a definition, of any of HubSpot's versions, that the simulator takes.
json Definition(const json& recorded) {
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

void Define(const Simulator& hubspot, const std::string& object, const json& definition) {
  json body = definition;
  body["object"] = object;
  hubspot.Post("/_sim/properties", body);
}

std::set<std::string> KnownNames(const Simulator& hubspot, const std::string& object) {
  std::set<std::string> names;
  for (const json& p : hubspot.Api("/crm/properties/2026-09/" + object).Json().at("results")) {
    names.insert(p.at("name"));
  }
  return names;
}

// Text properties for all names that the simulator does not know.
void DefineMissing(const Simulator& hubspot, const std::string& object, const std::vector<State>& states) {
  std::set<std::string> known = KnownNames(hubspot, object);
  for (const State& state : states) {
    for (const auto& [name, value] : state.properties.items()) {
      if (known.insert(name).second) {
        Define(hubspot, object, {{"name", name}, {"type", "string"}, {"fieldType", "text"}});
      }
    }
  }
}

json Stored(const State& state) {
  json out = json::object();
  for (const auto& [name, value] : state.properties.items()) {
    if (!value.is_null()) {
      out[name] = value;
    }
  }
  return out;
}

void CompareColumns(const mariadb::Result& row, const std::string& object, const State& state) {
  const json expected = Stored(state);
  EXPECT_EQ(json::parse(row.String(1)), expected);
  EXPECT_EQ(row.String(2), std::to_string(Millis(state.modified)));
  EXPECT_EQ(row.String(3), DateTime(state.modified));
  EXPECT_EQ(row.String(4), DateTime(state.created));
  EXPECT_EQ(row.String(5), "0");
  EXPECT_TRUE(row.IsNull(6)) << "archived_at";
  EXPECT_TRUE(row.IsNull(7)) << "merged_into";
  EXPECT_EQ(row.String(8), "1") << "the three row times";
  std::size_t column = 9;
  for (const std::string& name : kTextColumns.at(object)) {
    EXPECT_EQ(row.IsNull(column), !expected.contains(name)) << name;
    EXPECT_EQ(row.String(column), expected.value(name, "")) << name;
    ++column;
  }
  if (object == "deals") {
    EXPECT_EQ(row.String(column), expected.contains("amount") ? expected.value("amount", "") + ".00" : "");
    EXPECT_EQ(row.String(column + 1),
              expected.contains("closedate") ? DateTime(expected.value("closedate", "")) : "");
  }
}

// The table holds exactly these records.
void Compare(const Connector& connector, const std::string& object, const std::vector<State>& states) {
  std::string sql =
      "SELECT id, properties_json, hs_lastmodifieddate, lastmodifieddate, createdate, archived, archived_at, "
      "merged_into, synced_at IS NOT NULL AND created_at IS NOT NULL AND updated_at IS NOT NULL";
  for (const std::string& name : kTextColumns.at(object)) {
    sql += ", " + name;
  }
  if (object == "deals") {
    sql += ", amount, closedate";
  }
  std::map<std::string, const State*> wanted;
  for (const State& state : states) {
    wanted[state.id] = &state;
  }
  mariadb::Connection connection(connector.options());
  mariadb::Result row = connection.Query(sql + " FROM hubspot_" + object);
  EXPECT_EQ(row.row_count(), wanted.size());
  while (row.Next()) {
    SCOPED_TRACE(object + " " + row.String(0));
    const auto found = wanted.find(row.String(0));
    ASSERT_NE(found, wanted.end());
    CompareColumns(row, object, *found->second);
  }
}

void FillIn(State& state, const std::string& object) {
  state.properties["hs_object_id"] = state.id;
  state.properties["createdate"] = state.created;
  state.properties[ModifiedName(object)] = state.modified;
  state.properties["hs_createdate"] = state.created;
  state.properties["hs_lastmodifieddate"] = state.modified;
}

// All states of all records that the searches of 2022 answered with: by object and id, then by time. Searches
// asked for different properties; what they saw of one state is put together.
std::map<std::string, std::map<std::string, State>> StatesOf2022() {
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
std::vector<State> StatesAt(const std::map<std::string, std::map<std::string, State>>& all,
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

std::vector<State> RecordsOf2026(const std::string& as_object, const std::set<std::string>& objects) {
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
std::map<std::string, json> Definitions() {
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
std::string ValueFor(const json& definition) {
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

class RealData : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(DataDir() / "exchanges-2022.ndjson")) {
      GTEST_SKIP() << "the recorded data is not here: " << DataDir();
    }
    hubspot_ = std::make_unique<Simulator>(
        BinaryDir(), std::vector<std::string>{"--profile", "small", "--contacts", "0", "--companies", "0",
                                              "--deals", "0", "--no-limits"});
    connector_ = std::make_unique<Connector>(*hubspot_, SharedServer());
  }

  void Sync(const std::vector<std::string>& flags = {}, const Environment& env = {}) {
    std::vector<std::string> args{"sync"};
    args.insert(args.end(), flags.begin(), flags.end());
    const RunResult run = connector_->Run(args, env);
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }

  std::unique_ptr<Simulator> hubspot_;
  std::unique_ptr<Connector> connector_;
};

TEST_F(RealData, EveryStateOfTheRecordsOf2022Arrives) {
  const auto all = StatesOf2022();
  ASSERT_GT(all.size(), 300U);
  std::size_t most = 0;
  for (const auto& [record, by_time] : all) {
    most = std::max(most, by_time.size());
  }
  for (std::size_t index = 0; index < most; ++index) {
    SCOPED_TRACE("states number " + std::to_string(index));
    const std::vector<State> states = StatesAt(all, index);
    DefineMissing(*hubspot_, "contacts", states);
    for (const State& state : states) {
      Load(*hubspot_, "contacts", state);
    }
    // These changes are years old: no incremental window reaches them.
    ASSERT_NO_FATAL_FAILURE(Sync({"--full", "--objects", "contacts"}));
    Compare(*connector_, "contacts", states);
  }
}

TEST_F(RealData, RecordsOf2026WithEveryPropertyArrive) {
  const std::vector<State> contacts = RecordsOf2026("contacts", {"contacts", "companies", "orders"});
  const std::vector<State> deals = RecordsOf2026("deals", {"deals"});
  ASSERT_EQ(contacts.size(), 3U);
  ASSERT_EQ(deals.size(), 1U);
  for (const auto& [object, states] : {std::pair("contacts", contacts), std::pair("deals", deals)}) {
    DefineMissing(*hubspot_, object, states);
    for (const State& state : states) {
      Load(*hubspot_, object, state);
    }
  }
  for (const char* version : {"2026-09", "v3"}) {
    ASSERT_NO_FATAL_FAILURE(Sync({"--full"}, {{"HUBSPOT_API_VERSION", version}}));
    Compare(*connector_, "contacts", contacts);
    Compare(*connector_, "deals", deals);
  }
}

TEST_F(RealData, EveryDefinedPropertyArrives) {
  const std::map<std::string, json> definitions = Definitions();
  ASSERT_GT(definitions.size(), 367U);
  State filled{"123456789012", "2024-01-02T03:04:05.678Z", kSomeTime, json::object()};
  State cleared{"123456789013", "2024-01-02T03:04:05Z", kSomeTime, json::object()};
  for (const auto& [name, definition] : definitions) {
    if (!kKept.contains(name)) {
      Define(*hubspot_, "contacts", definition);
      filled.properties[name] = ValueFor(definition);
      cleared.properties[name] = "";
    }
  }
  FillIn(filled, "contacts");
  FillIn(cleared, "contacts");
  DefineMissing(*hubspot_, "contacts", {filled});
  Load(*hubspot_, "contacts", filled);
  Load(*hubspot_, "contacts", cleared);
  ASSERT_NO_FATAL_FAILURE(Sync({"--objects", "contacts"}));
  Compare(*connector_, "contacts", {filled, cleared});
}

TEST_F(RealData, TheRecordedPipelineArrives) {
  json recorded;
  for (const json& line : Document("records-2026.json")) {
    if (line.at("object") == "deal_pipelines") {
      recorded = line.at("record");
    }
  }
  const std::string time = kSomeTime;
  // As version 1 had it, in today's shape.
  json pipeline{{"id", recorded.at("pipelineId")},
                {"label", recorded.at("label")},
                {"displayOrder", recorded.at("displayOrder")},
                {"createdAt", recorded.at("createdAt")},
                {"archived", !recorded.at("active")}};
  for (const json& stage : recorded.at("stages")) {
    pipeline["stages"].push_back({{"id", stage.at("stageId")},
                                  {"label", stage.at("label")},
                                  {"displayOrder", stage.at("displayOrder")},
                                  {"metadata", stage.at("metadata")},
                                  {"createdAt", time},
                                  {"archived", !stage.at("active")}});
  }
  hubspot_->Post("/_sim/pipelines", {{"object", "deals"}, {"replace", json::array({pipeline})}});
  // The recording hides when the pipeline was last changed: now, as the simulator has it.
  const std::string updated =
      hubspot_->Api("/crm/pipelines/2026-09/deals").Json().at("results").at(0).at("updatedAt");
  ASSERT_NO_FATAL_FAILURE(Sync({"--objects", "pipelines"}));

  mariadb::Connection connection(connector_->options());
  mariadb::Result row = connection.Query(
      "SELECT id, label, display_order, active, created_at_hubspot, updated_at_hubspot "
      "FROM hubspot_deal_pipelines");
  ASSERT_EQ(row.row_count(), 1U);
  ASSERT_TRUE(row.Next());
  const std::vector<std::string> expected{
      pipeline.at("id"), pipeline.at("label"), "0", "1", DateTime(pipeline.at("createdAt")),
      DateTime(updated)};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(row.String(i), expected[i]) << i;
  }
  row = connection.Query(
      "SELECT pipeline_id, label, display_order, active, metadata_json, probability, is_closed, "
      "created_at_hubspot, updated_at_hubspot, id FROM hubspot_deal_stages ORDER BY id");
  ASSERT_EQ(row.row_count(), recorded.at("stages").size());
  while (row.Next()) {
    SCOPED_TRACE(row.String(9));
    const auto& stages = recorded.at("stages");
    const auto stage = std::find_if(stages.begin(), stages.end(),
                                    [&](const json& s) { return s.at("stageId") == row.String(9); });
    ASSERT_NE(stage, stages.end());
    const json& metadata = stage->at("metadata");
    EXPECT_EQ(row.String(0), pipeline.at("id"));
    EXPECT_EQ(row.String(1), stage->at("label"));
    EXPECT_EQ(row.String(2), std::to_string(stage->at("displayOrder").get<int>()));
    EXPECT_EQ(row.String(3), "1");
    EXPECT_EQ(json::parse(row.String(4)), metadata);
    EXPECT_EQ(row.String(5), metadata.at("probability").get<std::string>() + "000");
    EXPECT_EQ(row.String(6), metadata.at("isClosed") == "true" ? "1" : "0");
    EXPECT_EQ(row.String(7), DateTime(time));
    EXPECT_EQ(row.String(8), DateTime(updated));
  }
}

}  // namespace
}  // namespace hm::test
