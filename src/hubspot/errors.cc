#include "hubspot/errors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "hubspot/timestamps.h"

namespace hm::hubspot {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kDayMillis = 86'400'000;

// What HubSpot says about an error; every field may be missing, and the body may be a proxy's HTML.
struct Envelope {
  std::string message;
  std::string category;
  std::string correlation_id;
  std::string policy;
  std::vector<std::string> scopes;
  bool expired_in_1970 = false;
};

std::string StringAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? CleanText(found->get<std::string>()) : std::string();
}

void CollectScopes(const Json& error, std::vector<std::string>& scopes) {
  const auto context = error.find("context");
  if (context == error.end() || !context->is_object()) {
    return;
  }
  for (const char* key : {"requiredGranularScopes", "requiredScopes"}) {
    const auto names = context->find(key);
    if (names == context->end() || !names->is_array()) {
      continue;
    }
    for (const Json& name : *names) {
      if (name.is_string()) {
        scopes.push_back(CleanText(name.get<std::string>(), 100));
      }
    }
  }
}

bool ExpiredIn1970(const Json& body) {
  const auto context = body.find("context");
  if (context == body.end() || !context->is_object() || !context->contains("expire time")) {
    return false;
  }
  return (*context)["expire time"].dump().find("1970-01-01") != std::string::npos;
}

Envelope ParseEnvelope(std::string_view text) {
  Envelope out;
  const Json body = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) {
    return out;
  }
  out.message = StringAt(body, "message");
  out.category = StringAt(body, "category");
  if (out.category.empty()) {
    out.category = StringAt(body, "errorType");
  }
  out.correlation_id = StringAt(body, "correlationId");
  out.policy = StringAt(body, "policyName");
  CollectScopes(body, out.scopes);
  if (const auto errors = body.find("errors"); errors != body.end() && errors->is_array()) {
    for (const Json& error : *errors) {
      if (error.is_object()) {
        CollectScopes(error, out.scopes);
      }
    }
  }
  out.expired_in_1970 = ExpiredIn1970(body);
  return out;
}

// "GET host/path: HTTP 400 VALIDATION_ERROR: message (correlation id …)"
std::string Message(int status, const Envelope& envelope, std::string_view where,
                    std::string_view meaning = {}) {
  std::string out = fmt::format("{}: {}{}HTTP {}", where, meaning, meaning.empty() ? "" : ": ", status);
  if (!envelope.category.empty()) {
    out += " " + envelope.category;
  }
  if (!envelope.message.empty()) {
    out += ": " + envelope.message;
  }
  if (!envelope.correlation_id.empty()) {
    out += fmt::format(" (correlation id {})", envelope.correlation_id);
  }
  return out;
}

Error AuthError(const Envelope& envelope, std::string_view where) {
  const std::string hint =
      "create or rotate a service key in HubSpot (Development > Keys > Service keys) and set HUBSPOT_API_KEY";
  // A token HubSpot does not know is reported as expired since 1970: "expired 20705 day(s) ago".
  if (envelope.expired_in_1970) {
    return {ErrorKind::kAuth, ErrorCode::kTokenUnknown,
            fmt::format(
                "{}: HubSpot does not know this token ({}, it says: expired in 1970): it is mistyped, cut or "
                "from another account",
                where, envelope.category),
            hint};
  }
  std::string why = envelope.category.empty() ? "HTTP 401" : envelope.category;
  if (!envelope.message.empty()) {
    why += ": " + envelope.message;
  }
  return {ErrorKind::kAuth, fmt::format("{}: HubSpot refused the token ({})", where, why), hint};
}

Error ScopeError(const Envelope& envelope, std::string_view where) {
  if (envelope.scopes.empty()) {
    return {ErrorKind::kScope, Message(403, envelope, where), "check the scopes of the key in HubSpot"};
  }
  const std::string scopes = fmt::format("{}", fmt::join(envelope.scopes, ", "));
  return {ErrorKind::kScope,
          fmt::format("{}: the token lacks a scope; one of these is required: {}", where, scopes),
          "add the scope to the key in HubSpot: " + scopes};
}

bool IsDaily(const Envelope& envelope) {
  std::string message = envelope.message;
  std::ranges::transform(message, message.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return envelope.policy == "DAILY" || message.find("daily limit") != std::string::npos;
}

Reason ReasonOf(int status, const Envelope& envelope) {
  switch (status) {
    case 423:
      return Reason::kLocked;
    case 429:
      return IsDaily(envelope) ? Reason::kDaily : Reason::kBusy;
    case 477:
      return Reason::kMigrating;
    case 408:
      return Reason::kServer;
    default:
      break;
  }
  if (status >= 500) {
    return Reason::kServer;
  }
  return status >= 400 ? Reason::kFinal : Reason::kBadAnswer;
}

Error ErrorOf(int status, Reason reason, const Envelope& envelope, std::string_view where) {
  switch (reason) {
    case Reason::kDaily:
      return {ErrorKind::kRateLimited, ErrorCode::kDailyLimit,
              Message(status, envelope, where, "the account's requests of the day are used up")};
    case Reason::kLocked:
    case Reason::kBusy:
    case Reason::kMigrating:
      return {ErrorKind::kRateLimited, Message(status, envelope, where)};
    case Reason::kServer:
      return {ErrorKind::kRetry, ErrorCode::kServerError,
              Message(status, envelope, where, "HubSpot, or a proxy on the way, fails")};
    case Reason::kNetwork:
    case Reason::kBadAnswer:
      return {ErrorKind::kRetry, ErrorCode::kBadAnswer, Message(status, envelope, where, "unexpected answer"),
              "a proxy or captive portal may stand in the way; redirects are not followed"};
    case Reason::kReserved:  // of no answer
    case Reason::kFinal:
      break;
  }
  switch (status) {
    case 401:
      return AuthError(envelope, where);
    case 403:
      return ScopeError(envelope, where);
    case 414:
      return {ErrorKind::kTooLong, Message(status, envelope, where)};
    default:
      return {ErrorKind::kBug, ErrorCode::kRequestRefused, Message(status, envelope, where)};
  }
}

// Cuts at a character's start.
void Truncate(std::string& text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) {
    return;
  }
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  text.resize(end);
  text += "…";
}

void RedactTokens(std::string& text) {
  constexpr std::string_view kPrefix = "pat-";
  for (std::size_t at = text.find(kPrefix); at != std::string::npos; at = text.find(kPrefix, at + 1)) {
    std::size_t end = at + kPrefix.size();
    while (end < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '-')) {
      ++end;
    }
    text.replace(at, end - at, "pat-***");
  }
}

}  // namespace

std::string_view ToString(Reason reason) {
  switch (reason) {
    case Reason::kFinal:
      return "refused";
    case Reason::kNetwork:
      return "network";
    case Reason::kServer:
      return "server";
    case Reason::kBadAnswer:
      return "bad_answer";
    case Reason::kBusy:
      return "rate_limit";
    case Reason::kDaily:
      return "daily_limit";
    case Reason::kReserved:
      return "daily_reserve";
    case Reason::kLocked:
      return "locked";
    case Reason::kMigrating:
      return "migrating";
  }
  return "unknown";
}

Failure FailureFromAnswer(const http::Response& answer, std::string_view where, std::int64_t now_ms) {
  const Envelope envelope = ParseEnvelope(answer.body.view());
  const Reason reason = ReasonOf(answer.status, envelope);
  Failure failure{reason, ErrorOf(answer.status, reason, envelope, where), std::nullopt};
  if (const auto value = answer.headers.Find("Retry-After"); value && reason != Reason::kFinal) {
    failure.retry_after = ParseRetryAfter(*value, now_ms);
  }
  if (failure.retry_after) {
    failure.error.WithRetryAfter(*failure.retry_after);
  }
  return failure;
}

std::optional<Millis> ParseRetryAfter(std::string_view value, std::int64_t now_ms) {
  std::int64_t millis = 0;
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  if (error == std::errc{} && end == value.data() + value.size()) {
    if (seconds > kDayMillis / 1000) {
      return std::nullopt;
    }
    millis = seconds * 1000;
  } else if (const auto date = ParseHttpDateMillis(value)) {
    millis = *date - now_ms;
  }
  return millis > 0 && millis <= kDayMillis ? std::optional(Millis(millis)) : std::nullopt;
}

std::string CleanText(std::string_view text, std::size_t max_bytes) {
  std::string out(text);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      c = ' ';
    }
  }
  RedactTokens(out);
  Truncate(out, max_bytes);
  return out;
}

}  // namespace hm::hubspot
