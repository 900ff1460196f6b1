// What the command line offers, and the texts made of it: the man page, docs/commands.md and the shells'
// completions. Read from its one definition, the CLI11 app (help_text.h). Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hm::cli {

struct FlagEntry {
  std::vector<std::string> names;  // "-h", "--help"; "SHELL" for an argument without a flag
  std::string takes;               // "VALUE", "FILE", "soft|hard"; empty for a switch
  std::string meaning;

  bool TakesFile() const { return takes == "FILE"; }
  // "soft" and "hard"; empty when any value goes.
  std::vector<std::string> Choices() const;
};

struct CommandEntry {
  std::string name;
  std::string meaning;
  std::vector<FlagEntry> arguments;
  std::vector<FlagEntry> flags;
  std::vector<FlagEntry> settings;  // flags that every command takes; with the program alone
  std::vector<CommandEntry> commands;
  std::vector<std::string> examples;  // without the prompt
};

std::string ManPage(const CommandEntry& program);
// The body of docs/commands.md.
std::string CommandsPage(const CommandEntry& program);

std::string BashCompletion(const CommandEntry& program);
std::string ZshCompletion(const CommandEntry& program);
std::string FishCompletion(const CommandEntry& program);

}  // namespace hm::cli
