// What a person hears of a command line that is not understood.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace hm::cli {

// "unknown command 'snyc'; did you mean 'sync'?" Never repeats a flag's value: it may be a secret.
std::string UsageMessage(const CLI::App& app, const CLI::Error& error);

}  // namespace hm::cli
