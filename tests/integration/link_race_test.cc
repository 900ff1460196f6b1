// Two readings of the same associations at once: the older answer never stays over the newer one.
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
    ExpectLinked("1");
  }
  nlohmann::json Both() const {
    return {{"from", "deals"}, {"fromId", deal_}, {"to", "contacts"}, {"toId", contact_}};
  }
  void ExpectLinked(const std::string& count) const {
    for (const auto& [from, to] : {std::pair(deal_, contact_), std::pair(contact_, deal_)}) {
      EXPECT_EQ(Value("SELECT COUNT(*) FROM hubspot_associations WHERE from_id = '" + from +
                      "' AND to_id = '" + to + "'"),
                count);
    }
  }

  // While `older` waits for the answer that `transport` looks for, the two are parted, and a sync tells of
  // it.
  void PartDuring(BetweenAnswerAndUse& transport, const std::function<void(sync::Engine&)>& older) {
    hubspot::Client client({.base_url = hubspot_->url(), .token = Secret(Simulator::Token())}, transport);
    sync::SyncOptions options{.buffer = Millis{300'000}};
    options.associated = {{{"contacts", "deals"}, "SYNC_OBJECTS"}, Millis{1}};
    sync::Engine engine(client, {.database = connector_->options(), .sync = options});
    engine.Prepare({{"contacts", "deals"}, "SYNC_OBJECTS"}, {});
    bool parted = false;
    transport.then = [&] {
      hubspot_->Delete("/_sim/associations", Both());
      SetRecord("deals", deal_, {{"dealname", "parted"}});
      const sync::Outcome outcome = engine.Sync("deals", {});
      EXPECT_FALSE(outcome.error) << outcome.error->what();
      ExpectLinked("0");
      parted = true;
    };
    older(engine);
    EXPECT_TRUE(parted);
    ExpectLinked("0");
  }

  std::string deal_;
  std::string contact_;
};

TEST_F(LinkRace, ASweepOfTheSameSideDoesNotBringBackWhatIsParted) {
  BetweenAnswerAndUse transport("deals/contacts", 1);
  PartDuring(transport, [](sync::Engine& engine) { engine.SyncAssociations({"deals"}, {}); });
}

TEST_F(LinkRace, ASweepOfTheOtherSideDoesNotBringBackWhatIsParted) {
  BetweenAnswerAndUse transport("contacts/deals", 1);
  PartDuring(transport, [](sync::Engine& engine) { engine.SyncAssociations({"contacts"}, {}); });
}

TEST_F(LinkRace, AComparisonDoesNotBringBackWhatIsParted) {
  // Another difference of the deal, so that it is read a second time.
  connector_->Execute("INSERT INTO hubspot_associations VALUES ('0-3', '" + deal_ +
                      "', '0-1', '1', 3, 'HUBSPOT_DEFINED', NULL, UTC_TIMESTAMP())");
  BetweenAnswerAndUse transport("deals/contacts", 2);
  PartDuring(transport,
             [](sync::Engine& engine) { EXPECT_FALSE(engine.Verify("deals", {.repair = true}, {}).error); });
}

}  // namespace
}  // namespace hm::test
