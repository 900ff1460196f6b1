#include "sim/http.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <cstring>
#include <stdexcept>
#include <thread>

namespace hubsim {
namespace {

// Larger than any URL that tests send: the simulator, not the library, says 414. The library clears all of it
// after each request.
constexpr std::size_t kConnectionMemory = std::size_t{128} * 1024;

thread_local std::string spare_body;

struct Exchange {
  std::string url;
  std::string body;
  std::int64_t arrived_us = 0;
  bool started = false;
};

struct Slow {
  std::string body;
  int pause_ms = 0;
  bool cut = false;
};

std::int64_t SteadyMicros() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void* OnUri(void* /*cls*/, const char* uri, MHD_Connection* /*connection*/) {
  auto exchange = std::make_unique<Exchange>();
  exchange->url = uri;
  return exchange.release();
}

void OnDone(void* /*cls*/, MHD_Connection* /*connection*/, void** state,
            MHD_RequestTerminationCode /*code*/) {
  std::unique_ptr<Exchange> done(static_cast<Exchange*>(*state));
  *state = nullptr;
}

int SocketOf(MHD_Connection* connection) {
  const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == nullptr ? -1 : info->connect_fd;
}

// Disconnecting a TCP socket makes Linux send RST at once.
void Reset(MHD_Connection* connection) {
  sockaddr nowhere{};
  nowhere.sa_family = AF_UNSPEC;
  if (connect(SocketOf(connection), &nowhere, sizeof nowhere) != 0) shutdown(SocketOf(connection), SHUT_RDWR);
}

void HangUntilClosed(MHD_Connection* connection) {
  pollfd watch{SocketOf(connection), POLLRDHUP, 0};
  while (poll(&watch, 1, 1000) == 0) {
  }
}

ssize_t ReadSlowly(void* cls, std::uint64_t position, char* buffer, std::size_t max) {
  const auto* slow = static_cast<Slow*>(cls);
  if (slow->cut) {
    const std::size_t end = slow->body.size() / 2;
    if (position >= end) return MHD_CONTENT_READER_END_WITH_ERROR;
    const std::size_t length = std::min(max, end - static_cast<std::size_t>(position));
    std::memcpy(buffer, slow->body.data() + position, length);
    return static_cast<ssize_t>(length);
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(slow->pause_ms));
  if (position >= slow->body.size()) return MHD_CONTENT_READER_END_OF_STREAM;
  buffer[0] = slow->body[static_cast<std::size_t>(position)];
  return 1;
}

void FreeSlow(void* cls) { std::unique_ptr<Slow> done(static_cast<Slow*>(cls)); }

void FreeBody(void* cls) {
  const std::unique_ptr<std::string> done(static_cast<std::string*>(cls));
  if (done->capacity() > spare_body.capacity()) spare_body.swap(*done);
}

MHD_Response* MakeResponse(Reply& reply) {
  if (reply.delivery == Delivery::kDrip || reply.delivery == Delivery::kCut) {
    auto slow = std::make_unique<Slow>();
    slow->cut = reply.delivery == Delivery::kCut;
    slow->pause_ms = reply.drip_ms;
    slow->body = std::move(reply.body);
    const std::size_t size = slow->body.size();
    return MHD_create_response_from_callback(size, 4096, &ReadSlowly, slow.release(), &FreeSlow);
  }
  auto body = std::make_unique<std::string>(std::move(reply.body));
  std::string* kept = body.release();
  return MHD_create_response_from_buffer_with_free_callback_cls(kept->size(), kept->data(), &FreeBody, kept);
}

MHD_Result Send(MHD_Connection* connection, Reply reply) {
  if (reply.delay_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(reply.delay_ms));
  if (reply.delivery == Delivery::kReset) {
    Reset(connection);
    return MHD_NO;
  }
  if (reply.delivery == Delivery::kHang) {
    HangUntilClosed(connection);
    return MHD_NO;
  }
  if (reply.gzip) {
    reply.body = Gzip(reply.body);
    if (reply.cut_gzip) reply.body.resize(reply.body.size() / 2);
    reply.headers.emplace_back("Content-Encoding", "gzip");
  }
  MHD_Response* response = MakeResponse(reply);
  MHD_add_response_header(response, "Content-Type", reply.content_type.c_str());
  for (const auto& [name, value] : reply.headers) {
    MHD_add_response_header(response, name.c_str(), value.c_str());
  }
  const MHD_Result result = MHD_queue_response(connection, static_cast<unsigned>(reply.status), response);
  MHD_destroy_response(response);
  return result;
}

std::string Header(MHD_Connection* connection, const char* name) {
  const char* value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
  return value == nullptr ? "" : value;
}

MHD_Result OnRequest(void* cls, MHD_Connection* connection, const char* /*url*/, const char* method,
                     const char* /*version*/, const char* upload, std::size_t* upload_size, void** state) {
  auto* exchange = static_cast<Exchange*>(*state);
  if (!exchange->started) {
    exchange->started = true;
    exchange->arrived_us = SteadyMicros();
    return MHD_YES;
  }
  if (*upload_size > 0) {
    exchange->body.append(upload, *upload_size);
    *upload_size = 0;
    return MHD_YES;
  }
  Request request;
  request.method = method;
  request.url = exchange->url;
  request.body = std::move(exchange->body);
  request.arrived_us = exchange->arrived_us;
  request.authorization = Header(connection, "Authorization");
  request.accepts_gzip = Header(connection, "Accept-Encoding").find("gzip") != std::string::npos;
  ParseUrl(request.url, request);
  return Send(connection, (*static_cast<Handler*>(cls))(request));
}

}  // namespace

std::string SpareBody() {
  std::string body;
  body.swap(spare_body);
  body.clear();
  return body;
}

HttpServer::HttpServer(int port, Handler handler) : handler_(std::move(handler)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const unsigned flags =
      MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_SUPPRESS_DATE_NO_CLOCK;
  daemon_ = MHD_start_daemon(flags, static_cast<std::uint16_t>(port), nullptr, nullptr, &OnRequest, &handler_,
                             MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_URI_LOG_CALLBACK, &OnUri, nullptr,
                             MHD_OPTION_NOTIFY_COMPLETED, &OnDone, nullptr,
                             MHD_OPTION_CONNECTION_MEMORY_LIMIT, kConnectionMemory, MHD_OPTION_END);
  if (daemon_ == nullptr) {
    throw std::runtime_error("cannot listen on 127.0.0.1:" + std::to_string(port) +
                             "; is another one running there?");
  }
  port_ = MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT)->port;
}

HttpServer::~HttpServer() { MHD_stop_daemon(daemon_); }

}  // namespace hubsim
