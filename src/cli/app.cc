#include "cli/app.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <functional>

#include "cli/commands.h"
#include "config/settings.h"

namespace hm::cli {
namespace {

constexpr const char* kConfirmDeletions =
    "believe it when more than 10 % of an object's records are gone from HubSpot";

// DB_HOST becomes --db-host.
std::string FlagName(std::string_view setting) {
  std::string flag = "--";
  for (const char c : setting) {
    flag += c == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return flag;
}

// A secret has no flag: command lines can be read by every user of the machine.
void AddSettingFlags(CLI::App& app, config::Sources& sources) {
  for (const config::Row& row : config::Rows()) {
    if (!row.secret) {
      const std::string name(row.name);
      app.add_option_function<std::string>(
             FlagName(name), [&sources, name](const std::string& value) { sources.flags[name] = value; },
             fmt::format("{}{}", row.meaning,
                         row.default_value.empty() ? "" : fmt::format(" [{}]", row.default_value)))
          ->type_name("")
          ->group("Settings (also as environment variables and in .env)");
    }
  }
}

std::optional<std::string> FromEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

void PrintError(const Error& error) {
  fmt::print(stderr, "hubspot-mariadb: {}\n", error.what());
  if (!error.hint().empty()) {
    fmt::print(stderr, "  {}\n", error.hint());
  }
}

// What the command line asked for.
struct Invocation {
  config::Sources sources;
  std::string env_file;
  SyncFlags sync;
  VerifyFlags verify;
  StatusFlags status;
  bool dry_run = false;
  std::function<ExitCode()> command;
};

void AddCommands(CLI::App& app, Invocation& in) {
  app.add_subcommand(
         "run",
         "first sync, then the schedule, until SIGTERM or SIGINT; SIGHUP reads the configuration again")
      ->callback([&in] { in.command = [&in] { return Run(in.sources); }; });

  CLI::App* sync = app.add_subcommand("sync", "one sync of every object, then exit");
  sync->add_option("--objects", in.sync.objects, "only these, by plural names: contacts,deals")
      ->delimiter(',');
  sync->add_flag("--full", in.sync.full, "read everything again, in place");
  sync->add_flag("--confirm-deletions", in.sync.confirm_deletions, kConfirmDeletions);
  sync->callback([&in] { in.command = [&in] { return Sync(in.sources, in.sync); }; });

  CLI::App* migrate =
      app.add_subcommand("migrate", "creates or upgrades the tables; run and sync do it by themselves");
  migrate->add_flag("--dry-run", in.dry_run, "print the statements and change nothing");
  migrate->callback([&in] { in.command = [&in] { return Migrate(in.sources, in.dry_run); }; });

  app.add_subcommand("check",
                     "tells of configuration, database, token and scopes what is right and what is not")
      ->callback([&in] { in.command = [&in] { return Check(in.sources); }; });

  CLI::App* status = app.add_subcommand("status", "is the data fresh and complete? per object");
  status->add_flag("--json", in.status.json, "as JSON");
  status->add_flag("--watch", in.status.watch, "again every two seconds, until Ctrl-C");
  status->callback([&in] { in.command = [&in] { return Status(in.sources, in.status); }; });

  CLI::App* verify = app.add_subcommand(
      "verify", "compares every record with HubSpot and lists what is missing, stale, extra or differing");
  verify->add_option("--objects", in.verify.objects, "only these, by plural names: contacts,deals")
      ->delimiter(',');
  verify->add_flag("--quick", in.verify.quick, "ids and versions only, not the content");
  verify->add_flag("--repair", in.verify.repair, "mend what differs, each by a fresh read first");
  verify->add_flag("--confirm-deletions", in.verify.confirm_deletions, kConfirmDeletions);
  verify->add_flag("--json", in.verify.json, "as JSON");
  verify->callback([&in] { in.command = [&in] { return Verify(in.sources, in.verify); }; });

  for (CLI::App* command : app.get_subcommands({})) {
    command->fallthrough()->footer(kExitCodesHelp);
  }
}

int Parse(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return -1;
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? kDone : kUsage;
  }
}

// The token and the password are in memory: no core dump, and nothing for other processes of this user to
// read.
void KeepMemoryPrivate() {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  prctl(PR_SET_DUMPABLE, 0);
}

}  // namespace

int Main(int argc, char** argv) {
  KeepMemoryPrivate();
  CLI::App app("Keeps a MariaDB database an exact mirror of a HubSpot CRM.", "hubspot-mariadb");
  app.set_version_flag("--version", std::string("hubspot-mariadb ") + HM_VERSION);
  app.require_subcommand(1);
  app.footer(kExitCodesHelp);
  app.failure_message([](const CLI::App* /*app*/, const CLI::Error& e) {
    return fmt::format("hubspot-mariadb: {}\n  hubspot-mariadb --help lists commands and flags\n", e.what());
  });
  Invocation in;
  in.sources.environment = FromEnvironment;
  app.add_option("--env-file", in.env_file, "file with settings [./.env, if there is one]");
  AddSettingFlags(app, in.sources);
  AddCommands(app, in);
  if (const int code = Parse(app, argc, argv); code >= 0) {
    return code;
  }
  if (!in.env_file.empty()) {
    in.sources.env_file = in.env_file;
  }
  try {
    return in.command();
  } catch (const Error& e) {
    PrintError(e);
    return CodeOf(e);
  } catch (const std::exception& e) {
    PrintError(Error(ErrorKind::kBug, fmt::format("unexpected: {}", e.what()), "please report this"));
    return kObjectFailed;
  }
}

}  // namespace hm::cli
