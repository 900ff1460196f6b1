#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <map>

#include "cli/ask.h"
#include "cli/commands.h"
#include "cli/grants.h"
#include "cli/services.h"

namespace hm::cli {
namespace {

constexpr int kTriesPerRequest = 2;
// In the order of the file. Values that the environment already gives are kept out of it.
constexpr const char* kWritten[] = {"HUBSPOT_API_KEY", "DB_HOST",     "DB_PORT",
                                    "DB_USER",         "DB_PASSWORD", "DB_NAME"};

void PrintProblem(const Error& error) {
  fmt::print("  {}\n", error.Coded());
  if (!error.hint().empty()) {
    fmt::print("  -> {}\n", error.hint());
  }
}

// The token, once HubSpot has taken it.
void AskToken(config::Sources& answers) {
  while (true) {
    answers.flags["HUBSPOT_API_KEY"] = AskHidden("HubSpot service key or private-app token");
    try {
      const config::Settings settings = config::Load(answers).settings;
      config::RequireHubSpot(settings);
      HubSpot hubspot(settings, kTriesPerRequest);
      const hubspot::AccountDetails account = hubspot.client.GetAccountDetails({});
      fmt::print("  ok: account {} ({})\n", account.portal_id, account.account_type);
      return;
    } catch (const Error& e) {
      // A key that may not read the account's details is one, too.
      if (e.kind() == ErrorKind::kScope) {
        fmt::print("  ok: HubSpot takes it\n");
        return;
      }
      PrintProblem(e);
    }
  }
}

void PrintSetUp(const config::Settings& settings) {
  fmt::print("\nAll that the connector needs, for an administrator of the database to run:\n\n");
  for (const std::string& statement : SetUpStatements(settings)) {
    fmt::print("  {}\n", statement);
  }
  fmt::print("\n");
}

// Asks again until the answer is one that the setting takes.
void AskSetting(config::Sources& answers, const std::string& name, const char* question,
                std::string& fallback) {
  while (true) {
    answers.flags[name] = Ask(question, fallback);
    try {
      config::Load(answers);
      fallback = answers.flags[name];
      return;
    } catch (const Error& e) {
      PrintProblem(e);
    }
  }
}

bool NamesAPort(const std::string& host) { return host.find(':') != std::string::npos; }

void AskDatabase(config::Sources& answers) {
  std::map<std::string, std::string> fallback{
      {"DB_HOST", "localhost"}, {"DB_PORT", "3306"}, {"DB_NAME", "hubspot"}, {"DB_USER", "hubspot"}};
  while (true) {
    for (const auto& [name, question] : {std::pair{"DB_HOST", "Database host"},
                                         {"DB_PORT", "Port"},
                                         {"DB_NAME", "Database"},
                                         {"DB_USER", "User"}}) {
      if (std::string_view(name) == "DB_PORT" && NamesAPort(fallback["DB_HOST"])) {
        answers.flags[name] = fallback[name];
      } else {
        AskSetting(answers, name, question, fallback[name]);
      }
    }
    answers.flags["DB_PASSWORD"] = AskHidden("Password");
    try {
      const config::Settings settings = config::Load(answers).settings;
      PrintSetUp(settings);
      const mariadb::Connection connection(DatabaseOptions(settings));
      fmt::print("  ok: {} at {}\n", connection.server().version, connection.address());
      return;
    } catch (const Error& e) {
      PrintProblem(e);
      if (AskYesNo("Write the settings all the same, and mend this later?", false)) {
        return;
      }
    }
  }
}

// As ParseDotenv reads it.
std::string QuotedValue(const std::string& value) {
  std::string out = "\"";
  for (const char c : value) {
    out += c == '"' || c == '\\' ? "\\" : "";
    out += c;
  }
  return out + '"';
}

[[noreturn]] void CannotWrite(const std::string& path) {
  throw Error(ErrorKind::kConfig, ErrorCode::kUnreadableFile, fmt::format("cannot write {}", path),
              "check that its directory exists and can be written");
}

// For the owner alone from its first byte on, and whole or not at all.
void WriteEnvFile(const std::string& path, const std::map<std::string, std::string>& values) {
  std::string text = "# Settings of hubspot-mariadb, written by its command init; keep it secret.\n";
  for (const char* name : kWritten) {
    text += fmt::format("{}={}\n", name, QuotedValue(values.at(name)));
  }
  const std::string fresh = path + ".new";
  unlink(fresh.c_str());
  const int fd = open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (fd < 0) {
    CannotWrite(path);
  }
  const bool written =
      write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
  close(fd);
  if (!written || rename(fresh.c_str(), path.c_str()) != 0) {
    unlink(fresh.c_str());
    CannotWrite(path);
  }
}

}  // namespace

ExitCode Init(const config::Sources& sources) {
  if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0) {
    throw Error(ErrorKind::kConfig, ErrorCode::kNoTerminal, "init asks for secrets, and this is no terminal",
                "run it in a terminal, or copy .env.example to .env and fill it in");
  }
  const std::string path = sources.env_file.value_or("./.env");
  if (access(path.c_str(), F_OK) == 0 && !AskYesNo(fmt::format("{} exists. Replace it?", path), false)) {
    fmt::print("nothing was changed\n");
    return kDone;
  }
  config::Sources answers = sources;
  answers.env_file = "/dev/null";
  AskToken(answers);
  AskDatabase(answers);
  WriteEnvFile(path, answers.flags);
  fmt::print("\n{} is written, for you alone to read. Next:\n\n", path);
  const char* const program = program_invocation_name;  // as it was typed, so that it works when pasted
  const std::string flag = sources.env_file ? fmt::format(" --env-file {}", path) : "";
  fmt::print(
      "  {0} check{1}    # is everything right?\n  {0} sync{1}     # the first sync\n"
      "  {0} run{1}      # keeps it up to date\n",
      program, flag);
  return kDone;
}

}  // namespace hm::cli
