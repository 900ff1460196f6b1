// A transport whose n-th call fails.
#pragma once

#include <atomic>
#include <functional>
#include <stop_token>
#include <utility>

#include "base/error.h"
#include "http/curl_transport.h"

namespace hm::test {

// Sends all but the n-th call on, which gets `fail` in place of its answer. Thread-safe.
class FailingTransport : public http::Transport {
 public:
  using Fail = std::function<http::Response()>;
  FailingTransport(int nth, Fail fail) : left_(nth), fail_(std::move(fail)) {}

  http::Response Send(const http::Request& request, const std::stop_token& stop) override {
    return --left_ == 0 ? fail_() : inner_.Send(request, stop);
  }
  bool hit() const { return left_ <= 0; }

 private:
  http::CurlTransport inner_{{.allow_plain_http = true}};
  std::atomic<int> left_;
  Fail fail_;
};

inline http::Response LoseConnection() { throw Error(ErrorKind::kRetry, "no answer"); }

}  // namespace hm::test
