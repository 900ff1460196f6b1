// The first, the second, the third … call to HubSpot or statement to the database fails, until a sync passes.
// After each failure nothing is lost, nothing went back and no checkpoint is ahead of its rows; the next sync
// makes both sides equal, and the one after it writes nothing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include "base/error.h"
#include "base/log.h"
#include "http/curl_transport.h"
#include "hubspot/client.h"
#include "hubspot/timestamps.h"
#include "integration/failing_transport.h"
#include "support/account.h"
#include "support/statement_proxy.h"
#include "sync/engine.h"
#include "sync/store/migrate.h"

namespace hm::test {
namespace {

using nlohmann::json;
using testing::IsEmpty;

constexpr Millis kNoPatience{-1};
constexpr int kMostCalls = 400;

http::Response RefuseToken() {
  http::Response answer;
  answer.status = 401;
  return answer;
}

http::Response CutBody() {
  http::Response answer;
  answer.status = 200;
  answer.body.Append(R"({"results":[{"id":"1","properties":{"lastmodifieddate":"2025-01-01T00)");
  return answer;
}

class Sweep : public SmallAccount {
 protected:
  void SetUp() override {
    log::Configure(log::Level::kError, log::Format::kText);  // hundreds of syncs
    Open({"--contacts", "110", "--deals", "20"});
    sync::Migrate(connector_->options(), {}, {});
    connector_->Execute("CREATE TABLE went_back (id VARCHAR(50)) ENGINE=InnoDB");
    connector_->Execute(
        "CREATE TRIGGER watch BEFORE UPDATE ON hubspot_contacts FOR EACH ROW INSERT INTO went_back SELECT "
        "NEW.id "
        "FROM DUAL WHERE NEW.hs_lastmodifieddate < OLD.hs_lastmodifieddate");
  }

  // Both objects, one after the other, `times` times; `meddle` is told when the syncs begin and when they
  // have ended.
  std::vector<sync::Outcome> Sync(
      http::Transport& transport, const mariadb::ConnectionOptions& database, Millis patience = kNoPatience,
      const std::function<void(bool)>& meddle = [](bool) {}, int times = 1) {
    hubspot::Client client({.base_url = hubspot_->url(),
                            .token = Secret(Simulator::Token()),
                            .max_tries = tries_,
                            .sleep = [](Millis, const std::stop_token&) {}},
                           transport);
    sync::Engine engine(
        client, {.database = database, .sync = {.buffer = Millis{300'000}}, .database_patience = patience});
    engine.Prepare({{"contacts", "deals", "pipelines"}, "SYNC_OBJECTS"}, {});
    meddle(true);
    std::vector<sync::Outcome> outcomes;
    for (int i = 0; i < times; ++i) {
      for (const char* object : {"contacts", "pipelines"}) {
        outcomes.push_back(engine.Sync(object, {}));
      }
    }
    meddle(false);
    return outcomes;
  }

  // One healthy sync; and how many rows a second one, right after it, still writes.
  std::int64_t SyncWellTwice() {
    http::CurlTransport transport({.allow_plain_http = true});
    std::int64_t written = 0;
    int syncs = 0;
    const auto outcomes = Sync(transport, connector_->options(), kNoPatience, [](bool) {}, 2);
    for (const sync::Outcome& outcome : outcomes) {
      EXPECT_FALSE(outcome.error) << outcome.error->what();
      if (++syncs > 2) written += outcome.summary.rows.written;
    }
    return written;
  }

  void Empty() {
    for (const char* table : {"hubspot_contacts", "hubspot_deal_pipelines", "hubspot_deal_stages",
                              "hubspot_sync_checkpoints", "sync_state"}) {
      connector_->Execute(std::string("DELETE FROM ") + table);
    }
  }
  void Change() { hubspot_->Post("/_sim/bulk", {{"object", "contacts"}, {"touch", 105}}); }

  // What may not be so, ever: a line each.
  std::vector<std::string> Broken() {
    std::vector<std::string> broken;
    mariadb::Connection connection(connector_->options());
    std::map<std::string, std::int64_t> versions;
    mariadb::Result rows = connection.Query("SELECT id, hs_lastmodifieddate FROM hubspot_contacts");
    while (rows.Next()) versions.emplace(rows.String(0), rows.Int(1));
    mariadb::Result checkpoint = connection.Query(
        "SELECT phase, complete_until, after_cursor FROM hubspot_sync_checkpoints WHERE object_type = "
        "'contacts'");
    const bool known = checkpoint.Next();
    const bool loading = known && checkpoint.String(0) == "first_load";
    const std::int64_t complete_until = known ? checkpoint.Int(1) : 0;
    const std::int64_t cursor =
        loading && !checkpoint.String(2).empty() ? std::stoll(checkpoint.String(2)) : 0;
    for (const json& record : hubspot_->Truth("contacts")) {
      const std::string id = record.at("id");
      const std::string modified = record.at("properties").at("lastmodifieddate");
      const std::int64_t version = *hubspot::ParseTimestampMillis(modified);
      const auto found = versions.find(id);
      if (found != versions.end() && found->second > version)
        broken.push_back(id + " is newer than HubSpot's");
      const bool promised = (complete_until > 0 && version <= complete_until) || std::stoll(id) < cursor;
      if (promised && (found == versions.end() || found->second < version)) {
        broken.push_back(id + " is promised by the checkpoint, but not there");
      }
    }
    if (connector_->Count("went_back") > 0) broken.emplace_back("a row went back");
    return broken;
  }

  void ExpectHealed() {
    EXPECT_THAT(Broken(), IsEmpty());
    EXPECT_EQ(SyncWellTwice(), 0);
    EXPECT_THAT(connector_->Differences("contacts"), IsEmpty());
  }

  static bool Failed(const std::vector<sync::Outcome>& outcomes) {
    return std::any_of(outcomes.begin(), outcomes.end(), [](const auto& o) { return o.error.has_value(); });
  }

  // Runs `attempt(n)` for n = 1, 2, … from the state that `begin` makes, until it says that nothing was hit.
  // Gives how many calls there are.
  int UntilNothingFails(const std::function<void()>& begin, const std::function<bool(int)>& attempt) {
    for (int n = 1; n <= kMostCalls; ++n) {
      SCOPED_TRACE("call " + std::to_string(n));
      begin();
      if (!attempt(n)) return n - 1;
      ExpectHealed();
      if (HasFailure()) return n;
    }
    ADD_FAILURE() << "it never passes";
    return kMostCalls;
  }

  // Both beginnings: an empty database, and one in which 105 of 110 contacts have changed.
  void SweepBoth(const std::function<bool(int)>& attempt, int least_calls) {
    EXPECT_GE(UntilNothingFails([&] { Empty(); }, attempt), least_calls);
    SyncWellTwice();
    EXPECT_GE(UntilNothingFails([&] { Change(); }, attempt), least_calls);
  }

  int tries_ = 1;  // of each call
};

TEST_F(Sweep, EveryCallToHubSpotFailsOnce) {
  // The token's scopes are known from here on: they are asked for beside the properties, and need no answer.
  SyncWellTwice();
  for (const auto& fail : {LoseConnection, RefuseToken}) {
    SweepBoth(
        [&](int n) {
          FailingTransport transport(n + 1, fail);  // the first call is Prepare's
          const auto outcomes = Sync(transport, connector_->options());
          EXPECT_EQ(Failed(outcomes), transport.hit());
          return transport.hit();
        },
        4);
  }
}

TEST_F(Sweep, EveryAnswerOfHubSpotIsCutOnce) {
  tries_ = 2;
  SweepBoth(
      [&](int n) {
        FailingTransport transport(n + 1, CutBody);
        EXPECT_FALSE(Failed(Sync(transport, connector_->options()))) << "it is asked again";
        return transport.hit();
      },
      4);
}

class StoreSweep : public Sweep, public testing::WithParamInterface<Meddling> {
 protected:
  StatementProxy proxy_{SharedServer().port()};
  http::CurlTransport transport_{{.allow_plain_http = true}};
};

TEST_P(StoreSweep, EveryStatementLosesItsConnectionOnce) {
  SweepBoth(
      [&](int n) {
        bool hit = false;
        const auto outcomes =
            Sync(transport_, proxy_.Through(connector_->options()), kNoPatience, [&](bool on) {
              if (on) return proxy_.Arm(n, GetParam());
              hit = proxy_.Disarm();
            });
        EXPECT_TRUE(hit || !Failed(outcomes));
        return hit;
      },
      20);
}

INSTANTIATE_TEST_SUITE_P(Cuts, StoreSweep, testing::Values(Meddling::kCutBefore, Meddling::kCutAfter),
                         [](const auto& param) {
                           return param.param == Meddling::kCutBefore ? "BeforeTheServer" : "AfterTheServer";
                         });

// With patience one sync is enough: it looks at the checkpoint to learn what became of the COMMIT.
TEST_F(Sweep, F_D2_EveryCommitLosesItsAnswerOnce) {
  StatementProxy proxy(SharedServer().port());
  http::CurlTransport transport({.allow_plain_http = true});
  SweepBoth(
      [&](int n) {
        bool hit = false;
        const auto outcomes =
            Sync(transport, proxy.Through(connector_->options()), Millis{60'000}, [&](bool on) {
              if (on) return proxy.Arm(n, Meddling::kCutAfter, "COMMIT");
              hit = proxy.Disarm();
            });
        EXPECT_FALSE(Failed(outcomes));
        return hit;
      },
      4);
}

TEST(MigrationSweep, EveryStatementLosesItsAnswerOnce) {
  StatementProxy proxy(SharedServer().port());
  const auto tables = [](const mariadb::ConnectionOptions& options) {
    mariadb::Connection connection(options);
    mariadb::Result row = connection.Query(
        "SELECT MD5(GROUP_CONCAT(table_name, column_name, column_type ORDER BY table_name, "
        "ordinal_position)) FROM "
        "information_schema.columns WHERE table_schema = DATABASE()");
    row.Next();
    return row.String(0);
  };
  std::optional<std::string> whole;
  for (int n = 1;; ++n) {
    ASSERT_LT(n, kMostCalls);
    const mariadb::ConnectionOptions options = SharedServer().OptionsFor(SharedServer().CreateDatabase());
    proxy.Arm(n, Meddling::kCutAfter);
    try {
      sync::Migrate(proxy.Through(options), {}, {});
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kConnection) << e.what();
    }
    const bool hit = proxy.Disarm();
    sync::Migrate(options, {}, {});
    const std::string made = tables(options);
    EXPECT_EQ(made, whole.value_or(made)) << n;
    whole = made;
    EXPECT_THAT(sync::Migrate(options, {}, {}), IsEmpty());
    if (!hit) return;
  }
}

}  // namespace
}  // namespace hm::test
