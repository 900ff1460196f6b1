// What `status` prints, as it stands on terminals of 80 and 120 columns.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "cli/status_text.h"

namespace hm::cli {
namespace {

constexpr std::int64_t kNow = 1'795'530'600'000;  // 2026-11-24 14:30:00 UTC
constexpr Millis kInterval{900'000};

sync::ObjectStatus Synced(const std::string& object, std::int64_t rows, std::int64_t age_ms) {
  sync::ObjectStatus o{.object = object, .state = "success"};
  o.rows = rows;
  o.archived = 17;
  o.complete_until = kNow - age_ms;
  o.last_sync = "2026-11-24 14:29:03";
  o.records_synced = 12;
  o.per_second = 830.4;
  return o;
}

sync::Status Healthy() {
  sync::Status status;
  status.portal = "4321987";
  status.objects = {Synced("contacts", 1'120'345, 42'000), Synced("line_items", 9'001, 600'000),
                    Synced("pipelines", 2, 42'000)};
  status.objects[0].verified_at = kNow - 3 * 3'600'000;
  status.objects[0].verify_details = R"({"found":2,"repaired":2})";
  status.writer = "pid 4711 on db1, since 2026-11-24 08:00:00 UTC";
  status.daily_limit = 650'000;
  status.daily_remaining = 611'202;
  return status;
}

std::string Shown(const sync::Status& status, std::size_t width) {
  std::string text = StatusText(status, {kNow, kInterval, width});
  std::istringstream lines(text);
  for (std::string line; width > 0 && std::getline(lines, line);) {
    EXPECT_LE(line.size(), width) << line;
  }
  EXPECT_TRUE(std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= ' ' && c < 0x7f); }))
      << "plain characters, for any locale and screen reader";
  return text;
}

TEST(StatusText, StandsOnEightyColumns) {
  EXPECT_EQ(Shown(Healthy(), 80),
            R"(The mirror is fresh and complete.

object      state       rows  complete up to (UTC)  that is     verified
contacts    success  1120345  2026-11-24 14:29:18   42 s ago    equal 3 h ago
line_items  success     9001  2026-11-24 14:20:00   10 min ago  never
pipelines   success        2  2026-11-24 14:29:18   42 s ago    -

writer: pid 4711 on db1, since 2026-11-24 08:00:00 UTC
HubSpot account: 4321987
HubSpot requests left today: 611202 of 650000 (as of the last sync)
)");
}

TEST(StatusText, TellsMoreOnATerminalOf120) {
  EXPECT_EQ(Shown(Healthy(), 120),
            R"(The mirror is fresh and complete.

object      state       rows  archived  complete up to (UTC)  that is     written  read/s  verified
contacts    success  1120345        17  2026-11-24 14:29:18   42 s ago         12     830  equal 3 h ago
line_items  success     9001        17  2026-11-24 14:20:00   10 min ago       12     830  never
pipelines   success        2        17  2026-11-24 14:29:18   42 s ago         12     830  -

writer: pid 4711 on db1, since 2026-11-24 08:00:00 UTC
HubSpot account: 4321987
HubSpot requests left today: 611202 of 650000 (as of the last sync)
)");
}

TEST(StatusText, BreaksWhatIsWrongAtWords) {
  sync::Status status = Healthy();
  status.objects[1].state = "failed";
  status.objects[1].error =
      "GET api.hubapi.com/crm/properties/2026-09/line_items: the token lacks a scope; one of these is "
      "required: crm.objects.line_items.read [HM2003] (add the scope to the key in HubSpot: "
      "crm.objects.line_items.read)";
  status.objects[0].set_aside = 3;
  const std::string text = Shown(status, 80);
  EXPECT_TRUE(text.starts_with("The last sync of line_items failed; what is in the tables stays as it was."))
      << text;
  EXPECT_NE(text.find(R"(
contacts: 3 records are set aside; hubspot_quarantine says why

line_items: GET api.hubapi.com/crm/properties/2026-09/line_items: the token
  lacks a scope; one of these is required: crm.objects.line_items.read [HM2003]
  (add the scope to the key in HubSpot: crm.objects.line_items.read)
)"),
            std::string::npos)
      << text;
}

TEST(StatusText, LeavesNothingOutWhereNobodyLooks) {
  EXPECT_NE(Shown(Healthy(), 0).find("2026-11-24 14:29:03"), std::string::npos);
}

struct VerdictCase {
  const char* begins;
  void (*change)(sync::Status&);
};

TEST(StatusText, AnswersInASentence) {
  const VerdictCase cases[] = {
      {"The mirror is fresh and complete.", [](sync::Status&) {}},
      {"The mirror is fresh and complete.",
       [](sync::Status& s) { s.objects[0].complete_until = kNow - 2'700'000; }},
      {"Behind: contacts. A sync is due every 15 min.",
       [](sync::Status& s) { s.objects[0].complete_until = kNow - 2'700'001; }},
      {"The first load of contacts and pipelines is not through yet.",
       [](sync::Status& s) {
         for (const std::size_t i : {0U, 2U}) {
           s.objects[i].complete_until.reset();
           s.objects[i].state = "running";
         }
       }},
      {"The first load of contacts is not through yet; `hubspot-mariadb sync`, or `run`,",
       [](sync::Status& s) {
         s.objects[0].complete_until.reset();
         s.objects[0].state = "running";
         s.writer.reset();
       }},
      {"Never synced yet: pipelines.",
       [](sync::Status& s) { s.objects[2] = {.object = "pipelines", .state = "never"}; }},
      {"Nothing has been synced yet.",
       [](sync::Status& s) {
         for (auto& o : s.objects) o = {.object = o.object, .state = "never"};
       }},
      {"The last sync of a, b and 3 more failed",
       [](sync::Status& s) {
         s.objects.clear();
         for (const char* name : {"a", "b", "c", "d", "e"}) {
           s.objects.push_back({.object = name, .state = "failed"});
         }
       }},
  };
  for (const VerdictCase& c : cases) {
    sync::Status status = Healthy();
    c.change(status);
    const std::string text = Shown(status, 80);
    EXPECT_TRUE(text.starts_with(c.begins)) << c.begins << "\n" << text;
  }
}

}  // namespace
}  // namespace hm::cli
