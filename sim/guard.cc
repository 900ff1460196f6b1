// What stands before every handler: envelopes, URL length, token, scopes, rate limits, constant headers.
#include <array>
#include <ctime>

#include "sim/api.h"

namespace hubsim {
namespace {

constexpr Millis kMillisPerDay = 86'400'000;

std::string Hex(std::uint64_t value, int digits) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (int i = digits - 1; i >= 0; --i) out += kDigits[(value >> (4U * static_cast<unsigned>(i))) & 15U];
  return out;
}

Reply Html414() {
  Reply reply;
  reply.status = 414;
  reply.content_type = "text/html";
  reply.body =
      "<html>\r\n<head><title>414 Request-URI Too Large</title></head>\r\n<body>\r\n"
      "<center><h1>414 Request-URI Too Large</h1></center>\r\n<hr><center>cloudflare</center>\r\n"
      "</body>\r\n</html>\r\n";
  return reply;
}

Reply NoToken(const World& world) {
  return ErrorReply(world,
                    {401, "INVALID_AUTHENTICATION",
                     "Authentication credentials not found. This API supports OAuth 2.0 authentication and "
                     "you can find more details at "
                     "https://developers.hubspot.com/docs/methods/auth/oauth-overview"});
}

// A wrong token reads as one that expired in 1970 (hubspot-api.md §10).
Reply WrongToken(const World& world) {
  const Json json{{"status", "error"},
                  {"message", "The OAuth token used to make this call expired " +
                                  std::to_string(world.Now() / kMillisPerDay) + " day(s) ago."},
                  {"correlationId", CorrelationId(world)},
                  {"category", "EXPIRED_AUTHENTICATION"},
                  {"context", {{"expire time", {"1970-01-01T00:00:00Z"}}}}};
  return JsonReply(json, 401);
}

// Recorded for search: no policy, no errorType; documented for the other two.
Reply TooMany(const World& world, Refusal refusal) {
  if (refusal == Refusal::kSearch) {
    return ErrorReply(world, {429, "RATE_LIMITS", "You have reached your secondly limit."});
  }
  const bool daily = refusal == Refusal::kDaily;
  const Json json{{"status", "error"},
                  {"message", daily ? "You have reached your daily limit."
                                    : "You have reached your ten_secondly_rolling limit."},
                  {"errorType", "RATE_LIMIT"},
                  {"correlationId", CorrelationId(world)},
                  {"policyName", daily ? "DAILY" : "TEN_SECONDLY_ROLLING"},
                  {"requestId", CorrelationId(world)}};
  return JsonReply(json, 429);
}

std::string HttpDate(Millis now) {
  const std::time_t seconds = now / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 40> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), length};
}

}  // namespace

std::string CorrelationId(const World& world) {
  const std::uint64_t a = Mix(world.requests);
  const std::uint64_t b = Mix(a);
  return Hex(a >> 32U, 8) + "-" + Hex(a >> 16U, 4) + "-4" + Hex(a, 3) + "-a" + Hex(b >> 48U, 3) + "-" +
         Hex(b, 12);
}

Reply JsonReply(const Json& json, int status) {
  Reply reply;
  reply.status = status;
  reply.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return reply;
}

Reply ErrorReply(const World& world, const ApiError& error) {
  return JsonReply({{"status", "error"},
                    {"message", error.message},
                    {"correlationId", CorrelationId(world)},
                    {"category", error.category}},
                   error.status);
}

Reply ValidationError(const World& world, std::string message) {
  return ErrorReply(world, {400, "VALIDATION_ERROR", std::move(message)});
}

Reply NotFound(const World& world, std::string message) {
  return ErrorReply(world, {404, "OBJECT_NOT_FOUND", std::move(message)});
}

std::optional<Reply> Refuse(World& world, const Request& request, const Route& route) {
  constexpr std::string_view kRest = "  HTTP/1.1";
  if (request.method.size() + request.url.size() + kRest.size() > world.settings.max_url) return Html414();
  if (request.authorization.empty()) return NoToken(world);
  if (request.authorization != "Bearer " + world.settings.token) return WrongToken(world);
  const Refusal refusal = world.limiter.Admit(route.search, request.arrived_us, world.AccountDay());
  if (refusal != Refusal::kNone) return TooMany(world, refusal);
  return std::nullopt;
}

std::optional<Reply> RequireScope(const World& world, const std::vector<std::string>& any_of) {
  for (const std::string& scope : any_of) {
    if (world.settings.scopes.contains(scope)) return std::nullopt;
  }
  const Json json{
      {"status", "error"},
      {"message",
       "This app hasn't been granted all required scopes to make this call. Read more about required "
       "scopes here: https://developers.hubspot.com/scopes."},
      {"correlationId", CorrelationId(world)},
      {"errors", Json::array({{{"message", "One or more of the following scopes are required."},
                               {"context", {{"requiredGranularScopes", any_of}}}}})},
      {"links", {{"scopes", "https://developers.hubspot.com/scopes"}}},
      {"category", "MISSING_SCOPES"}};
  return JsonReply(json, 403);
}

std::optional<Reply> SensitiveRefusal(const World& world, const ObjectType& type,
                                      const std::set<std::string>& classes) {
  const std::string object = type.schema_name.empty() ? type.name : "custom";
  for (const std::string& of_class : classes) {
    std::string scope = "crm.objects." + object;
    scope.append(".").append(of_class).append(".read");
    if (auto refusal = RequireScope(world, {scope, scope + ".v2"})) return refusal;
  }
  return std::nullopt;
}

void AddStandardHeaders(World& world, const Request& request, const Route& route, Reply& reply) {
  const auto add = [&](const char* name, std::string value) {
    reply.headers.emplace_back(name, std::move(value));
  };
  add("Date", HttpDate(world.Now() + world.settings.date_offset_ms));
  add("Server", "cloudflare");
  if (reply.status == 414) return;
  add("Vary", "Accept-Encoding");
  add("CF-Cache-Status", "DYNAMIC");
  add("CF-Ray", Hex(Mix(world.requests), 16) + "-FRA");
  add("X-HubSpot-Correlation-Id", CorrelationId(world));
  add("X-Trace", "2B" + Hex(Mix(world.requests + 1), 16));
  if (reply.status == 401) return;
  const Limits& limits = world.limiter.limits;
  const auto left = [](std::int64_t limit, std::int64_t used) {
    return std::to_string(std::max<std::int64_t>(0, limit - used));
  };
  if (!world.settings.oauth) {
    add("X-HubSpot-RateLimit-Daily", std::to_string(limits.daily));
    add("X-HubSpot-RateLimit-Daily-Remaining", left(limits.daily, world.limiter.daily_used));
  }
  // Search answers carry the daily pair alone (recorded 2022).
  if (route.search) return;
  const auto burst = static_cast<std::int64_t>(limits.burst);
  add("X-HubSpot-RateLimit-Interval-Milliseconds", "10000");
  add("X-HubSpot-RateLimit-Max", std::to_string(burst));
  add("X-HubSpot-RateLimit-Remaining",
      left(burst, static_cast<std::int64_t>(world.limiter.BurstUsed(request.arrived_us))));
  add("X-HubSpot-RateLimit-Secondly", std::to_string(burst / 10));
  add("X-HubSpot-RateLimit-Secondly-Remaining",
      left(burst / 10, static_cast<std::int64_t>(world.limiter.SecondUsed(request.arrived_us))));
}

}  // namespace hubsim
