#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "cli/reference.h"

namespace hm::cli {
namespace {

std::vector<std::string> NamesOf(const std::vector<FlagEntry>& flags) {
  std::vector<std::string> names;
  for (const FlagEntry& flag : flags) {
    names.insert(names.end(), flag.names.begin(), flag.names.end());
  }
  return names;
}

// The program's own flags go with every command.
std::vector<FlagEntry> EverywhereFlags(const CommandEntry& program) {
  std::vector<FlagEntry> flags = program.flags;
  flags.insert(flags.end(), program.settings.begin(), program.settings.end());
  return flags;
}

std::vector<FlagEntry> AllFlags(const CommandEntry& program) {
  std::vector<FlagEntry> flags = EverywhereFlags(program);
  for (const CommandEntry& command : program.commands) {
    flags.insert(flags.end(), command.flags.begin(), command.flags.end());
  }
  return flags;
}

// What may come after a command: its flags, its commands, and its arguments' choices.
std::string WordsAfter(const CommandEntry& command) {
  std::vector<std::string> words = NamesOf(command.flags);
  for (const CommandEntry& inner : command.commands) {
    words.push_back(inner.name);
    const std::vector<std::string> flags = NamesOf(inner.flags);
    words.insert(words.end(), flags.begin(), flags.end());
  }
  for (const FlagEntry& argument : command.arguments) {
    const std::vector<std::string> choices = argument.Choices();
    words.insert(words.end(), choices.begin(), choices.end());
  }
  return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string> CommandNames(const CommandEntry& program) {
  std::vector<std::string> names;
  for (const CommandEntry& command : program.commands) {
    names.push_back(command.name);
  }
  return names;
}

// For single quotes of any of the shells.
std::string Quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '\'' ? "'\\''" : std::string(1, c);
  }
  return out;
}

// In zsh's specifications brackets and colons are syntax.
std::string ZshText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '[' || c == ']' || c == ':' || c == '\\' ? "\\" : "";
    out += c;
  }
  return Quoted(out);
}

std::string ZshAction(const FlagEntry& flag) {
  const std::vector<std::string> choices = flag.Choices();
  if (!choices.empty()) {
    return fmt::format("({})", fmt::join(choices, " "));
  }
  return flag.TakesFile() ? "_files" : " ";
}

void AddZshFlags(std::string& out, std::string_view indent, const std::vector<FlagEntry>& flags) {
  for (const FlagEntry& flag : flags) {
    for (const std::string& name : flag.names) {
      out += fmt::format("{}'{}{}[{}]", indent, name, flag.takes.empty() ? "" : "=", ZshText(flag.meaning));
      out += flag.takes.empty() ? "'\n" : fmt::format(":value:{}'\n", ZshAction(flag));
    }
  }
}

std::string FishFlag(const FlagEntry& flag, const std::string& condition) {
  std::string out = "complete -c hubspot-mariadb" + condition;
  for (const std::string& name : flag.names) {
    out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  const std::vector<std::string> choices = flag.Choices();
  if (!choices.empty()) {
    out += fmt::format(" -x -a '{}'", fmt::join(choices, " "));
  } else if (!flag.takes.empty()) {
    out += flag.TakesFile() ? " -r -F" : " -x";
  }
  return out + fmt::format(" -d '{}'\n", Quoted(flag.meaning));
}

}  // namespace

std::string BashCompletion(const CommandEntry& program) {
  std::string values;
  std::string after_flags;
  for (const FlagEntry& flag : AllFlags(program)) {
    if (flag.takes.empty()) {
      continue;
    }
    const std::string pattern = fmt::format("{}", fmt::join(flag.names, "|"));
    values += (values.empty() ? "" : "|") + pattern;
    if (!flag.Choices().empty()) {
      after_flags += fmt::format("    {}) words='{}' ;;\n", pattern, fmt::join(flag.Choices(), " "));
    } else if (flag.TakesFile()) {
      after_flags += fmt::format(
          "    {}) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); "
          "return ;;\n",
          pattern);
    }
  }
  std::string after_commands;
  for (const CommandEntry& command : program.commands) {
    after_commands += fmt::format("      {}) words='{}' ;;\n", command.name, WordsAfter(command));
  }
  return fmt::format(R"(# bash completion of hubspot-mariadb, written by `hubspot-mariadb completion bash`
_hubspot_mariadb() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}} command= words= i
  # --flag=value comes as three words
  [[ $prev == = ]] && prev=${{COMP_WORDS[COMP_CWORD - 2]}}
  [[ $cur == = ]] && cur=
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
      {0}) [[ ${{COMP_WORDS[i + 1]}} == = ]] && ((i++)); ((i++)) ;;
      {1}) command=${{COMP_WORDS[i]}}; break ;;
    esac
  done
  COMPREPLY=()
  case $prev in
{2}    {0}) return ;;
    *)
      case $command in
{3}      *) words='{4}' ;;
      esac
      [[ $cur == -* ]] && words+=' {5}' ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}}
complete -F _hubspot_mariadb hubspot-mariadb
)",
                     values, fmt::join(CommandNames(program), "|"), after_flags, after_commands,
                     fmt::join(CommandNames(program), " "),
                     fmt::join(NamesOf(EverywhereFlags(program)), " "));
}

std::string ZshCompletion(const CommandEntry& program) {
  std::string out = R"(#compdef hubspot-mariadb
# zsh completion of hubspot-mariadb, written by `hubspot-mariadb completion zsh`
_hubspot_mariadb() {
  local curcontext="$curcontext" state line
  local -a everywhere commands
  everywhere=(
)";
  AddZshFlags(out, "    ", EverywhereFlags(program));
  out += "  )\n  commands=(\n";
  for (const CommandEntry& command : program.commands) {
    out += fmt::format("    '{}:{}'\n", command.name, ZshText(command.meaning));
  }
  out += R"(  )
  _arguments -C $everywhere '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
)";
  for (const CommandEntry& command : program.commands) {
    out += fmt::format("        {})\n          _arguments $everywhere \\\n", command.name);
    std::string flags;
    AddZshFlags(flags, "            ", command.flags);
    for (std::size_t at = flags.find('\n'); at != std::string::npos; at = flags.find('\n', at + 3)) {
      flags.replace(at, 1, " \\\n");
    }
    out += flags;
    const std::string words = WordsAfter({{}, {}, command.arguments, {}, {}, command.commands, {}});
    out += words.empty() ? "            ;;\n" : fmt::format("            '1:argument:({})' ;;\n", words);
  }
  out += R"(      esac ;;
  esac
}
if [[ ${funcstack[1]:-} == _hubspot-mariadb ]]; then
  _hubspot_mariadb "$@"
else
  compdef _hubspot_mariadb hubspot-mariadb
fi
)";
  return out;
}

std::string FishCompletion(const CommandEntry& program) {
  std::string out = "# fish completion of hubspot-mariadb, written by `hubspot-mariadb completion fish`\n";
  out += "complete -c hubspot-mariadb -f\n";
  for (const CommandEntry& command : program.commands) {
    out += fmt::format("complete -c hubspot-mariadb -n __fish_use_subcommand -a {} -d '{}'\n", command.name,
                       Quoted(command.meaning));
  }
  for (const FlagEntry& flag : EverywhereFlags(program)) {
    out += FishFlag(flag, "");
  }
  for (const CommandEntry& command : program.commands) {
    const std::string condition = fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name);
    for (const FlagEntry& flag : command.flags) {
      out += FishFlag(flag, condition);
    }
    const std::string words = WordsAfter({{}, {}, command.arguments, {}, {}, command.commands, {}});
    if (!words.empty()) {
      out += fmt::format("complete -c hubspot-mariadb{} -a '{}'\n", condition, words);
    }
  }
  return out;
}

}  // namespace hm::cli
