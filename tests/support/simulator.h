// Runs the program hubspot-sim for a test and talks to its control interface (docs/simulator.md).
#pragma once

#include <sys/types.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace hm::test {

inline constexpr const char* kContactsPath = "/crm/v3/objects/contacts";

struct HttpAnswer {
  // 0 when there was no answer (reset, timeout).
  long status = 0;
  std::string body;
  // Names in lower case.
  std::map<std::string, std::string> headers;
  // libcurl's word for what went wrong; empty when an answer came.
  std::string failure;

  nlohmann::json Json() const { return nlohmann::json::parse(body); }
};

class Simulator {
 public:
  // Starts `binary_dir`/hubspot-sim on a free port and waits for its ready line. Throws std::runtime_error.
  explicit Simulator(const std::string& binary_dir, std::vector<std::string> args = {});
  // Kills it.
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  // http://127.0.0.1:PORT
  const std::string& url() const { return url_; }
  pid_t pid() const { return pid_; }
  // The token that the simulator takes unless told otherwise.
  static const std::string& Token();

  // Control interface; `path` starts with /_sim/. They throw std::runtime_error on any status but 200.
  nlohmann::json Get(const std::string& path) const;
  nlohmann::json Post(const std::string& path, const nlohmann::json& body) const;
  void Delete(const std::string& path, const nlohmann::json& body = nlohmann::json::object()) const;
  std::vector<nlohmann::json> Truth(const std::string& object, bool archived = false) const;
  nlohmann::json Counters() const { return Get("/_sim/counters"); }

  // One request to the API with the token (or `token`), whatever its status. An empty body makes a GET.
  HttpAnswer Api(const std::string& path, const std::string& body = "", const std::string& token = Token(),
                 const std::vector<std::string>& headers = {}, long timeout_ms = 30'000) const;

  // Ends it with SIGTERM and returns its exit status, or -1 when it was killed.
  int Stop();

 private:
  std::string url_;
  pid_t pid_ = -1;
};

}  // namespace hm::test
