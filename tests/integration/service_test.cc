// `run` as a service of systemd: what it is told, and that the watchdog is fed.
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "support/account.h"
#include "support/await.h"

namespace hm::test {
namespace {

constexpr auto kLong = std::chrono::seconds{30};

// The other end of NOTIFY_SOCKET.
class Manager {
 public:
  explicit Manager(std::string path)
      : path_(std::move(path)), fd_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path_.copy(address.sun_path, sizeof address.sun_path - 1);
    std::filesystem::remove(path_);
    if (bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error("cannot bind " + path_);
    }
  }
  ~Manager() {
    close(fd_);
    std::filesystem::remove(path_);
  }
  Manager(const Manager&) = delete;
  Manager& operator=(const Manager&) = delete;

  // Whether `text` was in some message so far, after waiting for it.
  bool Hears(const std::string& text, int times = 1) {
    return Await(
        [&] {
          std::array<char, 4096> buffer{};
          for (ssize_t n = 0; (n = recv(fd_, buffer.data(), buffer.size(), MSG_DONTWAIT)) > 0;) {
            heard_ += "\n" + std::string(buffer.data(), static_cast<std::size_t>(n)) + "\n";
          }
          int count = 0;
          for (auto at = heard_.find(text); at != std::string::npos; at = heard_.find(text, at + 1)) ++count;
          return count >= times;
        },
        kLong);
  }
  const std::string& heard() const { return heard_; }

 private:
  std::string path_;
  int fd_;
  std::string heard_;
};

class Service : public SmallAccount {};

TEST_F(Service, TellsSystemdHowItFares) {
  Open({"--contacts", "50", "--deals", "20"});
  const std::string socket = fmt::format("/tmp/hm-notify-{}.sock", getpid());
  Manager manager(socket);
  const std::string env_file = testing::TempDir() + "/service-" + connector_->database() + ".env";
  std::ofstream(env_file) << "SYNC_BUFFER_MINUTES=5\n";
  const auto run = connector_->Start({"run", "--env-file", env_file}, {{"NOTIFY_SOCKET", socket},
                                                                       {"WATCHDOG_USEC", "200000"},
                                                                       {"SYNC_INTERVAL_MINUTES", "0.05"},
                                                                       {"LOG_FORMAT", "journald"}});
  EXPECT_TRUE(manager.Hears("\nREADY=1\n")) << run->Err();
  EXPECT_TRUE(manager.Hears("\nWATCHDOG=1\n", 3));
  EXPECT_TRUE(manager.Hears("contacts: up to date"));
  run->Signal(SIGHUP);
  EXPECT_TRUE(manager.Hears("\nRELOADING=1\nMONOTONIC_USEC="));
  EXPECT_TRUE(manager.Hears("\nREADY=1\n", 2));
  // A fault while it runs: told in words, and not again at every try.
  hubspot_->Post("/_sim/settings",
                 {{"scopes", {"crm.objects.contacts.read", "crm.schemas.contacts.read", "oauth"}}});
  EXPECT_TRUE(manager.Hears("deals: failed"));
  ASSERT_TRUE(connector_->Await("SELECT COUNT(*) >= 3 FROM sync_runs WHERE result = 'failed'", "1", kLong));
  // A socket that nobody reads holds ten messages, and what comes after those is lost.
  EXPECT_TRUE(manager.Hears("deals: failed"));
  run->Signal(SIGTERM);
  EXPECT_TRUE(manager.Hears("\nSTOPPING=1\n"));
  EXPECT_EQ(run->Wait(kLong), 0) << run->Err();
  const std::string log = run->Err();
  const auto first = log.find("<3>sync failed object=deals");
  EXPECT_NE(first, std::string::npos) << log;
  EXPECT_EQ(log.find("sync failed object=deals", first + 5), std::string::npos) << log;
  std::filesystem::remove(env_file);
}

}  // namespace
}  // namespace hm::test
