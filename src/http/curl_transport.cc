#include "http/curl_transport.h"

#include <curl/curl.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.h"
#include "http/curl_exchange.h"

namespace hm::http {
namespace {

constexpr std::size_t kMaxSpareBuffers = 8;
constexpr std::size_t kMaxSpareHandles = 8;
constexpr std::size_t kMaxSpareBytes = std::size_t{8} << 20;

void InitCurlOnce() {
  static const CURLcode result = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (result != CURLE_OK) {
    throw Error(ErrorKind::kBug, "libcurl cannot be set up");
  }
}

template <typename T>
T TakeLast(std::vector<T>& from) {
  if (from.empty()) {
    return {};
  }
  T taken = std::move(from.back());
  from.pop_back();
  return taken;
}

}  // namespace

class CurlTransport::Impl {
 public:
  explicit Impl(CurlOptions options);
  ~Impl();

  Response Send(const Request& request, const std::stop_token& stop);
  void Recycle(Buffer buffer);

 private:
  struct MultiDeleter {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };

  std::unique_ptr<Exchange> MakeExchange(const Request& request);
  void Perform(Exchange& exchange, const std::stop_token& stop);
  void Keep(Exchange& exchange);

  // The network thread.
  void Run(const std::stop_token& stop);
  void TakeWork();
  void CollectFinished();
  void Complete(Exchange& exchange, CURLcode result);
  void Wake() { curl_multi_wakeup(multi_.get()); }

  const CurlOptions options_;
  std::unique_ptr<CURLM, MultiDeleter> multi_;
  std::mutex mutex_;
  std::condition_variable finished_;
  std::vector<Exchange*> submitted_;       // guarded by mutex_
  std::vector<EasyHandle> spare_handles_;  // guarded by mutex_
  std::vector<Buffer> spare_buffers_;      // guarded by mutex_
  std::vector<Exchange*> running_;         // network thread only
  std::jthread thread_;                    // last: ends before what it uses
};

CurlTransport::Impl::Impl(CurlOptions options) : options_(std::move(options)) {
  InitCurlOnce();
  multi_.reset(curl_multi_init());
  if (multi_ == nullptr) {
    throw Error(ErrorKind::kBug, "libcurl cannot be set up");
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { Run(stop); });
}

CurlTransport::Impl::~Impl() {
  thread_.request_stop();
  Wake();
  thread_.join();
}

Response CurlTransport::Impl::Send(const Request& request, const std::stop_token& stop) {
  ThrowIfStopped(stop);
  auto exchange = MakeExchange(request);
  Perform(*exchange, stop);
  if (exchange->IsStaleConnection()) {
    // The dead connection is gone from the pool; others may be as dead, so this try takes none of them.
    Keep(*exchange);
    exchange = MakeExchange(request);
    curl_easy_setopt(exchange->handle(), CURLOPT_FRESH_CONNECT, 1L);
    Perform(*exchange, stop);
  }
  Response response = exchange->Finish(request);
  Keep(*exchange);
  return response;
}

std::unique_ptr<Exchange> CurlTransport::Impl::MakeExchange(const Request& request) {
  EasyHandle handle;
  Buffer buffer;
  {
    const std::lock_guard lock(mutex_);
    handle = TakeLast(spare_handles_);
    buffer = TakeLast(spare_buffers_);
  }
  if (handle == nullptr) {
    handle.reset(curl_easy_init());
  }
  if (handle == nullptr) {
    throw Error(ErrorKind::kBug, "libcurl gives no handle");
  }
  return std::make_unique<Exchange>(std::move(handle), options_, request, std::move(buffer));
}

void CurlTransport::Impl::Perform(Exchange& exchange, const std::stop_token& stop) {
  {
    const std::lock_guard lock(mutex_);
    submitted_.push_back(&exchange);
  }
  Wake();
  {
    const std::stop_callback on_stop(stop, [&] {
      const std::lock_guard lock(mutex_);
      exchange.cancelled = true;
      Wake();
    });
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return exchange.done; });
  }
  ThrowIfStopped(stop);
}

void CurlTransport::Impl::Keep(Exchange& exchange) {
  const std::lock_guard lock(mutex_);
  if (spare_handles_.size() < kMaxSpareHandles) {
    spare_handles_.push_back(exchange.TakeHandle());
  }
}

void CurlTransport::Impl::Recycle(Buffer buffer) {
  const std::lock_guard lock(mutex_);
  if (buffer.capacity() > 0 && buffer.capacity() <= kMaxSpareBytes &&
      spare_buffers_.size() < kMaxSpareBuffers) {
    spare_buffers_.push_back(std::move(buffer));
  }
}

void CurlTransport::Impl::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    TakeWork();
    int still_running = 0;
    curl_multi_perform(multi_.get(), &still_running);
    CollectFinished();
    curl_multi_poll(multi_.get(), nullptr, 0, 1000, nullptr);
  }
}

void CurlTransport::Impl::TakeWork() {
  const std::lock_guard lock(mutex_);
  for (Exchange* exchange : std::exchange(submitted_, {})) {
    running_.push_back(exchange);
    if (curl_multi_add_handle(multi_.get(), exchange->handle()) != CURLM_OK) {
      Complete(*exchange, CURLE_FAILED_INIT);
    }
  }
  for (Exchange* exchange : std::vector(running_)) {
    if (exchange->cancelled) {
      Complete(*exchange, CURLE_ABORTED_BY_CALLBACK);
    }
  }
}

void CurlTransport::Impl::CollectFinished() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) {
      continue;
    }
    const CURLcode result = message->data.result;
    char* owner = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
    const std::lock_guard lock(mutex_);
    Complete(*reinterpret_cast<Exchange*>(owner), result);
  }
}

// Caller holds mutex_. The waiting thread may destroy the exchange as soon as the mutex is free.
void CurlTransport::Impl::Complete(Exchange& exchange, CURLcode result) {
  curl_multi_remove_handle(multi_.get(), exchange.handle());
  std::erase(running_, &exchange);
  exchange.result = result;
  exchange.done = true;
  finished_.notify_all();
}

CurlTransport::CurlTransport(CurlOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
CurlTransport::~CurlTransport() = default;
Response CurlTransport::Send(const Request& request, const std::stop_token& stop) {
  return impl_->Send(request, stop);
}
void CurlTransport::Recycle(Buffer buffer) { impl_->Recycle(std::move(buffer)); }

}  // namespace hm::http
