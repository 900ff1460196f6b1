#include "sim/faults.h"

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
  Rule added;
  added.spec = rule;
  added.match = rule.value("match", "");
  added.nth = rule.value("nth", 1);
  added.times = rule.value("times", 1);
  rules_.push_back(std::move(added));
  return static_cast<int>(rules_.size());
}

std::optional<Json> Faults::Match(const Request& request) {
  if (rules_.empty()) return std::nullopt;
  const std::string line = request.method + " " + request.url;
  std::optional<Json> matched;
  for (Rule& rule : rules_) {
    if (line.find(rule.match) == std::string::npos) continue;
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

Reply ApplyFault(const Json& fault, Reply reply) {
  ApplyShape(KindOf(fault), fault, reply);
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
