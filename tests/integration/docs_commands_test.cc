// The commands and statements of README.md and docs/*.md do what they say: each is taken out of the text and
// run, as the user and in the database that the README makes. What cannot run in a test stands below, with
// the reason.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include "support/await.h"
#include "support/connector.h"

namespace hm::test {
namespace {

struct NotRun {
  const char* begins;
  const char* why;
};

constexpr NotRun kNotRun[] = {
    {"make ", "builds; the tests run inside such a build"},
    {"sudo ", "changes the machine; tests/package.sh unpacks and runs the package"},
    {"systemctl ", "needs the installed service; service_test.cc plays systemd"},
    {"cd web", "needs Node; web/test/run.sh builds the page"},
    {"npm ", "needs Node; web/test/run.sh builds the page"},
    {"hubspot-mariadb init", "needs a terminal; init_test.cc has one"},
    {"hubspot-mariadb completion fish | source", "needs fish"},
};

// Ended by a signal, with 0.
bool GoesOn(const std::string& command) {
  return command.starts_with("hubspot-mariadb run") || command.ends_with("--watch");
}

struct Document {
  std::string name;
  std::vector<std::string> commands;    // of shell blocks, then those within sentences
  std::vector<std::string> statements;  // of SQL blocks
};

std::string Trimmed(std::string text) {
  text.erase(0, text.find_first_not_of(" \n"));
  text.erase(text.find_last_not_of(" \n") + 1);
  return text;
}

// As typed on a machine where it is installed, with a name for each placeholder.
std::string Typed(std::string command) {
  command = std::regex_replace(command, std::regex("  +#.*"), "");
  command = std::regex_replace(command, std::regex("build/release/hubspot-mariadb"), "hubspot-mariadb");
  command = std::regex_replace(command, std::regex("\\s+"), " ");
  command = std::regex_replace(command, std::regex("COMMAND( \\[FLAGS\\])?"), "check");
  return Trimmed(std::regex_replace(command, std::regex("\\bNAME\\b"), "contacts"));
}

Document ReadDocument(const std::filesystem::path& path) {
  std::ifstream in(path);
  Document document{path.filename(), {}, {}};
  std::string prose;
  std::string sql;
  bool fenced = false;
  std::string language;
  for (std::string line; std::getline(in, line);) {
    const std::string text = Trimmed(line);
    if (text.starts_with("```")) {
      fenced = !fenced;
      language = text.substr(3);
    } else if (!fenced) {
      prose += line + "\n";
    } else if (language == "sql") {
      sql += line + "\n";
    } else if (language.empty() && !text.empty()) {
      document.commands.push_back(Typed(text));
    }
  }
  std::istringstream statements(sql);
  for (std::string statement; std::getline(statements, statement, ';');) {
    if (!Trimmed(statement).empty()) document.statements.push_back(Trimmed(statement));
  }
  const std::regex span("`((build/release/)?hubspot-mariadb [^`]*)`");
  for (std::sregex_iterator at(prose.begin(), prose.end(), span), end; at != end; ++at) {
    document.commands.push_back(Typed((*at)[1]));
  }
  return document;
}

std::vector<Document> Documents() {
  std::vector<Document> documents{ReadDocument(SOURCE_DIR "/README.md")};
  std::set<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/docs")) {
    // recipes_test.cc fills in what each tool does, and compares the results.
    const bool elsewhere = entry.path().filename() == "recipes.md";
    if (entry.path().extension() == ".md" && !elsewhere) paths.insert(entry.path());
  }
  for (const auto& path : paths) documents.push_back(ReadDocument(path));
  return documents;
}

bool Reads(const std::string& statement) { return statement.starts_with("SELECT"); }

class DocsCommands : public testing::Test {
 protected:
  // The database and the user that the document makes, or as the README does.
  void MakeDatabase(const std::vector<std::string>& statements) {
    mariadb::Connection root(server_.OptionsFor(""));
    root.Execute("DROP DATABASE IF EXISTS hubspot");
    root.Execute("DROP USER IF EXISTS hubspot@localhost");
    for (const std::string& statement : statements) {
      if (!Reads(statement)) root.Execute(statement);
    }
  }
  void RunStatements(const Document& document) {
    mariadb::ConnectionOptions options = server_.OptionsFor("hubspot");
    options.user = "hubspot";
    options.password = Secret("choose-one");
    mariadb::Connection connection(options);
    for (const std::string& statement : document.statements) {
      if (Reads(statement)) {
        EXPECT_NO_THROW(EXPECT_TRUE(connection.Query(statement).Next())) << document.name << "\n"
                                                                         << statement;
      }
    }
  }
  void RunCommand(const std::string& command) {
    if (!done_.insert(command).second || LeftOut(command)) return;
    if (!GoesOn(command)) {
      const RunResult run = test::Run({"bash", "-c", command}, Settings());
      EXPECT_EQ(run.exit_code, 0) << command << "\n" << run.out << run.err;
      EXPECT_THAT(run.out, testing::Not(testing::HasSubstr("warning  "))) << command;
      return;
    }
    Process process({"bash", "-c", "exec " + command}, Settings());
    EXPECT_TRUE(Await([&] { return !process.Running() || !process.Out().empty() || Holds(process.pid()); }))
        << command;
    process.Signal(SIGTERM);
    EXPECT_EQ(process.Wait(std::chrono::seconds{30}), 0) << command << "\n" << process.Err();
  }
  static bool LeftOut(const std::string& command) {
    return std::ranges::any_of(kNotRun, [&](const NotRun& one) { return command.starts_with(one.begins); });
  }
  bool Holds(pid_t pid) {
    mariadb::Connection root(server_.OptionsFor("hubspot"));
    return root.Query(fmt::format("SELECT 1 FROM hubspot_lease WHERE holder LIKE 'pid {} %'", pid)).Next();
  }
  Environment Settings() const {
    return {{"PATH", BinaryDir() + ":/usr/bin:/bin"},
            {"HUBSPOT_API_KEY", Simulator::Token()},
            {"HUBSPOT_BASE_URL", hubspot_.url()},
            {"DB_SOCKET", server_.socket()},
            {"DB_USER", "hubspot"},
            {"DB_PASSWORD", "choose-one"},
            {"DB_NAME", "hubspot"}};
  }

  MariadbServer server_;
  const Simulator hubspot_{BinaryDir(),
                           {"--profile", "small", "--contacts", "120", "--deals", "30", "--no-limits"}};
  std::set<std::string> done_;
};

TEST_F(DocsCommands, DoWhatTheySay) {
  std::vector<Document> documents = Documents();
  // Its statements need HISTORY; history_queries_test.cc runs them.
  std::erase_if(documents, [](const Document& document) { return document.name == "history.md"; });
  const std::vector<std::string>& readme = documents.front().statements;
  int commands = 0;
  for (const Document& document : documents) {
    const bool makes = std::ranges::any_of(
        document.statements, [](const std::string& s) { return s.starts_with("CREATE DATABASE"); });
    if (document.commands.empty() && document.statements.empty()) continue;
    MakeDatabase(makes ? document.statements : readme);
    if (&document != &documents.front()) {
      ASSERT_EQ(test::Run({"bash", "-c", "hubspot-mariadb sync"}, Settings()).exit_code, 0) << document.name;
    }
    for (const std::string& command : document.commands) {
      RunCommand(command);
      ++commands;
    }
    RunStatements(document);
  }
  EXPECT_GT(commands, 40) << "the texts' form has changed: nothing was found to run";
  for (const NotRun& one : kNotRun) {
    EXPECT_TRUE(std::ranges::any_of(done_, [&](const std::string& c) { return c.starts_with(one.begins); }))
        << one.begins << ": no text has it any more";
  }
}

}  // namespace
}  // namespace hm::test
