#include "cli/app.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <functional>

#include "cli/commands.h"
#include "cli/help_text.h"
#include "cli/usage_error.h"
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

std::string Takes(const config::Row& row) {
  if (!row.choices.empty()) {
    return fmt::format("{}", fmt::join(row.choices, "|"));
  }
  return row.name.starts_with("DB_TLS_") || row.name == "DB_SOCKET" ? "FILE" : "VALUE";
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
          ->type_name(Takes(row))
          ->group(kSettingsGroup);
    }
  }
}

std::optional<std::string> FromEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

void PrintError(const Error& error) {
  fmt::print(stderr, "hubspot-mariadb: {}\n", error.Coded());
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
  CheckFlags check;
  bool dry_run = false;
  std::string shell;
  std::string action;
  std::string object;
  std::function<ExitCode()> command;
};

constexpr const char* kMeaning = "Keeps a MariaDB database an exact mirror of a HubSpot CRM.";
constexpr const char* kName = "hubspot-mariadb";

ExitCode PrintCompletion(const std::string& shell) {
  const CommandEntry program = CommandLine();
  fmt::print("{}", shell == "bash"  ? BashCompletion(program)
                   : shell == "zsh" ? ZshCompletion(program)
                                    : FishCompletion(program));
  return kDone;
}

void AddSync(CLI::App& app, Invocation& in) {
  CLI::App* sync = app.add_subcommand("sync", "one sync of every object, then exit");
  sync->add_option("--objects", in.sync.objects, "only these, by plural names: contacts,deals")
      ->delimiter(',')
      ->type_name("NAMES");
  sync->add_flag("--full", in.sync.full, "read everything again, in place");
  sync->add_flag("--confirm-deletions", in.sync.confirm_deletions, kConfirmDeletions);
  sync->callback([&in] { in.command = [&in] { return Sync(in.sources, in.sync); }; });
  sync->footer(
      "hubspot-mariadb sync\n"
      "hubspot-mariadb sync --objects deals,pipelines\n"
      "hubspot-mariadb sync --full --objects contacts");
}

void AddVerify(CLI::App& app, Invocation& in) {
  CLI::App* verify = app.add_subcommand(
      "verify", "compares every record with HubSpot and lists what is missing, stale, extra or differing");
  verify->add_option("--objects", in.verify.objects, "only these, by plural names: contacts,deals")
      ->delimiter(',')
      ->type_name("NAMES");
  verify->add_flag("--quick", in.verify.quick, "ids and versions only, not the content and the associations");
  verify->add_flag("--repair", in.verify.repair, "mend what differs, each by a fresh read first");
  verify->add_flag("--confirm-deletions", in.verify.confirm_deletions, kConfirmDeletions);
  verify->add_flag("--json", in.verify.json, "as JSON");
  verify->callback([&in] { in.command = [&in] { return Verify(in.sources, in.verify); }; });
  verify->footer(
      "hubspot-mariadb verify\n"
      "hubspot-mariadb verify --quick --objects contacts\n"
      "hubspot-mariadb verify --repair");
}

void AddCheck(CLI::App& app, Invocation& in) {
  CLI::App* check = app.add_subcommand(
      "check", "tells of configuration, database, token and scopes what is right and what is not");
  check->add_flag(
      "--probe", in.check.probe,
      "only find out how HubSpot treats this account: reads, at most 40 requests, and tells nothing "
      "of its records");
  check->add_flag("--json", in.check.json, "as JSON");
  check->callback([&in] { in.command = [&in] { return Check(in.sources, in.check); }; });
  check->footer("hubspot-mariadb check\nhubspot-mariadb check --json\nhubspot-mariadb check --probe");
}

void AddCompletion(CLI::App& app, Invocation& in) {
  CLI::App* completion = app.add_subcommand("completion", "prints what makes a shell complete this program");
  completion->add_option("SHELL", in.shell, "the shell to complete in")
      ->required()
      ->type_name("bash|zsh|fish")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}).description(""));
  completion->callback([&in] { in.command = [&in] { return PrintCompletion(in.shell); }; });
  completion->footer(
      "source <(hubspot-mariadb completion bash)\n"
      "hubspot-mariadb completion fish | source");
}

void AddViews(CLI::App& app, Invocation& in) {
  CLI::App* views =
      app.add_subcommand("views", "prints the statement that makes the typed view of an object");
  views->add_option("ACTION", in.action, "what to do with it")
      ->required()
      ->type_name("sql")
      ->check(CLI::IsMember({"sql"}).description(""));
  views->add_option("OBJECT", in.object, "whose view, by its plural name: contacts")
      ->required()
      ->type_name("NAME");
  views->callback([&in] { in.command = [&in] { return PrintView(in.sources, in.object); }; });
  views->footer("hubspot-mariadb views sql contacts");
}

void AddCommands(CLI::App& app, Invocation& in) {
  app.add_subcommand("init", "asks for token and database, tries both, and writes a .env file")
      ->footer("hubspot-mariadb init\nhubspot-mariadb init --env-file /etc/hubspot-mariadb/settings.env")
      ->callback([&in] { in.command = [&in] { return Init(in.sources); }; });
  app.add_subcommand(
         "run",
         "first sync, then the schedule, until SIGTERM or SIGINT; SIGHUP reads the configuration again")
      ->footer(
          "hubspot-mariadb run\n"
          "hubspot-mariadb run --sync-interval-minutes 5 --log-format json")
      ->callback([&in] { in.command = [&in] { return Run(in.sources); }; });

  AddSync(app, in);

  CLI::App* migrate =
      app.add_subcommand("migrate", "creates or upgrades the tables; run and sync do it by themselves");
  migrate->add_flag("--dry-run", in.dry_run, "print the statements and change nothing");
  migrate->callback([&in] { in.command = [&in] { return Migrate(in.sources, in.dry_run); }; });
  migrate->footer("hubspot-mariadb migrate --dry-run");

  AddCheck(app, in);

  CLI::App* status = app.add_subcommand("status", "is the data fresh and complete? per object");
  status->add_flag("--json", in.status.json, "as JSON");
  status->add_flag("--watch", in.status.watch, "again every two seconds, until Ctrl-C");
  status->callback([&in] { in.command = [&in] { return Status(in.sources, in.status); }; });
  status->footer("hubspot-mariadb status\nhubspot-mariadb status --watch\nhubspot-mariadb status --json");

  AddVerify(app, in);
  AddViews(app, in);
  AddCompletion(app, in);

  for (CLI::App* command : app.get_subcommands({})) {
    command->fallthrough();
  }
}

// All that the command line takes. Both must outlive parsing and the command.
void Define(CLI::App& app, Invocation& in) {
  app.formatter(std::make_shared<HelpText>());
  app.set_help_flag("-h,--help", "print help and exit");
  app.set_version_flag("--version", std::string("hubspot-mariadb ") + HM_VERSION,
                       "print the version and exit");
  app.require_subcommand(1);
  app.footer("hubspot-mariadb check\nhubspot-mariadb sync\nhubspot-mariadb run");
  app.failure_message([](const CLI::App* failed, const CLI::Error& e) {
    return fmt::format("hubspot-mariadb: {} [{}]\n  hubspot-mariadb --help lists commands and flags\n",
                       UsageMessage(*failed, e), CodeName(ErrorCode::kUsage));
  });
  in.sources.environment = FromEnvironment;
  app.add_option("--env-file", in.env_file, "file with settings [./.env, if there is one]")
      ->type_name("FILE");
  AddSettingFlags(app, in.sources);
  AddCommands(app, in);
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

CommandEntry CommandLine() {
  CLI::App app(kMeaning, kName);
  Invocation in;
  Define(app, in);
  return DescribeCommands(app);
}

int Main(int argc, char** argv) {
  KeepMemoryPrivate();
  CLI::App app(kMeaning, kName);
  Invocation in;
  Define(app, in);
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
