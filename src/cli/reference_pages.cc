#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>

#include "cli/exit_code.h"
#include "cli/reference.h"
#include "config/settings.h"

namespace hm::cli {
namespace {

// Text as troff takes it: no escapes of its own, no hyphens that break copying, no line that is a request.
std::string Troff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool starts_line = out.empty() || out.back() == '\n';
    if (starts_line && (c == '.' || c == '\'')) {
      out += "\\&";
    }
    out += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
  }
  return out;
}

void AddManFlags(std::string& out, const std::vector<FlagEntry>& flags) {
  for (const FlagEntry& flag : flags) {
    const std::string value = flag.takes.empty() ? "" : fmt::format(" \\fI{}\\fR", Troff(flag.takes));
    out += fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", Troff(fmt::format("{}", fmt::join(flag.names, ", "))),
                       value, Troff(flag.meaning));
  }
}

// All but --help, which every command has.
std::vector<FlagEntry> FlagsOfItsOwn(const CommandEntry& command) {
  std::vector<FlagEntry> flags = command.flags;
  std::erase_if(flags, [](const FlagEntry& flag) { return flag.names.back() == "--help"; });
  return flags;
}

void AddManCommand(std::string& out, const CommandEntry& command, const std::string& prefix) {
  const std::string name = prefix + command.name;
  std::string arguments;
  for (const FlagEntry& argument : command.arguments) {
    arguments += " " + argument.takes;
  }
  out += fmt::format(".SS {}{}\n{}\n", Troff(name), Troff(arguments), Troff(command.meaning));
  AddManFlags(out, FlagsOfItsOwn(command));
  if (!command.examples.empty()) {
    out += fmt::format(".PP\nExamples:\n.PP\n.nf\n.RS\n{}\n.RE\n.fi\n",
                       Troff(fmt::format("{}", fmt::join(command.examples, "\n"))));
  }
  for (const CommandEntry& inner : command.commands) {
    AddManCommand(out, inner, name + " ");
  }
}

void AddManEnvironment(std::string& out) {
  out +=
      ".SH ENVIRONMENT\nEvery setting, by its name; a flag wins over it, and it wins over the file "
      ".env.\nEach but the secrets is a flag too: DB_HOST is \\fB\\-\\-db\\-host\\fR.\n";
  for (const config::Row& row : config::Rows()) {
    out += fmt::format(".TP\n\\fB{}\\fR", Troff(row.name));
    out += row.alias.empty() ? "" : fmt::format(", \\fB{}\\fR", Troff(row.alias));
    out += row.secret ? fmt::format(", or the file named by \\fB{}_FILE\\fR", Troff(row.name)) : "";
    out += fmt::format("\n{}", Troff(row.meaning));
    out += row.default_value.empty() ? "\n" : fmt::format(" [{}]\n", Troff(row.default_value));
  }
}

// "  2  usage" to a tagged paragraph.
void AddManExitCodes(std::string& out) {
  out += ".SH EXIT STATUS\n";
  std::string_view lines = kExitCodesHelp;
  lines.remove_prefix(lines.find('\n') + 1);
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(line.size() + 1);
    out += fmt::format(".TP\n\\fB{}\\fR\n{}\n", line[2], Troff(line.substr(5)));
  }
}

std::string Cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '|' ? "\\|" : std::string(1, c);
  }
  return out;
}

void AddPageFlags(std::string& out, const std::vector<FlagEntry>& flags) {
  if (flags.empty()) {
    return;
  }
  out += "\n| flag | meaning |\n|---|---|\n";
  for (const FlagEntry& flag : flags) {
    out += fmt::format("| `{}{}` | {} |\n", fmt::join(flag.names, "`, `"),
                       flag.takes.empty() ? "" : " " + Cell(flag.takes), Cell(flag.meaning));
  }
}

void AddPageCommand(std::string& out, const CommandEntry& command, const std::string& prefix) {
  const std::string name = prefix + command.name;
  out += fmt::format("\n## {}\n\n{}.\n", name, command.meaning);
  if (!command.examples.empty()) {
    out += fmt::format("\n```\n{}\n```\n", fmt::join(command.examples, "\n"));
  }
  AddPageFlags(out, command.arguments);
  AddPageFlags(out, FlagsOfItsOwn(command));
  for (const CommandEntry& inner : command.commands) {
    AddPageCommand(out, inner, name + " ");
  }
}

}  // namespace

std::string ManPage(const CommandEntry& program) {
  std::string out = ".TH HUBSPOT\\-MARIADB 1 \"\" \"hubspot\\-mariadb\" \"User Commands\"\n.SH NAME\n";
  out += "hubspot\\-mariadb \\- keeps a MariaDB database an exact mirror of a HubSpot CRM\n";
  out += ".SH SYNOPSIS\n.B hubspot\\-mariadb\n.I COMMAND\n.RI [ FLAGS ]\n.SH DESCRIPTION\n";
  out += Troff(program.meaning) + "\nData goes to standard output, logs to standard error.\n.SH COMMANDS\n";
  for (const CommandEntry& command : program.commands) {
    AddManCommand(out, command, "");
  }
  out += ".SH OPTIONS\n";
  AddManFlags(out, program.flags);
  AddManEnvironment(out);
  AddManExitCodes(out);
  out +=
      ".SH FILES\n.TP\n.I .env\nsettings, one NAME=value a line; \\fB\\-\\-env\\-file\\fR names another.\n";
  out += ".SH SEE ALSO\n.BR mariadb (1),\n/usr/share/doc/hubspot\\-mariadb\n";
  return out;
}

std::string CommandsPage(const CommandEntry& program) {
  std::string out = "| command | does |\n|---|---|\n";
  for (const CommandEntry& command : program.commands) {
    out += fmt::format("| [`{0}`](#{0}) | {1} |\n", command.name, Cell(command.meaning));
  }
  for (const CommandEntry& command : program.commands) {
    AddPageCommand(out, command, "");
  }
  return out;
}

}  // namespace hm::cli
