#include "sync/store/process_identity.h"

#include <fmt/format.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

namespace hm::sync {
namespace {

std::string FirstLine(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::string MachineKey() {
  std::error_code error;
  const auto pid_namespace = std::filesystem::read_symlink("/proc/self/ns/pid", error);
  return fmt::format("{}/{}", FirstLine("/proc/sys/kernel/random/boot_id"), pid_namespace.string());
}

// Ticks since boot at which the process started, proc(5) field 22; "" when it is gone or a zombie.
std::string StartTime(const std::string& pid) {
  const std::string stat = FirstLine(fmt::format("/proc/{}/stat", pid));
  // The second field is the program's name, which may hold anything; the state follows its last ')'.
  const auto name_end = stat.rfind(')');
  if (name_end == std::string::npos) {
    return "";
  }
  std::istringstream rest(stat.substr(name_end + 1));
  const std::vector<std::string> fields{std::istream_iterator<std::string>(rest), {}};
  constexpr std::size_t kState = 0;
  constexpr std::size_t kStart = 19;
  const bool ended = fields.size() <= kStart || fields[kState] == "Z" || fields[kState] == "X";
  return ended ? "" : fields[kStart];
}

}  // namespace

ProcessIdentity CurrentProcess() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  const std::string pid = std::to_string(getpid());
  return {fmt::format("pid {} on {}", pid, host.data()),
          fmt::format("{}/{}/{}", MachineKey(), pid, StartTime(pid))};
}

bool HasEnded(const std::string& key) {
  const auto before_start = key.rfind('/');
  const auto before_pid = before_start == std::string::npos ? before_start : key.rfind('/', before_start - 1);
  if (before_pid == std::string::npos || key.substr(0, before_pid) != MachineKey()) {
    return false;
  }
  const std::string pid = key.substr(before_pid + 1, before_start - before_pid - 1);
  return StartTime(pid) != key.substr(before_start + 1);
}

}  // namespace hm::sync
