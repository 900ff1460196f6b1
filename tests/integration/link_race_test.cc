// Two readings of the same associations at once: the older answer never stays over the newer one; and what a
// comparison in the background leaves out.
#include <atomic>
#include <functional>

#include "http/curl_transport.h"
#include "hubspot/client.h"
#include "support/account.h"
#include "sync/engine.h"

namespace hm::test {
namespace {

// Once the n-th answer about associations of one pair is here, and before anybody has it, something happens.
class BetweenAnswerAndUse : public http::Transport {
 public:
  BetweenAnswerAndUse(std::string pair, int nth) : path_("/" + std::move(pair) + "/batch/read"), left_(nth) {}

  http::Response Send(const http::Request& request, const std::stop_token& stop) override {
    http::Response answer = inner_.Send(request, stop);
    if (request.url.find(path_) != std::string::npos && --left_ == 0) {
      then();
    }
    return answer;
  }

  std::function<void()> then;

 private:
  http::CurlTransport inner_{{.allow_plain_http = true}};
  std::string path_;
  std::atomic<int> left_;
};

class LinkRace : public SmallAccount {
 protected:
  // A deal and a contact that are associated, in the table too.
  void SetUp() override {
    Open({"--contacts", "40", "--deals", "10"});
    deal_ = AnId("deals", 2);
    contact_ = AnId("contacts", 30);
    hubspot_->Post("/_sim/associations", Both());
    ASSERT_EQ(Sync().exit_code, 0);
    ExpectLinked("1", "1");
  }
  nlohmann::json Both() const {
    return {{"from", "deals"}, {"fromId", deal_}, {"to", "contacts"}, {"toId", contact_}};
  }
  // From the deal's side, and from the contact's.
  void ExpectLinked(const std::string& from_deal, const std::string& from_contact) const {
    const auto count = [&](const std::string& from, const std::string& to) {
      return Value("SELECT COUNT(*) FROM hubspot_associations WHERE from_id = '" + from + "' AND to_id = '" +
                   to + "'");
    };
    EXPECT_EQ(count(deal_, contact_), from_deal);
    EXPECT_EQ(count(contact_, deal_), from_contact);
  }

  void WithEngine(http::Transport& transport, const std::function<void(sync::Engine&)>& work) const {
    hubspot::Client client({.base_url = hubspot_->url(), .token = Secret(Simulator::Token())}, transport);
    sync::SyncOptions options{.buffer = Millis{300'000}};
    options.associated = {{{"contacts", "deals"}, "SYNC_OBJECTS"}, Millis{1}};
    sync::Engine engine(client, {.database = connector_->options(), .sync = options});
    engine.Prepare({{"contacts", "deals"}, "SYNC_OBJECTS"}, {});
    work(engine);
  }

  using Reading = std::function<void(sync::Engine&)>;

  // While `older` waits for the answer that `transport` looks for, the two are parted, and `newer` reads it.
  void PartDuring(BetweenAnswerAndUse& transport, const Reading& older, const Reading& newer) {
    WithEngine(transport, [&](sync::Engine& engine) {
      bool parted = false;
      transport.then = [&] {
        hubspot_->Delete("/_sim/associations", Both());
        newer(engine);
        parted = true;
      };
      older(engine);
      EXPECT_TRUE(parted);
    });
  }
  // Of the deal, which changed too.
  void SyncChanged(sync::Engine& engine) const {
    SetRecord("deals", deal_, {{"dealname", "parted"}});
    const sync::Outcome outcome = engine.Sync("deals", {});
    EXPECT_FALSE(outcome.error) << outcome.error->what();
    ExpectLinked("0", "0");
  }
  static void SweepDeals(sync::Engine& engine) { engine.SyncAssociations({"deals"}, {}); }
  static void CompareDeals(sync::Engine& engine) {
    EXPECT_FALSE(engine.Verify("deals", {.repair = true}, {}).error);
  }
  // Another difference of the deal, so that a comparison reads it a second time.
  void MakeDiffer() const {
    connector_->Execute("INSERT INTO hubspot_associations VALUES ('0-3', '" + deal_ +
                        "', '0-1', '1', 3, 'HUBSPOT_DEFINED', NULL, UTC_TIMESTAMP())");
  }

  std::string deal_;
  std::string contact_;
};

TEST_F(LinkRace, ASweepOfTheSameSideDoesNotBringBackWhatIsParted) {
  BetweenAnswerAndUse transport("deals/contacts", 1);
  PartDuring(transport, SweepDeals, [&](sync::Engine& engine) { SyncChanged(engine); });
  ExpectLinked("0", "0");
}

TEST_F(LinkRace, ASweepOfTheOtherSideDoesNotBringBackWhatIsParted) {
  BetweenAnswerAndUse transport("contacts/deals", 1);
  PartDuring(
      transport, [](sync::Engine& engine) { engine.SyncAssociations({"contacts"}, {}); },
      [&](sync::Engine& engine) { SyncChanged(engine); });
  ExpectLinked("0", "0");
}

TEST_F(LinkRace, AComparisonDoesNotBringBackWhatIsParted) {
  MakeDiffer();
  BetweenAnswerAndUse transport("deals/contacts", 2);
  PartDuring(transport, CompareDeals, [&](sync::Engine& engine) { SyncChanged(engine); });
  ExpectLinked("0", "0");
}

TEST_F(LinkRace, ASweepDoesNotBringBackWhatAComparisonRemoved) {
  BetweenAnswerAndUse transport("deals/contacts", 1);
  PartDuring(transport, SweepDeals, CompareDeals);
  ExpectLinked("0", "1");
}

TEST_F(LinkRace, AComparisonDoesNotBringBackWhatASweepRemoved) {
  MakeDiffer();
  BetweenAnswerAndUse transport("deals/contacts", 2);
  PartDuring(transport, CompareDeals, SweepDeals);
  ExpectLinked("0", "1");
}

TEST_F(LinkRace, ABackgroundComparisonLeavesAFirstSweepToItself) {
  connector_->Execute("UPDATE hubspot_sync_passes SET finished_ms = 0 WHERE pass = 'links 0-1'");
  http::CurlTransport transport({.allow_plain_http = true});
  WithEngine(transport, [](sync::Engine& engine) {
    EXPECT_EQ(engine.Verify("deals", {.repair = true, .background = true}, {}).links_compared, 0);
    engine.SyncAssociations({"deals"}, {});
    EXPECT_GT(engine.Verify("deals", {.repair = true, .background = true}, {}).links_compared, 0);
  });
}

TEST_F(LinkRace, ABackgroundComparisonGoesOnBehindTheRecordThatItKept) {
  connector_->Execute(
      "INSERT INTO hubspot_sync_passes SELECT object_type, 'verify_place', started_ms, 0, '" + deal_ +
      R"(', 9, '{"archived": true, "last_id": "", "leaving": [], "links_to": "0-1", "counts": {"compared": 7,)" +
      R"( "repaired": 0, "set_aside": 0, "links_compared": 1000}}', UTC_TIMESTAMP() FROM hubspot_sync_passes )" +
      "WHERE object_type = 'deals' AND pass = 'links 0-1'");
  http::CurlTransport transport({.allow_plain_http = true});
  WithEngine(transport, [&](sync::Engine& engine) {
    const sync::VerifyResult result = engine.Verify("deals", {.repair = true, .background = true}, {});
    EXPECT_EQ(result.compared, 7);
    EXPECT_EQ(std::to_string(result.links_compared),
              Value("SELECT 1000 + COUNT(*) FROM hubspot_associations WHERE from_object_type_id = '0-3' AND "
                    "to_object_type_id IN ('0-1', '0-3') AND (to_object_type_id = '0-3' OR from_id > '" +
                    deal_ + "')"));
  });
}

}  // namespace
}  // namespace hm::test
