// The command line's definition, a CLI11 app, as entries and as --help. The footer of an app holds its
// examples, one a line; the settings' flags stand in kSettingsGroup.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

#include "cli/reference.h"

namespace hm::cli {

inline constexpr const char* kSettingsGroup = "Settings";

CommandEntry DescribeCommands(const CLI::App& app);

// What --help prints, at most 80 columns wide.
class HelpText : public CLI::FormatterBase {
 public:
  std::string make_help(  // NOLINT(readability-identifier-naming): CLI11's name
      const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

// `text` in lines of at most `width` characters, words kept whole; each but the first starts with `indent`
// blanks.
std::string Wrap(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace hm::cli
