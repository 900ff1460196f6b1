// One HTTP exchange: the seam at which tests replace the network.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "http/buffer.h"

namespace hm::http {

enum class Method { kGet, kPost };

struct Header {
  std::string name;
  std::string value;
};

struct Request {
  Method method = Method::kGet;
  std::string url;           // absolute, already encoded
  std::string body;          // sent with kPost only
  std::string content_type;  // of the body
  std::vector<Header> headers;
  Secret bearer;  // sent as "Authorization: Bearer …"; shown nowhere
};

class Headers {
 public:
  // The value of the last header of that name, whatever its case; nullopt if there is none.
  std::optional<std::string_view> Find(std::string_view name) const;
  void Add(std::string_view name, std::string_view value);
  void Clear() { entries_.clear(); }

 private:
  std::vector<Header> entries_;
};

struct Response {
  int status = 0;
  Headers headers;
  Buffer body;  // decompressed
};

// Thread-safe: several threads may Send() at once.
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  // Any answer, whatever its status, is a Response. Throws Error(kRetry) when there was no whole answer and
  // Error(kCancelled) at once when a stop is asked for. Error texts name host and path, never the query.
  virtual Response Send(const Request& request, const std::stop_token& stop) = 0;

  // Takes back a buffer whose content is no longer needed, to be filled by a later answer.
  virtual void Recycle(Buffer /*buffer*/) {}
};

// "GET api.hubapi.com/crm/objects/2026-09/contacts": what a message may say about a request.
std::string Describe(const Request& request);

// RFC 3986: all but unreserved characters become %XX.
std::string UrlEncode(std::string_view text);
void AppendUrlEncoded(std::string& out, std::string_view text);
// Bytes AppendUrlEncoded() would write.
std::size_t UrlEncodedLength(std::string_view text);

}  // namespace hm::http
