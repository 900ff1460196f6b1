// The live lines of a sync on a terminal: what is drawn fits it, and nothing of it stays behind.
#include <algorithm>
#include <sstream>

#include "support/account.h"
#include "support/terminal.h"

namespace hm::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ProgressOnTerminal : public SmallAccount {
 protected:
  void SetUp() override { Open({"--contacts", "1500", "--deals", "1200"}); }

  // So that a sync lasts long enough for a line to be drawn.
  void Slow() const {
    for (const char* route : {"list/contacts", "list/deals"}) {
      Fault({{"route", route}, {"kind", "delay"}, {"ms", 1500}, {"nth", 4}, {"times", 2}});
    }
  }
  // All that a first sync shows.
  std::string Shown(Environment env, Terminal::Size size) {
    env.emplace("TERM", "xterm");
    Terminal terminal({BinaryDir() + "/hubspot-mariadb", "sync"}, connector_->Settings(env), "/", size);
    EXPECT_EQ(terminal.ExitCode(), 0) << terminal.shown();
    return terminal.shown();
  }
};

std::size_t CharactersOf(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// The lines with a progress of an object, without control sequences.
std::vector<std::string> LiveLinesOf(const std::string& shown) {
  std::vector<std::string> lines;
  std::string text = shown;
  for (const char* sequence : {"\x1b[A", "\x1b[J"}) {
    for (std::size_t at = text.find(sequence); at != std::string::npos; at = text.find(sequence)) {
      text.replace(at, 3, "\n");
    }
  }
  std::replace(text.begin(), text.end(), '\r', '\n');
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("contacts    ") || line.starts_with("deals       ")) {
      if (line.find(" of ") != std::string::npos) lines.push_back(line);
    }
  }
  return lines;
}

TEST_F(ProgressOnTerminal, DrawsALineAnObjectAndTakesItAway) {
  Slow();
  const std::string shown = Shown({{"LC_ALL", "C.UTF-8"}}, {100, 24});
  const std::vector<std::string> lines = LiveLinesOf(shown);
  ASSERT_FALSE(lines.empty()) << shown;
  EXPECT_THAT(lines.front(), AllOf(HasSubstr("░"), HasSubstr(" %"), HasSubstr("/s"))) << shown;
  // The table at the end stands where the lines stood: the last thing drawn is their erasure.
  const auto erased = shown.rfind("\x1b[J");
  ASSERT_NE(erased, std::string::npos);
  EXPECT_TRUE(LiveLinesOf(shown.substr(erased)).empty()) << shown;
  EXPECT_THAT(shown, Not(HasSubstr("\x1b[3"))) << "no colours";
}

TEST_F(ProgressOnTerminal, FitsANarrowTerminalInPlainCharacters) {
  Slow();
  const std::string shown = Shown({{"LC_ALL", "C"}}, {44, 24});
  const std::vector<std::string> lines = LiveLinesOf(shown);
  ASSERT_FALSE(lines.empty()) << shown;
  for (const std::string& line : lines) {
    EXPECT_LT(CharactersOf(line), 44U) << line;
    EXPECT_TRUE(line.ends_with("%") || line.ends_with("/s") || line.ends_with("left")) << "cut: " << line;
    EXPECT_THAT(line, AllOf(Not(HasSubstr("█")), Not(HasSubstr("░"))));
  }
}

// A terminal that becomes narrower breaks the lines that stand there into several rows.
TEST_F(ProgressOnTerminal, TakesAwayWhatANarrowerTerminalHasBroken) {
  Fault({{"route", "list/contacts"}, {"kind", "delay"}, {"ms", 2500}, {"nth", 4}, {"times", 2}});
  Terminal terminal({BinaryDir() + "/hubspot-mariadb", "sync", "--objects", "contacts"},
                    connector_->Settings({{"TERM", "xterm"}, {"LC_ALL", "C"}}), "/", {100, 24});
  ASSERT_TRUE(terminal.Shows("contacts    ") && terminal.Shows("/s")) << terminal.shown();
  terminal.Resize({24, 24});
  EXPECT_EQ(terminal.ExitCode(), 0) << terminal.shown();
  // What was drawn at full width last, and what takes it away.
  const std::string& shown = terminal.shown();
  const std::size_t end = shown.find("\r\x1b[A");
  ASSERT_NE(end, std::string::npos) << shown;
  const std::size_t line = end - std::max(shown.rfind('\n', end) + 1, shown.rfind("\x1b[J", end) + 3);
  const std::string erasure = shown.substr(end, shown.find("\x1b[J", end) - end);
  EXPECT_EQ(erasure.size(), 1 + 3 * ((line + 23) / 24 - 1)) << shown;
}

TEST_F(ProgressOnTerminal, DrawsNothingLiveOnADumbOne) {
  const std::string shown = Shown({{"TERM", "dumb"}}, {80, 24});
  EXPECT_THAT(shown, AllOf(Not(HasSubstr("\x1b")), HasSubstr("sync done")));
}

}  // namespace
}  // namespace hm::test
