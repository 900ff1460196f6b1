#include "support/simulator.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <csignal>
#include <memory>
#include <mutex>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace hm::test {
namespace {

std::size_t TakeBody(char* data, std::size_t size, std::size_t count, void* to) {
  static_cast<std::string*>(to)->append(data, size * count);
  return size * count;
}

std::size_t TakeHeader(char* data, std::size_t size, std::size_t count, void* to) {
  const std::string line(data, size * count);
  const std::size_t colon = line.find(": ");
  if (colon == std::string::npos) return size * count;
  std::string name = line.substr(0, colon);
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  std::string value = line.substr(colon + 2);
  while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.pop_back();
  (*static_cast<std::map<std::string, std::string>*>(to))[name] = value;
  return size * count;
}

struct Call {
  std::string method;
  std::string url;
  std::string body;
  std::vector<std::string> headers;
  long timeout_ms = 60'000;
};

HttpAnswer Perform(const Call& call) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), &curl_easy_cleanup);
  curl_slist* raw = nullptr;
  for (const std::string& header : call.headers) raw = curl_slist_append(raw, header.c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(raw, &curl_slist_free_all);
  HttpAnswer answer;
  curl_easy_setopt(curl.get(), CURLOPT_URL, call.url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, call.method.c_str());
  if (call.method != "GET") {
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(call.body.size()));
    curl_easy_setopt(curl.get(), CURLOPT_COPYPOSTFIELDS, call.body.c_str());
  }
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, call.timeout_ms);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &TakeBody);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, &TakeHeader);
  curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &answer.headers);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) answer.failure = curl_easy_strerror(code);
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

std::string Control(const Call& call) {
  const HttpAnswer answer = Perform(call);
  if (answer.status == 200 && answer.failure.empty()) return answer.body;
  throw std::runtime_error(call.method + " " + call.url + " " + call.body + ": " +
                           std::to_string(answer.status) + " " + answer.failure + answer.body);
}

std::string ReadLine(int fd) {
  std::string line;
  char c = 0;
  while (read(fd, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

[[noreturn]] void Exec(const std::string& program, const std::vector<std::string>& args, int out) {
  dup2(out, STDOUT_FILENO);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const std::string& arg : args) argv.push_back(const_cast<char*>(arg.c_str()));
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  _exit(127);
}

}  // namespace

Simulator::Simulator(const std::string& binary_dir, std::vector<std::string> args) {
  const std::string program = binary_dir + "/hubspot-sim";
  args.emplace_back("--die-with-parent");
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  pid_ = fork();
  if (pid_ == 0) Exec(program, args, ends[1]);
  close(ends[1]);
  const std::string line = ReadLine(ends[0]);
  close(ends[0]);
  const std::string prefix = "listening on ";
  if (!line.starts_with(prefix)) {
    Stop();
    throw std::runtime_error(program + " did not start: '" + line + "'");
  }
  url_ = line.substr(prefix.size());
}

Simulator::~Simulator() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

int Simulator::Stop() {
  if (pid_ <= 0) return -1;
  int status = 0;
  kill(pid_, SIGTERM);
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

const std::string& Simulator::Token() {
  static const std::string token = "pat-na1-00000000-1111-2222-3333-444444444444";
  return token;
}

nlohmann::json Simulator::Get(const std::string& path) const {
  return nlohmann::json::parse(Control({"GET", url_ + path, "", {}}));
}

nlohmann::json Simulator::Post(const std::string& path, const nlohmann::json& body) const {
  return nlohmann::json::parse(
      Control({"POST", url_ + path, body.dump(), {"Content-Type: application/json"}}));
}

void Simulator::Delete(const std::string& path, const nlohmann::json& body) const {
  Control({"DELETE", url_ + path, body.dump(), {"Content-Type: application/json"}});
}

std::vector<nlohmann::json> Simulator::Truth(const std::string& object, bool archived) const {
  std::istringstream lines(
      Control({"GET", url_ + "/_sim/truth?object=" + object + (archived ? "&archived=true" : ""), "", {}}));
  std::vector<nlohmann::json> records;
  for (std::string line; std::getline(lines, line);) records.push_back(nlohmann::json::parse(line));
  return records;
}

HttpAnswer Simulator::Api(const std::string& path, const std::string& body, const std::string& token,
                          const std::vector<std::string>& headers, long timeout_ms) const {
  Call call{body.empty() ? "GET" : "POST", url_ + path, body, headers, timeout_ms};
  if (!token.empty()) call.headers.push_back("Authorization: Bearer " + token);
  if (!body.empty()) call.headers.emplace_back("Content-Type: application/json");
  return Perform(call);
}

}  // namespace hm::test
