// One function a command, one file each. They throw Error; Main() turns it into words and a code.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "config/settings.h"

namespace hm::cli {

struct SyncFlags {
  std::vector<std::string> objects;  // empty: as SYNC_OBJECTS says
  bool full = false;
  bool confirm_deletions = false;
};

struct VerifyFlags {
  std::vector<std::string> objects;
  bool quick = false;
  bool repair = false;
  bool confirm_deletions = false;
  bool json = false;
};

struct StatusFlags {
  bool json = false;
  bool watch = false;
};

struct CheckFlags {
  bool probe = false;
  bool json = false;
};

ExitCode Verify(const config::Sources& sources, const VerifyFlags& flags);
ExitCode Sync(const config::Sources& sources, const SyncFlags& flags);
ExitCode Run(const config::Sources& sources);
ExitCode Migrate(const config::Sources& sources, bool dry_run);
// Asks for token and database, tries both, and writes the .env file; needs a terminal.
ExitCode Init(const config::Sources& sources);
ExitCode Check(const config::Sources& sources, const CheckFlags& flags);
ExitCode PrintView(const config::Sources& sources, const std::string& object);
ExitCode Status(const config::Sources& sources, const StatusFlags& flags);

}  // namespace hm::cli
