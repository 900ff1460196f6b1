// The command line: flags to settings, commands to functions, errors to words and exit codes.
#pragma once

#include "cli/reference.h"

namespace hm::cli {

// What Main takes, for the texts that are written from it.
CommandEntry CommandLine();

int Main(int argc, char** argv);

}  // namespace hm::cli
