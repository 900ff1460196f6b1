#include "cli/usage_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/nearest.h"
#include "config/settings.h"

namespace hm::cli {
namespace {

constexpr std::size_t kLongestWord = 30;

// A word that may be repeated: no token, nothing that moves a cursor.
bool IsPlainWord(const std::string& word) {
  return word.size() <= kLongestWord && std::ranges::all_of(word, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
         });
}

std::string Unknown(std::string_view what, const std::string& word, const std::vector<std::string>& known) {
  if (!IsPlainWord(word)) {
    return fmt::format("unknown {}", what);
  }
  const std::string near = Nearest(word, {known.begin(), known.end()});
  return near.empty() ? fmt::format("unknown {} '{}'", what, word)
                      : fmt::format("unknown {} '{}'; did you mean '{}'?", what, word, near);
}

std::vector<std::string> CommandsOf(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

void AddFlagNames(std::vector<std::string>& names, const CLI::App& app) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
}

// "HUBSPOT_API_KEY" for --hubspot-api-key, a setting that is no flag; "" for any other.
std::string SecretOf(const std::string& flag) {
  std::string setting;
  for (const char c : flag.substr(std::min<std::size_t>(2, flag.size()))) {
    setting += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  const bool secret = std::ranges::any_of(config::Rows(), [&](const config::Row& row) {
    return row.secret && (row.name == setting || row.alias == setting);
  });
  return secret ? setting : "";
}

}  // namespace

std::string UsageMessage(const CLI::App& app, const CLI::Error& error) {
  const std::vector<CLI::App*> given = app.get_subcommands();
  const std::vector<std::string> rest = app.remaining(true);
  const auto flag = std::ranges::find_if(rest, [](const std::string& word) { return word.starts_with('-'); });
  if (flag != rest.end()) {
    std::vector<std::string> names;
    AddFlagNames(names, app);
    for (const CLI::App* command : given) {
      AddFlagNames(names, *command);
    }
    const std::string name = flag->substr(0, flag->find('='));
    const std::string secret = SecretOf(name);
    return secret.empty() ? Unknown("flag", name, names)
                          : fmt::format(
                                "a secret has no flag, since every user of the machine could read it: set {} "
                                "in the environment or in .env",
                                secret);
  }
  if (given.empty()) {
    return rest.empty() ? "a command is required" : Unknown("command", rest.front(), CommandsOf(app));
  }
  return rest.empty() ? error.what() : Unknown("argument", rest.front(), {});
}

}  // namespace hm::cli
