#include "support/mariadb_server.h"

#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "base/error.h"
#include "support/await.h"
#include "support/loopback.h"

namespace hm::test {
namespace {

namespace fs = std::filesystem;

fs::path MakeTempDir() {
  std::string name = (fs::temp_directory_path() / "hm-mariadb-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  return name;
}

// A directory that goes with its owner.
struct TempDir {
  fs::path path = MakeTempDir();
  TempDir() = default;
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

void Install(const fs::path& data) {
  std::vector<std::string> argv{"/usr/bin/mariadb-install-db",
                                "--no-defaults",
                                "--auth-root-authentication-method=normal",
                                "--skip-test-db",
                                "--innodb-log-file-size=8M",
                                "--datadir=" + data.string(),
                                "--tmpdir=" + data.parent_path().string()};
  if (geteuid() == 0) argv.emplace_back("--user=root");
  const RunResult result = Run(argv, {}, std::chrono::seconds{120});
  if (result.exit_code != 0)
    throw std::runtime_error("mariadb-install-db failed: " + result.out + result.err);
}

// Installed once a process; each server starts from a copy.
const fs::path& InstalledData() {
  static const TempDir dir;
  static const bool installed = [] {
    Install(dir.path / "data");
    return true;
  }();
  static_cast<void>(installed);
  static const fs::path data = dir.path / "data";
  return data;
}

}  // namespace

MariadbServer::MariadbServer(std::vector<std::string> extra_args,
                             const std::map<std::string, std::string>& files)
    : extra_args_(std::move(extra_args)), dir_(MakeTempDir()), port_(FreePort()) {
  try {
    fs::copy(InstalledData(), dir_ / "data", fs::copy_options::recursive);
    for (const auto& [name, text] : files) std::ofstream(dir_ / "data" / name) << text;
    Start();
  } catch (...) {
    process_.reset();
    fs::remove_all(dir_);
    throw;
  }
}

MariadbServer::~MariadbServer() {
  process_.reset();
  std::error_code ignored;
  fs::remove_all(dir_, ignored);
}

std::string MariadbServer::socket() const { return (dir_ / "s.sock").string(); }

std::string MariadbServer::log() const {
  std::ifstream in(dir_ / "log.err");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void MariadbServer::Start(const std::vector<std::string>& args_of_this_start) {
  std::vector<std::string> argv{
      "/usr/sbin/mariadbd", "--no-defaults", "--datadir=" + (dir_ / "data").string(),
      // A server that starts deletes every server's temporary tables in its tmpdir.
      "--tmpdir=" + dir_.string(), "--socket=" + socket(), "--pid-file=" + (dir_ / "pid").string(),
      "--log-error=" + (dir_ / "log.err").string(), "--bind-address=127.0.0.1",
      "--port=" + std::to_string(port_), "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=8M",
      "--key-buffer-size=1M", "--performance-schema=OFF", "--skip-name-resolve"};
  if (geteuid() == 0) argv.emplace_back("--user=root");
  argv.insert(argv.end(), extra_args_.begin(), extra_args_.end());
  argv.insert(argv.end(), args_of_this_start.begin(), args_of_this_start.end());
  process_ = std::make_unique<Process>(argv);
  WaitUntilReady();
}

void MariadbServer::WaitUntilReady() {
  std::string last;
  const auto answers = [&] {
    try {
      const mariadb::Connection connection(OptionsFor(""));
    } catch (const Error& error) {
      last = error.what();
      // A server that is too old for the connector answers all the same.
      return error.kind() == ErrorKind::kDatabase;
    }
    return true;
  };
  const bool ended = Await([&] { return answers() || !process_->Running(); });
  if (!ended || !process_->Running()) {
    throw std::runtime_error("mariadbd did not come up: " + last + "\n" + log());
  }
}

void MariadbServer::Stop() {
  process_->Signal(SIGTERM);
  if (!process_->Wait(std::chrono::seconds{60})) throw std::runtime_error("mariadbd does not stop\n" + log());
}

void MariadbServer::Kill9() {
  process_->Signal(SIGKILL);
  process_->Wait(std::chrono::seconds{30});
}

mariadb::ConnectionOptions MariadbServer::OptionsFor(const std::string& database) const {
  mariadb::ConnectionOptions options;
  options.socket = socket();
  options.user = "root";
  options.database = database;
  return options;
}

std::string MariadbServer::CreateDatabase() {
  const std::string name = fmt::format("db_{}", ++databases_);
  mariadb::Connection(OptionsFor("")).Execute("CREATE DATABASE `" + name + "`");
  return name;
}

MariadbServer& SharedServer() {
  // The installed data is made first, so that it outlives the server.
  InstalledData();
  static MariadbServer server;
  return server;
}

}  // namespace hm::test
