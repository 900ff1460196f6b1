// Which process on which machine: enough to tell for certain that a lease holder on this machine is gone.
#pragma once

#include <string>

namespace hm::sync {

struct ProcessIdentity {
  std::string text;  // "pid 4711 on db1", for people
  std::string key;   // machine boot, pid namespace, pid and start time; unique for ever
};

ProcessIdentity CurrentProcess();

// True only when `key` names a process of this boot and pid namespace that has ended; a process elsewhere
// cannot be judged.
bool HasEnded(const std::string& key);

}  // namespace hm::sync
