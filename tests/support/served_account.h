// `run` with a status address, asked over HTTP.
#pragma once

#include <fmt/format.h>

#include <csignal>
#include <optional>

#include "support/account.h"
#include "support/await.h"
#include "support/loopback.h"

namespace hm::test {

class ServedAccount : public SmallAccount {
 protected:
  // `run` on a free port, once it answers.
  void Serve(const Environment& more = {}) {
    Environment env{{"STATUS_LISTEN", fmt::format("127.0.0.1:{}", port_)}, {"SYNC_INTERVAL_MINUTES", "0.02"}};
    for (const auto& [name, value] : more) env[name] = value;
    run_ = connector_->Start({"run"}, env);
    ASSERT_TRUE(Await([&] { return !run_->Running() || Listens(); }, kLong)) << run_->Err();
  }
  bool Listens() const {
    try {
      return Get(port_, "/livez").status == 200;
    } catch (const std::runtime_error&) {
      return false;
    }
  }
  bool AwaitReady() const {
    return Await([&] { return Get(port_, "/readyz").status == 200; }, kLong);
  }
  bool AwaitHealth(const std::string& health) const {
    return Await([&] { return Status().at("health") == health; }, kLong);
  }
  nlohmann::json Status() const { return Get(port_, "/api/status").Json(); }
  nlohmann::json Object(const std::string& name) const {
    const nlohmann::json status = Status();
    for (const nlohmann::json& object : status.at("objects")) {
      if (object.at("name") == name) return object;
    }
    return nlohmann::json::object();
  }
  // The value of a sample, written as in the answer: name{labels}.
  std::optional<double> Metric(const std::string& sample) const {
    const std::string text = "\n" + Get(port_, "/metrics").body;
    const auto at = text.find("\nhubspot_mariadb_" + sample + " ");
    if (at == std::string::npos) return std::nullopt;
    return std::stod(text.substr(text.find(' ', at) + 1));
  }
  void Stop() {
    run_->Signal(SIGTERM);
    EXPECT_EQ(run_->Wait(kLong), 0) << run_->Err();
  }

  static constexpr auto kLong = std::chrono::seconds{30};
  std::uint16_t port_ = FreePort();
  std::unique_ptr<Process> run_;
};

}  // namespace hm::test
