// The first, the second, the third … call to HubSpot or statement to the database fails while associations,
// owners, custom objects, history, quarantine and verify are at work. After each failure one undisturbed
// round makes both sides equal and every change is kept once; after the last, one more writes nothing. A
// round is dear: of calls that are alike, some are passed over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "http/curl_transport.h"
#include "hubspot/client.h"
#include "integration/failing_transport.h"
#include "support/account.h"
#include "support/statement_proxy.h"
#include "sync/engine.h"

namespace hm::test {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int kMostRounds = 600;
const std::vector<std::string> kParts{"contacts", "deals", "cars", "owners", "pipelines"};

class PartsSweep : public SmallAccount {
 protected:
  using Meddle = std::function<void(bool)>;

  void SetUp() override {
    log::Configure(log::Level::kError, log::Format::kText);  // hundreds of syncs
    Open({"--contacts", "25", "--deals", "12", "--cars", "6", "--awkward", "0"});
    hubspot_->Post("/_sim/associations",
                   {{"from", "cars"}, {"fromId", AnId("cars")}, {"to", "contacts"}, {"count", 3}});
    http::CurlTransport transport({.allow_plain_http = true});
    ASSERT_FALSE(Failed(transport, connector_->options()));
    SetRecord("cars", AnId("cars", 5), {{"maker", "bad"}});
    connector_->Execute(
        "ALTER TABLE hubspot_cars ADD CONSTRAINT no_bad CHECK (JSON_VALUE(properties_json, '$.maker') <> "
        "'bad')");
  }

  // Everything that writes, once; whether anything failed. `meddle` is told when the work begins and when it
  // has ended.
  bool Failed(
      http::Transport& transport, const mariadb::ConnectionOptions& database, Millis patience = Millis{-1},
      const Meddle& meddle = [](bool) {}) {
    hubspot::Client client({.base_url = hubspot_->url(),
                            .token = Secret(Simulator::Token()),
                            .max_tries = 1,
                            .sleep = [](Millis, const std::stop_token&) {}},
                           transport);
    sync::SyncOptions options{.buffer = Millis{300'000}};
    options.associated = {{kParts, "SYNC_OBJECTS"}, Millis{1}};
    options.history = {{"contacts", "deals"}, "HISTORY"};
    sync::Engine engine(client, {.database = database, .sync = options, .database_patience = patience});
    written_ = 0;
    bool failed = false;
    meddle(true);
    try {
      engine.Prepare({kParts, "SYNC_OBJECTS"}, {});
      for (const std::string& object : kParts) {
        const sync::Outcome outcome = engine.Sync(object, {});
        failed = failed || outcome.error;
        written_ += outcome.summary.rows.written;
      }
      const auto links = engine.SyncAssociations(kParts, {});
      failed = failed || (links && links->error);
      for (const char* object : {"contacts", "deals"}) {
        failed = engine.Verify(object, {.repair = true}, {}).error || failed;
      }
    } catch (const Error&) {
      failed = true;
    }
    meddle(false);
    return failed;
  }

  // One change of each kind.
  void Change(int n) {
    const auto some = static_cast<std::size_t>(n);
    for (const std::size_t i : {some % 25, (some + 7) % 25}) {
      SetRecord("contacts", AnId("contacts", i), {{"firstname", "name " + std::to_string(n)}});
    }
    SetRecord("cars", AnId("cars", some % 5), {{"maker", "maker " + std::to_string(n)}});
    owner_name_ = "name " + std::to_string(n);
    hubspot_->Post("/_sim/owners", {{"id", "41629002"}, {"lastName", owner_name_}});
    const nlohmann::json pair{{"from", "deals"},
                              {"fromId", AnId("deals", some % 12)},
                              {"to", "contacts"},
                              {"toId", AnId("contacts", (some + 3) % 25)}};
    n % 2 == 0 ? static_cast<void>(hubspot_->Post("/_sim/associations", pair))
               : hubspot_->Delete("/_sim/associations", pair);
    // What verify is for.
    connector_->Execute("DELETE FROM hubspot_deals ORDER BY id LIMIT 1");
    connector_->Execute(
        "DELETE FROM hubspot_associations WHERE from_object_type_id = '0-3' ORDER BY to_id LIMIT 2");
  }

  std::string Snapshot() const {
    return Value(
        "SELECT CONCAT_WS(' ', (SELECT COUNT(*) FROM hubspot_property_history), (SELECT COUNT(*) FROM "
        "hubspot_associations), (SELECT MAX(number) FROM hubspot_property_history), (SELECT "
        "MD5(GROUP_CONCAT(synced_at, from_id, to_id ORDER BY from_id, to_id, association_type_id)) FROM "
        "hubspot_associations))");
  }

  void ExpectHealed() {
    http::CurlTransport transport({.allow_plain_http = true});
    EXPECT_FALSE(Failed(transport, connector_->options()));
    for (const char* object : {"contacts", "deals"}) {
      EXPECT_THAT(connector_->Differences(object), IsEmpty());
    }
    EXPECT_THAT(connector_->Differences("cars"), Each(HasSubstr(AnId("cars", 5))));
    EXPECT_EQ(Value("SELECT GROUP_CONCAT(object_type, id) FROM hubspot_quarantine"),
              "cars" + AnId("cars", 5));
    for (const auto& [from, to] : {std::pair("contacts", "deals"), std::pair("deals", "contacts"),
                                   std::pair("cars", "contacts"), std::pair("contacts", "cars")}) {
      EXPECT_THAT(connector_->LinkDifferences(from, to), IsEmpty());
    }
    EXPECT_EQ(Value("SELECT last_name FROM hubspot_owners WHERE id = '41629002'"), owner_name_);
    // Each change follows the one before, and the last one led to what is there: none is lost, none kept
    // twice.
    EXPECT_EQ(
        Value(
            "SELECT COUNT(*) FROM (SELECT new_value, LEAD(old_value) OVER w AS next, LEAD(number) OVER w AS "
            "has_next, "
            "(SELECT JSON_VALUE(properties_json, '$.firstname') FROM hubspot_contacts WHERE id = record_id) "
            "AS now "
            "FROM hubspot_property_history WHERE object_type_id = '0-1' AND property = 'firstname' WINDOW w "
            "AS "
            "(PARTITION BY record_id ORDER BY number)) t WHERE IF(has_next IS NULL, now, next) <> new_value"),
        "0");
  }

  void ExpectIdle() {
    http::CurlTransport transport({.allow_plain_http = true});
    const std::string before = Snapshot();
    EXPECT_FALSE(Failed(transport, connector_->options()));
    EXPECT_EQ(written_, 0);
    EXPECT_EQ(Snapshot(), before);
    EXPECT_EQ(connector_->Count("hubspot_association_queue"), 0);  // what verify mended has been looked at
  }

  // Lets `attempt(n)` fail for n = 1, 1 + step, … until it says that nothing was hit; gives how often it was.
  int UntilNothingFails(int step, const std::function<bool(int)>& attempt) {
    for (int n = 1, hits = 0; n <= kMostRounds; n += step, ++hits) {
      SCOPED_TRACE("call " + std::to_string(n));
      Change(n);
      const bool hit = attempt(n);
      ExpectHealed();
      if (!hit) ExpectIdle();
      if (!hit || HasFailure()) return hits;
    }
    ADD_FAILURE() << "it never passes";
    return kMostRounds;
  }

  std::int64_t written_ = 0;  // rows of records, by the last round
  std::string owner_name_;
};

TEST_F(PartsSweep, CallsToHubSpotFail) {
  const int calls = UntilNothingFails(3, [&](int n) {
    FailingTransport transport(n, LoseConnection);
    const bool failed = Failed(transport, connector_->options());
    EXPECT_TRUE(transport.hit() || !failed);
    return transport.hit();
  });
  EXPECT_GE(calls, 12);
}

TEST_F(PartsSweep, F_D2_CommitsLoseTheirAnswer) {
  StatementProxy proxy(SharedServer().port());
  http::CurlTransport transport({.allow_plain_http = true});
  const int commits = UntilNothingFails(5, [&](int n) {
    bool hit = false;
    Failed(transport, proxy.Through(connector_->options()), Millis{-1}, [&](bool on) {
      if (on) return proxy.Arm(n, Meddling::kCutAfter, "COMMIT");
      hit = proxy.Disarm();
    });
    return hit;
  });
  EXPECT_GE(commits, 3);
}

class PartsStoreSweep : public PartsSweep, public testing::WithParamInterface<const char*> {};

// Before the server has the statement, and after it has done it, in turn.
TEST_P(PartsStoreSweep, StatementsAboutItLoseTheirConnection) {
  StatementProxy proxy(SharedServer().port());
  http::CurlTransport transport({.allow_plain_http = true});
  const int statements = UntilNothingFails(3, [&](int n) {
    bool hit = false;
    Failed(transport, proxy.Through(connector_->options()), Millis{-1}, [&](bool on) {
      if (on) return proxy.Arm(n, n % 2 == 0 ? Meddling::kCutBefore : Meddling::kCutAfter, GetParam());
      hit = proxy.Disarm();
    });
    return hit;
  });
  EXPECT_GE(statements, 1);
}

INSTANTIATE_TEST_SUITE_P(Parts, PartsStoreSweep,
                         testing::Values("INTO hubspot_associations", "FROM hubspot_associations WHERE",
                                         "hubspot_property_history", "hubspot_owners", "hubspot_quarantine"),
                         [](const auto& param) {
                           std::string name;
                           std::ranges::copy_if(std::string_view(param.param), std::back_inserter(name),
                                                [](char c) { return std::isalpha(c) != 0; });
                           return name;
                         });

}  // namespace
}  // namespace hm::test
