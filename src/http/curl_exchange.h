// One request on its way through libcurl. Private to http/curl_*.cc.
#pragma once

#include <curl/curl.h>

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "http/curl_transport.h"

namespace hm::http {

struct EasyDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using EasyHandle = std::unique_ptr<CURL, EasyDeleter>;

struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListDeleter>;

// Made and read by the caller's thread; between submission and `done` only the network thread touches it.
class Exchange {
 public:
  Exchange(EasyHandle handle, const CurlOptions& options, const Request& request, Buffer buffer);

  CURL* handle() const { return handle_.get(); }
  // The answer after result CURLE_OK; otherwise throws.
  Response Finish(const Request& request);
  // The handle for reuse, with nothing in it that points here.
  EasyHandle TakeHandle() {
    curl_easy_reset(handle_.get());
    return std::move(handle_);
  }
  // A kept connection turned out to be dead before any byte of an answer.
  bool IsStaleConnection() const;

  CURLcode result = CURLE_OK;  // valid once done
  bool done = false;           // guarded by the transport's mutex
  bool cancelled = false;      // guarded by the transport's mutex

 private:
  static std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* self);
  void SetSafety();
  void SetRequest(const Request& request);
  void AddHeader(const std::string& line);
  [[noreturn]] void Fail(const Request& request) const;

  const CurlOptions& options_;
  EasyHandle handle_;
  HeaderList sent_headers_;
  Response response_;
  std::size_t header_bytes_ = 0;
  const char* refusal_ = nullptr;  // why a callback broke off
  std::array<char, CURL_ERROR_SIZE> message_{};
};

}  // namespace hm::http
