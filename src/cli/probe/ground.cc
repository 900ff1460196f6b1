#include "cli/probe/ground.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/error.h"

namespace hm::cli {
namespace {

using nlohmann::json;

constexpr int kTooMany = 429;
constexpr Millis kAfterRefusal{1'000};
constexpr std::size_t kRecordsWithValues = 50;
constexpr std::size_t kLongestMessage = 160;
constexpr const char* kModified = "hs_lastmodifieddate";
constexpr const char* kEarliest = "1000";  // HubSpot answers 500 to 0

Answer Read(http::Response response) {
  json body = json::parse(response.body.view(), nullptr, /*allow_exceptions=*/false);
  if (body.is_discarded()) {
    body = nullptr;
  }
  return {response.status, std::move(response.headers), std::move(body)};
}

std::string Text(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

const json& Answer::Array(const char* name) const {
  static const json kNone = json::array();
  const auto found = body.is_object() ? body.find(name) : body.end();
  return body.is_object() && found != body.end() && found->is_array() ? *found : kNone;
}

std::string Answer::Told() const {
  std::string category = Text(body, "category");
  if (!std::ranges::all_of(category, [](char c) { return (c >= 'A' && c <= 'Z') || c == '_'; })) {
    category.clear();
  }
  return fmt::format("HTTP {}{}{}", status, category.empty() ? "" : " ", category);
}

std::string Answer::Message() const {
  std::string out;
  for (const char c : Text(body, "message").substr(0, kLongestMessage)) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit || !out.ends_with('#')) {
      out += digit ? '#' : c >= ' ' && c <= '~' ? c : '?';
    }
  }
  return out;
}

std::string Answer::Cursor() const {
  const json::json_pointer at("/paging/next/after");
  return body.is_object() && body.contains(at) && body.at(at).is_string() ? body.at(at).get<std::string>()
                                                                          : "";
}

std::optional<std::int64_t> Answer::Total() const {
  const auto found = body.is_object() ? body.find("total") : body.end();
  return body.is_object() && found != body.end() && found->is_number_integer()
             ? std::optional(found->get<std::int64_t>())
             : std::nullopt;
}

std::optional<std::uint64_t> NumberOf(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::vector<std::uint64_t> IdsOf(const json& records) {
  std::vector<std::uint64_t> ids;
  for (const json& record : records) {
    if (const auto id = NumberOf(Text(record, "id"))) {
      ids.push_back(*id);
    }
  }
  return ids;
}

bool Ascends(std::span<const std::uint64_t> ids) {
  return std::ranges::adjacent_find(ids, std::ranges::greater_equal{}) == ids.end();
}

json Filter(const std::string& property, const char* op, const std::string& value) {
  return {{"propertyName", property}, {"operator", op}, {"value", value}};
}

void Ground::Begin() {
  try {
    client_.GetAccountDetails({});
    account_told_ = true;
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kScope && e.kind() != ErrorKind::kBug) {
      throw;
    }
  }
  for (const auto& [object, modified] :
       {std::pair{"contacts", "lastmodifieddate"}, {"companies", kModified}, {"deals", kModified}}) {
    Answer answer = SearchOf(object, {Filter(modified, "GTE", kEarliest)}, 1);
    const auto total = answer.Total();
    if (!answer.good() || !total) {
      continue;
    }
    if (object_.empty() || *total > total_) {
      other_ = std::exchange(object_, object);
      modified_ = modified;
      total_ = *total;
      search_ = std::move(answer);
    } else if (other_.empty()) {
      other_ = object;
    }
  }
}

Answer Ground::Get(const std::string& path) {
  return Ask(hubspot::Lane::kBurst, http::Method::kGet, path, "");
}

Answer Ground::Post(const std::string& path, const json& body) {
  return Ask(hubspot::Lane::kBurst, http::Method::kPost, path, body.dump());
}

Answer Ground::Search(const std::vector<json>& filters, int limit, const json& more) {
  return SearchOf(Object(), filters, limit, more);
}

Answer Ground::SearchOf(const std::string& object, const std::vector<json>& filters, int limit,
                        const json& more) {
  json body{{"filterGroups", json::array({json{{"filters", filters}}})},
            {"sorts", json::array({json{{"propertyName", "hs_object_id"}, {"direction", "ASCENDING"}}})},
            {"limit", limit}};
  body.update(more);
  return Ask(hubspot::Lane::kSearch, http::Method::kPost, paths().Search(object), body.dump());
}

// Somebody else may use up the account's allowance just now: one more try.
Answer Ground::Ask(hubspot::Lane lane, http::Method method, const std::string& path,
                   const std::string& body) {
  Answer answer = AskOnce(lane, method, path, body);
  if (answer.status == kTooMany) {
    SleepFor(kAfterRefusal, {});
    answer = AskOnce(lane, method, path, body);
  }
  return answer;
}

Answer Ground::AskOnce(hubspot::Lane lane, http::Method method, const std::string& path,
                       const std::string& body) {
  last_status_ = 0;
  Reserve(1);
  Answer answer = Read(client_.Ask(lane, method, path, body, {}));
  last_status_ = answer.status;
  return answer;
}

void Ground::Reserve(int requests) const {
  if (client_.stats().requests + requests > kMostProbeRequests) {
    throw Error(ErrorKind::kRateLimited, "the allowance of requests is used up");
  }
}

const Answer& Ground::Good(const Answer& answer) const {
  if (!answer.good() || !answer.body.is_object()) {
    throw Error(ErrorKind::kBug, ErrorCode::kBadAnswer, "no usable answer");
  }
  return answer;
}

const std::string& Ground::Object() const {
  if (object_.empty()) {
    throw Error(ErrorKind::kScope, "neither contacts nor companies nor deals can be read");
  }
  return object_;
}

const Answer& Ground::ListPage() {
  if (!page_) {
    page_ = ListFrom("", false, 100);
  }
  return Good(*page_);
}

const std::vector<std::uint64_t>& Ground::Ids() {
  if (!ids_) {
    ids_ = IdsOf(ListPage().Array("results"));
  }
  return *ids_;
}

const std::vector<hubspot::PropertyDefinition>& Ground::Properties() {
  if (!properties_) {
    last_status_ = 0;
    Reserve(kTriesOfClient);
    properties_ = client_.ListProperties(Object(), {});
  }
  return *properties_;
}

const Answer& Ground::Records() {
  if (!records_) {
    std::vector<std::uint64_t> ids = Ids();
    ids.resize(std::min(ids.size(), kRecordsWithValues));
    std::vector<std::string> names;
    for (const hubspot::PropertyDefinition& property : Properties()) {
      names.push_back(property.name);
    }
    records_ = BatchRead(ids, names);
  }
  return Good(*records_);
}

const Answer& Ground::Archived() {
  if (!archived_) {
    archived_ = ListFrom("", true, 100);
  }
  return Good(*archived_);
}

const std::optional<MergedPair>& Ground::Merged() {
  if (std::exchange(merged_asked_, true)) {
    return merged_;
  }
  const char* property = "hs_merged_object_ids";
  const json has{{"propertyName", property}, {"operator", "HAS_PROPERTY"}};
  const Answer found = Search({has}, 1, json{{"properties", json::array({property})}});
  for (const json& record : Good(found).Array("results")) {
    const auto left = NumberOf(Text(record, "id"));
    const std::string all = record.contains("properties") ? Text(record.at("properties"), property) : "";
    const auto gone = NumberOf(std::string_view(all).substr(0, all.find(';')));
    if (left && gone) {
      merged_ = MergedPair{*left, *gone};
    }
  }
  return merged_;
}

Answer Ground::ListFrom(const std::string& after, bool archived, int limit) {
  return Get(fmt::format("{}?limit={}{}{}", paths().Objects(Object()), limit,
                         archived ? "&archived=true" : "", after.empty() ? "" : "&after=" + after));
}

Answer Ground::BatchRead(const std::vector<std::uint64_t>& ids, const std::vector<std::string>& properties,
                         bool archived) {
  json inputs = json::array();
  for (const std::uint64_t id : ids) {
    inputs.push_back({{"id", std::to_string(id)}});
  }
  return Post(paths().BatchRead(Object()) + (archived ? "?archived=true" : ""),
              json{{"properties", properties}, {"inputs", inputs}});
}

}  // namespace hm::cli
