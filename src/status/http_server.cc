#include "status/http_server.h"

#include <fmt/format.h>
#include <microhttpd.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>

#include "base/clock.h"
#include "base/error.h"
#include "status/host_guard.h"

namespace hm::status {
namespace {

constexpr unsigned kIdleSeconds = 5;
constexpr int kBacklog = 16;
constexpr Millis kReapEvery{1'000};

constexpr std::array<std::pair<const char*, const char*>, 6> kHeadersOfAll{{
    {"Connection", "close"},
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
}};
constexpr const char* kPolicy = "Content-Security-Policy";

Error CannotListen(const std::string& setting, const std::string& host, std::uint16_t port, int code) {
  const std::string why = code == EADDRINUSE      ? "another program listens there"
                          : code == EACCES        ? "ports below 1024 are for root"
                          : code == EADDRNOTAVAIL ? "this machine has no such address"
                                                  : std::string(std::strerror(code));
  const std::string hint =
      code == EADDRINUSE ? fmt::format("choose another port; ss -ltnp 'sport = :{}' names that program", port)
                         : "127.0.0.1:9464 is the usual value";
  return {ErrorKind::kConfig, fmt::format("{}: cannot listen on {}, port {}: {}", setting, host, port, why),
          hint};
}

// The first of the host's addresses that can be bound.
int Listen(const std::string& setting, const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (const int code = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found); code != 0) {
    throw Error(ErrorKind::kConfig, fmt::format("{}: {}: {}", setting, host, gai_strerror(code)),
                "127.0.0.1:9464 is the usual value");
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> addresses(found, &freeaddrinfo);
  int failure = EADDRNOTAVAIL;
  for (const addrinfo* a = found; a != nullptr; a = a->ai_next) {
    const int fd = socket(a->ai_family, a->ai_socktype | SOCK_CLOEXEC, a->ai_protocol);
    const int yes = 1;
    if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, kBacklog) == 0) {
      return fd;
    }
    failure = errno;
    if (fd >= 0) {
      close(fd);
    }
  }
  throw CannotListen(setting, host, port, failure);
}

std::string_view HeaderOf(MHD_Connection* connection, const char* name) {
  const char* const value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
  return value == nullptr ? std::string_view{} : value;
}

bool HasBody(MHD_Connection* connection) {
  const std::string_view length = HeaderOf(connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
  return (!length.empty() && length != "0") ||
         !HeaderOf(connection, MHD_HTTP_HEADER_TRANSFER_ENCODING).empty();
}

Answer Refusal(unsigned code, std::string words) {
  return {code, "text/plain; charset=utf-8", std::move(words) + "\n", {}};
}

MHD_Result Send(MHD_Connection* connection, const Answer& answer) {
  // The library reads it only, in spite of its type.
  MHD_Response* response = MHD_create_response_from_buffer(
      answer.body.size(), const_cast<char*>(answer.body.data()), MHD_RESPMEM_MUST_COPY);
  if (response == nullptr) {
    return MHD_NO;
  }
  MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer.content_type.c_str());
  for (const auto& [name, value] : kHeadersOfAll) {
    MHD_add_response_header(response, name, value);
  }
  bool has_policy = false;
  for (const auto& [name, value] : answer.headers) {
    has_policy = has_policy || name == kPolicy;
    MHD_add_response_header(response, name.c_str(), value.c_str());
  }
  if (!has_policy) {
    MHD_add_response_header(response, kPolicy, "default-src 'none'; frame-ancestors 'none'");
  }
  const MHD_Result result = MHD_queue_response(connection, answer.code, response);
  MHD_destroy_response(response);
  return result;
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(const std::string& setting, const std::string& host, std::uint16_t port, Handler handler)
      : own_host_(host), handler_(std::move(handler)) {
    const int listener = Listen(setting, host, port);
    daemon_ = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL,
                               port, nullptr, nullptr, &OnRequest, this, MHD_OPTION_LISTEN_SOCKET, listener,
                               MHD_OPTION_CONNECTION_LIMIT, kMostConnections, MHD_OPTION_CONNECTION_TIMEOUT,
                               kIdleSeconds, MHD_OPTION_CONNECTION_MEMORY_LIMIT, kMostHeadBytes,
                               MHD_OPTION_NOTIFY_CONNECTION, &OnConnection, this, MHD_OPTION_END);
    if (daemon_ == nullptr) {
      throw Error(ErrorKind::kBug, fmt::format("{}: the status server does not start", setting),
                  "please report this");
    }
    reaper_ = std::jthread([this](const std::stop_token& stop) { Reap(stop); });
  }

  ~Impl() {
    reaper_.request_stop();
    reaper_.join();
    MHD_stop_daemon(daemon_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

 private:
  static MHD_Result OnRequest(void* cls, MHD_Connection* connection, const char* url, const char* method,
                              const char* /*version*/, const char* /*upload*/, std::size_t* /*upload_size*/,
                              void** /*state*/) {
    return Send(connection, static_cast<Impl*>(cls)->AnswerTo(connection, method, url));
  }

  Answer AnswerTo(MHD_Connection* connection, std::string_view method, const char* url) const {
    if (method != "GET" && method != "HEAD") {
      Answer answer = Refusal(MHD_HTTP_METHOD_NOT_ALLOWED, "only GET and HEAD");
      answer.headers.emplace_back("Allow", "GET, HEAD");
      return answer;
    }
    if (!IsAllowedHost(HeaderOf(connection, MHD_HTTP_HEADER_HOST), own_host_)) {
      return Refusal(MHD_HTTP_MISDIRECTED_REQUEST,
                     "the Host header must be an IP address, localhost or the host of STATUS_LISTEN");
    }
    if (HasBody(connection)) {
      return Refusal(MHD_HTTP_CONTENT_TOO_LARGE, "a request here has no body");
    }
    try {
      return handler_(url);
    } catch (const std::exception& e) {
      return Refusal(MHD_HTTP_INTERNAL_SERVER_ERROR, e.what());
    }
  }

  // A thread for each connection; the descriptor is closed after the second call only.
  static void OnConnection(void* cls, MHD_Connection* connection, void** /*context*/,
                           MHD_ConnectionNotificationCode code) {
    auto* self = static_cast<Impl*>(cls);
    const int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    const std::lock_guard lock(self->mutex_);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
      self->open_[fd] = std::chrono::steady_clock::now();
    } else {
      self->open_.erase(fd);
    }
  }

  // The library's timeout is for silence; one who sends a byte now and then would stay for ever.
  void Reap(const std::stop_token& stop) {
    try {
      while (true) {
        SleepFor(kReapEvery, stop);
        const SteadyTime oldest = std::chrono::steady_clock::now() - kLongest;
        const std::lock_guard lock(mutex_);
        for (const auto& [fd, since] : open_) {
          if (since < oldest) {
            shutdown(fd, SHUT_RDWR);
          }
        }
      }
    } catch (const Error&) {
      return;  // a stop
    }
  }

  std::string own_host_;
  Handler handler_;
  std::mutex mutex_;
  std::map<int, SteadyTime> open_;  // guarded by mutex_
  MHD_Daemon* daemon_ = nullptr;
  std::jthread reaper_;
};

HttpServer::HttpServer(const std::string& setting, const std::string& host, std::uint16_t port,
                       Handler handler)
    : impl_(std::make_unique<Impl>(setting, host, port, std::move(handler))) {}

HttpServer::~HttpServer() = default;

}  // namespace hm::status
