#include "sim/faults.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "sim/fault_page.h"

namespace hubsim {
namespace {

std::string KindOf(const Json& fault) { return fault.value("kind", "status"); }

std::string BodyOf(const Json& fault) {
  if (!fault.contains("body")) {
    return "<html><head><title>Service unavailable</title></head><body>error</body></html>";
  }
  const Json& body = fault.at("body");
  return body.is_string() ? body.get<std::string>() : body.dump();
}

void ApplyStatus(const Json& fault, Reply& reply) {
  reply.status = fault.value("status", 503);
  reply.body = BodyOf(fault);
  const bool json = fault.contains("body") && !reply.body.empty() && reply.body.front() == '{';
  reply.content_type =
      fault.value("contentType", json ? "application/json;charset=utf-8" : "text/html;charset=utf-8");
}

constexpr std::array<std::string_view, 12> kKinds{"status", "reset",    "hang",     "drip",
                                                  "cut",    "cutgzip",  "badjson",  "page",
                                                  "text",   "empty200", "redirect", "delay"};
constexpr std::array<std::string_view, 25> kKeys{
    "match", "route",   "matchBody", "nth",     "times",  "kind",    "status",    "body",    "contentType",
    "ms",    "headers", "location",  "results", "paging", "drop",    "duplicate", "reverse", "add",
    "id",    "set",     "total",     "find",    "with",   "withHex", "all"};

void Check(const Json& rule) {
  const std::string kind = KindOf(rule);
  if (std::ranges::find(kKinds, kind) == kKinds.end()) throw std::invalid_argument("unknown kind " + kind);
  for (const auto& [key, value] : rule.items()) {
    if (std::ranges::find(kKeys, key) == kKeys.end()) throw std::invalid_argument("unknown key " + key);
  }
}

void ApplyShape(const std::string& kind, const Json& fault, Reply& reply) {
  if (kind == "status") return ApplyStatus(fault, reply);
  if (kind == "reset") reply.delivery = Delivery::kReset;
  if (kind == "hang") reply.delivery = Delivery::kHang;
  if (kind == "cut") reply.delivery = Delivery::kCut;
  if (kind == "drip") {
    reply.delivery = Delivery::kDrip;
    reply.drip_ms = fault.value("ms", 50);
  }
  if (kind == "delay") reply.delay_ms = fault.value("ms", 1000);
  if (kind == "cutgzip") reply.gzip = reply.cut_gzip = true;
  if (kind == "badjson") reply.body.resize(reply.body.size() * 2 / 3);
  if (kind == "empty200") {
    reply.status = 200;
    reply.body.clear();
  }
  if (kind == "redirect") {
    reply.status = fault.value("status", 302);
    reply.body.clear();
    reply.headers.emplace_back("Location", fault.value("location", "https://elsewhere.example/"));
  }
}

}  // namespace

int Faults::Add(const Json& rule) {
  Check(rule);
  Rule added;
  added.spec = rule;
  added.match = rule.value("match", "");
  added.route = rule.value("route", "");
  added.body = rule.value("matchBody", "");
  added.nth = rule.value("nth", 1);
  added.times = rule.value("times", 1);
  rules_.push_back(std::move(added));
  return static_cast<int>(rules_.size());
}

bool Faults::Fits(const Rule& rule, const Request& request, const std::string& route) {
  const bool named = rule.route.empty() || route == rule.route ||
                     (route.starts_with(rule.route) && route[rule.route.size()] == '/');
  if (!named || request.body.find(rule.body) == std::string::npos) return false;
  return rule.match.empty() || (request.method + " " + request.url).find(rule.match) != std::string::npos;
}

std::optional<Json> Faults::Match(const Request& request, const std::string& route) {
  std::optional<Json> matched;
  for (Rule& rule : rules_) {
    if (!Fits(rule, request, route)) continue;
    ++rule.seen;
    if (matched || rule.seen < rule.nth || (rule.times >= 0 && rule.hits >= rule.times)) continue;
    ++rule.hits;
    matched = rule.spec;
  }
  return matched;
}

Json Faults::ToJson() const {
  Json list = Json::array();
  for (const Rule& rule : rules_) {
    Json entry = rule.spec;
    entry["seen"] = rule.seen;
    entry["hits"] = rule.hits;
    list.push_back(std::move(entry));
  }
  return list;
}

Reply ApplyFault(const Json& fault, const Request& request, Reply reply) {
  const std::string kind = KindOf(fault);
  ApplyShape(kind, fault, reply);
  if (kind == "page") EditPage(fault, request, reply);
  if (kind == "text") EditText(fault, reply);
  const Json headers = fault.value("headers", Json::object());
  for (const auto& [name, value] : headers.items()) {
    reply.headers.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return reply;
}

bool ReplacesAnswer(const Json& fault) {
  const std::string kind = KindOf(fault);
  return kind == "status" || kind == "reset" || kind == "hang" || kind == "empty200" || kind == "redirect";
}

}  // namespace hubsim
