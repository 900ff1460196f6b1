// Real records and property definitions, recorded elsewhere, on their way through the connector: loaded into
// the simulator, synced by the program, compared in the database column by column and value for value.
//
// This version syncs contacts and deals. The records of other objects (companies, orders, a custom object)
// travel as contacts with the same ids and values, so that every recorded value passes.
#include "integration/real_data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "support/connector.h"

namespace hm::test {
namespace {

const std::map<std::string, std::vector<std::string>> kTextColumns{
    {"contacts",
     {"email", "firstname", "lastname", "phone", "company", "website", "lifecyclestage", "jobtitle"}},
    {"deals", {"dealname", "dealstage", "pipeline", "hubspot_owner_id", "dealtype"}},
};

std::string DateTime(const std::string& iso) { return iso.substr(0, 10) + " " + iso.substr(11, 8); }

// What HubSpot keeps by itself: the simulator has to come to the same values. It gives the last to all
// records, where the recordings have them in some.
const std::set<std::string> kKept{"hs_object_id", "createdate", "lastmodifieddate", "hs_lastmodifieddate"};

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
                                 {"createdAt", EpochMillis(state.created)},
                                 {"lastModified", EpochMillis(state.modified)},
                                 {"properties", Settable(state)}});
}

void Define(const Simulator& hubspot, const std::string& object, const json& definition) {
  json body = definition;
  body["object"] = object;
  hubspot.Post("/_sim/properties", body);
}

std::set<std::string> KnownNames(const Simulator& hubspot, const std::string& object) {
  std::set<std::string> names;
  const json definitions = hubspot.Api("/crm/properties/2026-09/" + object).Json();
  for (const json& p : definitions.at("results")) {
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
  EXPECT_EQ(row.String(2), std::to_string(EpochMillis(state.modified)));
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

json RecordedPipeline() {
  for (const json& line : Document("records-2026.json")) {
    if (line.at("object") == "deal_pipelines") {
      return line.at("record");
    }
  }
  return {};
}

// Recorded as version 1 had it; this is today's shape. The simulator fills in when it was changed.
json InTodaysShape(const json& recorded) {
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
                                  {"createdAt", kSomeTime},
                                  {"archived", !stage.at("active")}});
  }
  return pipeline;
}

using Cells = std::vector<std::string>;

Cells StageCells(const json& stage) {
  const json& metadata = stage.at("metadata");
  return {stage.at("stageId"),
          "default",
          stage.at("label"),
          std::to_string(stage.at("displayOrder").get<int>()),
          "1",
          metadata.at("probability").get<std::string>() + "000",
          metadata.at("isClosed") == "true" ? "1" : "0",
          DateTime(kSomeTime)};
}

std::vector<Cells> Rows(const Connector& connector, const std::string& sql) {
  mariadb::Connection connection(connector.options());
  mariadb::Result row = connection.Query(sql);
  std::vector<Cells> rows;
  while (row.Next()) {
    Cells cells;
    for (std::size_t i = 0; i < row.column_count(); ++i) {
      cells.push_back(row.String(i));
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

TEST_F(RealData, TheRecordedPipelineArrives) {
  const json recorded = RecordedPipeline();
  const json pipeline = InTodaysShape(recorded);
  hubspot_->Post("/_sim/pipelines", {{"object", "deals"}, {"replace", json::array({pipeline})}});
  ASSERT_NO_FATAL_FAILURE(Sync({"--objects", "pipelines"}));

  EXPECT_EQ(Rows(*connector_,
                 "SELECT id, label, display_order, active, created_at_hubspot FROM hubspot_deal_pipelines"),
            (std::vector<Cells>{{"default", " Sample Pipeline", "0", "1", "1970-01-01 00:00:00"}}));
  std::vector<Cells> stages;
  std::map<std::string, json> metadata;
  for (const json& stage : recorded.at("stages")) {
    stages.push_back(StageCells(stage));
    metadata[stage.at("stageId")] = stage.at("metadata");
  }
  std::sort(stages.begin(), stages.end());
  EXPECT_EQ(Rows(*connector_,
                 "SELECT id, pipeline_id, label, display_order, active, probability, is_closed, "
                 "created_at_hubspot FROM hubspot_deal_stages ORDER BY id"),
            stages);
  for (const Cells& row : Rows(*connector_, "SELECT id, metadata_json FROM hubspot_deal_stages")) {
    EXPECT_EQ(json::parse(row.at(1)), metadata[row.at(0)]) << row.at(0);
  }
  // The recording hides when it was last changed: now, as the simulator has it.
  const std::string updated =
      hubspot_->Api("/crm/pipelines/2026-09/deals").Json().at("results").at(0).at("updatedAt");
  EXPECT_EQ(Rows(*connector_,
                 "SELECT DISTINCT updated_at_hubspot FROM hubspot_deal_pipelines UNION "
                 "SELECT DISTINCT updated_at_hubspot FROM hubspot_deal_stages"),
            (std::vector<Cells>{{DateTime(updated)}}));
}

}  // namespace
}  // namespace hm::test
