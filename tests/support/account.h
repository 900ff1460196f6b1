// A small account, its simulator, and a connector with a database of its own: what most tests of a sync need.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "support/connector.h"

namespace hm::test {

class SmallAccount : public testing::Test {
 protected:
  // `args` replace the simulator's size.
  void Open(const std::vector<std::string>& args = {"--contacts", "250", "--deals", "60"},
            MariadbServer& server = SharedServer()) {
    // Whoever hears that no request remains waits a second, also where none is refused.
    std::vector<std::string> all{"--profile", "small", "--no-limits", "--rate-limit", "1000000"};
    all.insert(all.end(), args.begin(), args.end());
    hubspot_ = std::make_unique<Simulator>(BinaryDir(), all);
    connector_ = std::make_unique<Connector>(*hubspot_, server);
  }
  void Load(const std::vector<std::string>& args = {"--contacts", "250", "--deals", "60"},
            MariadbServer& server = SharedServer()) {
    Open(args, server);
    ASSERT_EQ(Sync().exit_code, 0);
  }

  RunResult Sync(const Environment& env = {}) const { return connector_->Run({"sync"}, env); }

  void Fault(nlohmann::json rule) const { hubspot_->Post("/_sim/faults", rule); }
  // How often rule `number` was applied.
  int Hits(std::size_t number = 0) const { return hubspot_->Get("/_sim/faults").at(number).at("hits"); }
  void Heal() const { hubspot_->Delete("/_sim/faults"); }

  std::string SetRecord(const std::string& object, const std::string& id,
                        const nlohmann::json& properties) const {
    nlohmann::json body{{"object", object}, {"properties", properties}};
    if (!id.empty()) body["id"] = id;
    return hubspot_->Post("/_sim/records", body).at("id");
  }
  std::string AnId(const std::string& object, std::size_t index = 0) const {
    return hubspot_->Truth(object).at(index).at("id");
  }

  std::string State(const std::string& object, const std::string& column) const {
    return connector_->Value("SELECT " + column + " FROM sync_state WHERE object_type = '" + object + "'");
  }
  std::string Value(const std::string& sql) const { return connector_->Value(sql); }

  void ExpectEqual() const {
    EXPECT_THAT(connector_->Differences("contacts"), testing::IsEmpty());
    EXPECT_THAT(connector_->Differences("deals"), testing::IsEmpty());
  }
  // A sync makes both sides equal, and the next one has nothing to write.
  void ExpectConverges() const {
    const RunResult run = Sync();
    EXPECT_EQ(run.exit_code, 0) << run.err;
    ExpectEqual();
    EXPECT_EQ(Sync().exit_code, 0);
    for (const char* object : {"contacts", "deals", "pipelines"}) {
      EXPECT_EQ(State(object, "records_synced"), "0") << object;
    }
  }

  std::unique_ptr<Simulator> hubspot_;
  std::unique_ptr<Connector> connector_;
};

}  // namespace hm::test
