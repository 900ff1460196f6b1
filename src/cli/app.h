// The command line: flags to settings, commands to functions, errors to words and exit codes.
#pragma once

namespace hm::cli {

int Main(int argc, char** argv);

}  // namespace hm::cli
