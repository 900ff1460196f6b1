#include "cli/help_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/exit_code.h"

namespace hm::cli {
namespace {

constexpr std::size_t kHelpWidth = 80;
constexpr std::size_t kMeaningColumn = 28;

std::vector<std::string> Split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = text.find(at); end != std::string::npos; end = text.find(at, begin)) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  if (begin < text.size()) {
    parts.push_back(text.substr(begin));
  }
  return parts;
}

FlagEntry DescribeFlag(const CLI::Option& option) {
  FlagEntry flag;
  for (const std::string& name : option.get_snames()) {
    flag.names.push_back("-" + name);
  }
  for (const std::string& name : option.get_lnames()) {
    flag.names.push_back("--" + name);
  }
  if (option.get_positional()) {
    flag.names.push_back(option.get_name());
  }
  flag.takes = option.get_items_expected_max() == 0 ? "" : option.get_type_name();
  flag.meaning = option.get_description();
  return flag;
}

std::string NamesAndValue(const FlagEntry& flag) {
  return flag.takes.empty() ? fmt::format("{}", fmt::join(flag.names, ", "))
                            : fmt::format("{} {}", fmt::join(flag.names, ", "), flag.takes);
}

void AddRow(std::string& out, const std::string& left, const std::string& meaning) {
  const std::string head = "  " + left;
  out += head;
  out += head.size() + 2 > kMeaningColumn ? "\n" + std::string(kMeaningColumn, ' ')
                                          : std::string(kMeaningColumn - head.size(), ' ');
  out += Wrap(meaning, kHelpWidth - kMeaningColumn, kMeaningColumn) + "\n";
}

void AddFlags(std::string& out, std::string_view heading, const std::vector<FlagEntry>& flags) {
  if (flags.empty()) {
    return;
  }
  out += fmt::format("\n{}:\n", heading);
  for (const FlagEntry& flag : flags) {
    AddRow(out, NamesAndValue(flag), flag.meaning);
  }
}

std::string Usage(const CommandEntry& entry, const std::string& name) {
  std::string usage = "Usage: " + name;
  usage += entry.commands.empty() ? "" : " COMMAND";
  for (const FlagEntry& argument : entry.arguments) {
    usage += " " + argument.takes;
  }
  return usage + " [FLAGS]\n";
}

std::string Help(const CommandEntry& entry, const std::string& name) {
  std::string out = Wrap(entry.meaning, kHelpWidth, 0) + "\n\n" + Usage(entry, name);
  if (!entry.commands.empty()) {
    out += "\nCommands:\n";
    for (const CommandEntry& command : entry.commands) {
      AddRow(out, command.name, command.meaning);
    }
  }
  if (!entry.examples.empty()) {
    out += fmt::format("\nExamples:\n  {}\n", fmt::join(entry.examples, "\n  "));
  }
  AddFlags(out, "Flags", entry.flags);
  AddFlags(out, "Settings, also as environment variables (DB_HOST) and in .env", entry.settings);
  if (entry.commands.empty()) {
    out += "\nEvery setting is a flag too: hubspot-mariadb --help lists them.\n";
  }
  return out + "\n" + kExitCodesHelp + "\n";
}

}  // namespace

std::vector<std::string> FlagEntry::Choices() const {
  return takes.find('|') == std::string::npos ? std::vector<std::string>{} : Split(takes, '|');
}

CommandEntry DescribeCommands(const CLI::App& app) {
  CommandEntry entry;
  entry.name = app.get_name();
  entry.meaning = app.get_description();
  entry.examples = Split(app.get_footer(), '\n');
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) {
      continue;
    }
    std::vector<FlagEntry>& into = option->get_positional()                ? entry.arguments
                                   : option->get_group() == kSettingsGroup ? entry.settings
                                                                           : entry.flags;
    into.push_back(DescribeFlag(*option));
  }
  for (const CLI::App* command :
       app.get_subcommands([](const CLI::App* c) { return !c->get_group().empty(); })) {
    entry.commands.push_back(DescribeCommands(*command));
  }
  return entry;
}

std::string HelpText::make_help(const CLI::App* app, std::string name, CLI::AppFormatMode /*mode*/) const {
  return Help(DescribeCommands(*app), name);
}

std::string Wrap(std::string_view text, std::size_t width, std::size_t indent) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (column > 0 && column + 1 + word.size() > width) {
      out += "\n" + std::string(indent, ' ');
      column = 0;
    }
    out += column > 0 ? " " : "";
    column += (column > 0 ? 1 : 0) + word.size();
    out += word;
  }
  return out;
}

}  // namespace hm::cli
