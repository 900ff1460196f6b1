#include "http/curl_exchange.h"

#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "base/failpoint.h"

namespace hm::http {
namespace {

// curl_easy_setopt is variadic: the wrong type would be read as garbage, so every kind has its function.
void Check(CURLcode code) {
  if (code != CURLE_OK) {
    throw Error(ErrorKind::kBug, std::string("libcurl refused an option: ") + curl_easy_strerror(code));
  }
}
void Set(CURL* h, CURLoption option, long value) { Check(curl_easy_setopt(h, option, value)); }
void Set(CURL* h, CURLoption option, const char* value) { Check(curl_easy_setopt(h, option, value)); }

std::string_view Trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool IsLoopback(std::string_view url) {
  url.remove_prefix(std::string_view("http://").size());
  const std::string_view host = url.substr(0, url.find_first_of("/?#"));
  for (const std::string_view name : {"127.0.0.1", "[::1]", "localhost"}) {
    if (host == name || (host.starts_with(name) && host[name.size()] == ':' &&
                         host.find_first_not_of("0123456789", name.size() + 1) == std::string_view::npos)) {
      return true;
    }
  }
  return false;
}

// "host:port" of the proxy that the environment names for https, without user and password; "" for none.
std::string ProxyOfEnvironment() {
  for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"}) {
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') {
      std::string proxy(value);
      if (const auto scheme = proxy.find("://"); scheme != std::string::npos) proxy.erase(0, scheme + 3);
      proxy.erase(0, proxy.rfind('@') + 1);
      return proxy.substr(0, proxy.find('/'));
    }
  }
  return {};
}

// Whether the connection failed on the way to, or in, a proxy.
bool MayBeTheProxy(CURL* handle, CURLcode result) {
  long connect_code = 0;
  curl_easy_getinfo(handle, CURLINFO_HTTP_CONNECTCODE, &connect_code);
  return result == CURLE_COULDNT_RESOLVE_PROXY || result == CURLE_PROXY || result == CURLE_COULDNT_CONNECT ||
         connect_code >= 300;
}

void CheckScheme(const std::string& url, const CurlOptions& options) {
  if (url.starts_with("https://") ||
      (options.allow_plain_http && url.starts_with("http://") && IsLoopback(url))) {
    return;
  }
  throw Error(ErrorKind::kConfig, ErrorCode::kBadValue, "the base URL must start with https://",
              "plain http is for the simulator on this machine only");
}

}  // namespace

Exchange::Exchange(EasyHandle handle, const CurlOptions& options, const Request& request, Buffer buffer)
    : options_(options), handle_(std::move(handle)) {
  CheckScheme(request.url, options);
  buffer.Clear();
  response_.body = std::move(buffer);
  SetSafety();
  SetRequest(request);
}

void Exchange::SetSafety() {
  CURL* const h = handle_.get();
  curl_easy_reset(h);
  Check(curl_easy_setopt(h, CURLOPT_ERRORBUFFER, message_.data()));
  Check(curl_easy_setopt(h, CURLOPT_PRIVATE, this));
  Check(curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, &Exchange::OnBody));
  Check(curl_easy_setopt(h, CURLOPT_WRITEDATA, this));
  Check(curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, &Exchange::OnHeader));
  Check(curl_easy_setopt(h, CURLOPT_HEADERDATA, this));
  Set(h, CURLOPT_NOSIGNAL, 1L);
  Set(h, CURLOPT_PROTOCOLS_STR, options_.allow_plain_http ? "https,http" : "https");
  Set(h, CURLOPT_FOLLOWLOCATION, 0L);
  Set(h, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  Set(h, CURLOPT_SSL_VERIFYPEER, 1L);
  Set(h, CURLOPT_SSL_VERIFYHOST, 2L);
  Set(h, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  Set(h, CURLOPT_ACCEPT_ENCODING, "gzip");
  // Below what gets a mapping of its own (main.cc): libcurl gives it back after each answer.
  Set(h, CURLOPT_BUFFERSIZE, 128L * 1024);
  Set(h, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
  Set(h, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.total_timeout.count()));
  Set(h, CURLOPT_LOW_SPEED_LIMIT, 1000L);
  Set(h, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options_.low_speed_time.count()));
  Set(h, CURLOPT_USERAGENT, options_.user_agent.c_str());
  if (!options_.ca_file.empty()) {
    Set(h, CURLOPT_CAINFO, options_.ca_file.c_str());
  }
}

void Exchange::SetRequest(const Request& request) {
  CURL* const h = handle_.get();
  Set(h, CURLOPT_URL, request.url.c_str());
  if (!request.url.starts_with("https://")) {
    Set(h, CURLOPT_PROXY, "");  // the token in clear text stays on this machine
  }
  for (const Header& header : request.headers) {
    AddHeader(header.name + ": " + header.value);
  }
  if (!request.bearer.empty()) {
    AddHeader("Authorization: Bearer " + request.bearer.Reveal());
  }
  if (request.method == Method::kPost) {
    AddHeader("Content-Type: " + request.content_type);
    AddHeader("Expect:");  // no round trip before the body
    Check(curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size())));
    Check(curl_easy_setopt(h, CURLOPT_POSTFIELDS, request.body.data()));
  }
  Check(curl_easy_setopt(h, CURLOPT_HTTPHEADER, sent_headers_.get()));
}

void Exchange::AddHeader(const std::string& line) {
  if (line.find_first_of("\r\n") != std::string::npos) {
    throw Error(ErrorKind::kConfig, ErrorCode::kBadToken, "the token or a header holds a line break",
                "check HUBSPOT_API_KEY for stray characters");
  }
  curl_slist* const longer = curl_slist_append(sent_headers_.get(), line.c_str());
  if (longer == nullptr) {
    throw std::bad_alloc();
  }
  static_cast<void>(sent_headers_.release());
  sent_headers_.reset(longer);
}

// Callbacks are called from C: nothing may leave them.
std::size_t Exchange::OnBody(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<Exchange*>(self);
  const std::size_t bytes = size * count;
  HM_FAILPOINT("body");
  try {
    // Counted here, after decompression: libcurl's own limit counts what is on the wire.
    if (exchange.response_.body.size() + bytes > exchange.options_.max_body) {
      exchange.refusal_ = "the answer is larger than allowed";
      return 0;
    }
    exchange.response_.body.Append({data, bytes});
    return bytes;
  } catch (...) {
    exchange.refusal_ = "out of memory";
    return 0;
  }
}

std::size_t Exchange::OnHeader(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<Exchange*>(self);
  const std::string_view line(data, size * count);
  try {
    exchange.header_bytes_ += line.size();
    if (exchange.header_bytes_ > exchange.options_.max_headers) {
      exchange.refusal_ = "the answer's headers are larger than allowed";
      return 0;
    }
    if (line.starts_with("HTTP/")) {
      exchange.response_.headers.Clear();  // what came before was an interim or a proxy's answer
      return line.size();
    }
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
      exchange.response_.headers.Add(Trim(line.substr(0, colon)), Trim(line.substr(colon + 1)));
    }
    return line.size();
  } catch (...) {
    exchange.refusal_ = "out of memory";
    return 0;
  }
}

bool Exchange::IsStaleConnection() const {
  long new_connections = 1;
  curl_easy_getinfo(handle_.get(), CURLINFO_NUM_CONNECTS, &new_connections);
  const bool connection_broke = result == CURLE_SEND_ERROR || result == CURLE_RECV_ERROR ||
                                result == CURLE_GOT_NOTHING || result == CURLE_HTTP2_STREAM ||
                                result == CURLE_HTTP2;
  return connection_broke && new_connections == 0 && header_bytes_ == 0;
}

Response Exchange::Finish(const Request& request) {
  if (result != CURLE_OK) {
    Fail(request);
  }
  long status = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  return std::move(response_);
}

void Exchange::Fail(const Request& request) const {
  std::string what = refusal_ != nullptr ? refusal_ : message_.data();
  if (what.empty()) {
    what = curl_easy_strerror(result);
  }
  std::string hint;
  ErrorCode code = ErrorCode::kUnreachable;
  if (result == CURLE_PEER_FAILED_VERIFICATION || result == CURLE_SSL_CACERT_BADFILE) {
    code = ErrorCode::kUntrusted;
    hint = "the server's certificate is not trusted; CA file in use: " +
           (options_.ca_file.empty() ? std::string("the system's") : options_.ca_file);
  } else if (const std::string proxy = ProxyOfEnvironment();
             !proxy.empty() && MayBeTheProxy(handle_.get(), result)) {
    hint = "the proxy " + proxy + " is in use: check HTTPS_PROXY";
  } else {
    hint = "check this machine's network, name resolution and firewall; it is tried again by itself";
  }
  throw Error(ErrorKind::kRetry, code, Describe(request) + ": " + what, hint);
}

}  // namespace hm::http
