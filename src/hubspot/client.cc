#include "hubspot/client.h"

#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "base/digest.h"
#include "base/error.h"
#include "base/failpoint.h"
#include "hubspot/requests.h"
#include "hubspot/schema.h"
#include "hubspot/timestamps.h"
#include "json/writer.h"

namespace hm::hubspot {

Client::Client(ClientOptions options, http::Transport& transport)
    : options_(std::move(options)),
      transport_(transport),
      paths_(options_.version),
      shared_(std::make_shared<Shared>(options_.fixed_rate_limit)) {
  while (options_.base_url.ends_with('/')) {
    options_.base_url.pop_back();
  }
}

Client::Client(const Client& other, Priority priority)
    : options_(other.options_),
      transport_(other.transport_),
      paths_(other.paths_),
      priority_(priority),
      shared_(other.shared_) {}

AccountDetails Client::GetAccountDetails(const std::stop_token& stop) {
  AccountDetails details;
  Call(
      Lane::kBurst, MakeRequest(http::Method::kGet, paths_.AccountDetails()),
      [&](http::Response& answer) { details = ParseAccountDetails(answer.body.view()); }, stop);
  const std::lock_guard lock(shared_->mutex);
  shared_->utc_offset_ms = details.utc_offset_ms;
  return details;
}

http::Request Client::TokenInfoRequest() const {
  std::string body = R"({"tokenKey":)";
  json::AppendString(body, options_.token.Reveal());
  body += '}';
  return MakeRequest(http::Method::kPost, Paths::TokenInfo(), std::move(body));
}

TokenInfo Client::GetTokenInfo(const std::stop_token& stop) {
  TokenInfo info;
  Call(
      Lane::kBurst, TokenInfoRequest(),
      [&](http::Response& answer) { info = ParseTokenInfo(answer.body.view()); }, stop);
  return info;
}

std::optional<TokenInfo> Client::TryTokenInfo(const std::stop_token& stop) {
  TokenInfo info;
  const auto failure = Try(
      Lane::kBurst, TokenInfoRequest(),
      [&](http::Response& answer) { info = ParseTokenInfo(answer.body.view()); }, stop);
  if (failure && failure->error.kind() == ErrorKind::kAuth) {
    throw Error(failure->error);
  }
  return failure && failure->reason != Reason::kFinal ? std::nullopt : std::optional(std::move(info));
}

std::string Client::TokenFingerprint() const {
  return Sha256Hex("hubspot-mariadb " + options_.token.Reveal(), 16);
}

std::vector<PropertyDefinition> Client::ListProperties(std::string_view object, const std::stop_token& stop,
                                                       std::string_view sensitivity) {
  std::vector<PropertyDefinition> properties;
  std::string path = paths_.Properties(object);
  if (!sensitivity.empty()) {
    path += "?dataSensitivity=";
    path += sensitivity;
  }
  Call(
      Lane::kBurst, MakeRequest(http::Method::kGet, path),
      [&](http::Response& answer) { properties = ParseProperties(answer.body.view()); }, stop);
  return properties;
}

std::vector<Pipeline> Client::ListPipelines(std::string_view object, const std::stop_token& stop) {
  std::vector<Pipeline> pipelines;
  Call(
      Lane::kBurst, MakeRequest(http::Method::kGet, paths_.Pipelines(object)),
      [&](http::Response& answer) { pipelines = ParsePipelines(answer.body.view()); }, stop);
  return pipelines;
}

std::vector<ObjectSchema> Client::ListSchemas(const std::stop_token& stop) {
  std::vector<ObjectSchema> schemas;
  Call(
      Lane::kBurst, MakeRequest(http::Method::kGet, paths_.Schemas()),
      [&](http::Response& answer) { schemas = ParseSchemas(answer.body.view()); }, stop);
  return schemas;
}

std::vector<Owner> Client::ListOwners(bool archived, const std::stop_token& stop) {
  std::vector<Owner> owners;
  std::set<std::string> cursors;
  std::string after;
  do {
    std::string path = paths_.Owners() + "?limit=500";
    path += archived ? "&archived=true" : "";
    if (!after.empty()) {
      path += "&after=";
      http::AppendUrlEncoded(path, after);
    }
    OwnerPage page;
    Call(
        Lane::kBurst, MakeRequest(http::Method::kGet, path),
        [&](http::Response& answer) { page = ParseOwners(answer.body.view()); }, stop);
    owners.insert(owners.end(), std::make_move_iterator(page.owners.begin()),
                  std::make_move_iterator(page.owners.end()));
    after = std::move(page.next_after);
    if (!after.empty() && !cursors.insert(after).second) {
      throw Error(ErrorKind::kRetry, "HubSpot's list of owners goes round in circles",
                  "nothing was changed; the next sync asks again");
    }
  } while (!after.empty());
  return owners;
}

void Client::ListRecords(const ListRequest& request, RecordPage& page, const std::stop_token& stop) {
  ReadPage(Lane::kBurst, MakeRequest(http::Method::kGet, paths_.Objects(request.object) + ListQuery(request)),
           page, stop);
}

void Client::SearchRecords(const SearchRequest& request, RecordPage& page, const std::stop_token& stop) {
  ReadPage(Lane::kSearch,
           MakeRequest(http::Method::kPost, paths_.Search(request.object), SearchBody(request)), page, stop);
}

std::optional<std::int64_t> Client::CountRecords(std::string_view object, std::string_view modified_property,
                                                 const std::stop_token& stop) {
  const SearchRequest all{std::string(object), std::string(modified_property), 0, ServerNowMillis(), "", 1};
  RecordPage page;
  const auto failure = Try(
      Lane::kSearch, MakeRequest(http::Method::kPost, paths_.Search(object), SearchBody(all)),
      [&](http::Response& answer) { page.Parse(std::move(answer.body)); }, stop);
  return failure ? std::nullopt : page.total();
}

void Client::BatchRead(std::string_view object, std::span<const std::string> properties,
                       std::span<const std::string_view> ids, RecordPage& page, const std::stop_token& stop,
                       bool archived) {
  const std::string path = paths_.BatchRead(object) + (archived ? "?archived=true" : "");
  ReadPage(Lane::kBurst, MakeRequest(http::Method::kPost, path, BatchReadBody(properties, ids)), page, stop);
}

std::vector<AssociationType> Client::ListAssociationTypes(std::string_view from, std::string_view to,
                                                          const std::stop_token& stop) {
  std::vector<AssociationType> types;
  Call(
      Lane::kBurst, MakeRequest(http::Method::kGet, paths_.AssociationTypes(from, to)),
      [&](http::Response& answer) { types = ParseAssociationTypes(answer.body.view()); }, stop);
  return types;
}

void Client::BatchReadAssociations(std::string_view from, std::string_view to,
                                   std::span<const std::string_view> ids, AssociationPage& page,
                                   const std::stop_token& stop) {
  ReadPage(Lane::kBurst,
           MakeRequest(http::Method::kPost, paths_.AssociationBatchRead(from, to), AssociationsBody(ids)),
           page, stop);
}

bool Client::ShrinkAssociationBatch(std::size_t refused) {
  constexpr std::size_t kAlwaysTaken = 100;
  if (refused <= kAlwaysTaken) {
    return false;
  }
  const std::size_t smaller = std::max(kAlwaysTaken, refused / 2);
  std::size_t now = shared_->association_batch;
  while (smaller < now && !shared_->association_batch.compare_exchange_weak(now, smaller)) {
  }
  return true;
}

void Client::ListAssociations(std::string_view from, std::string_view id, std::string_view to,
                              std::string_view after, AssociationPage& page, const std::stop_token& stop) {
  ReadPage(Lane::kBurst,
           MakeRequest(http::Method::kGet, paths_.AssociationsOf(from, id, to) + AssociationsQuery(after)),
           page, stop);
}

http::Response Client::Ask(Lane lane, http::Method method, const std::string& path_and_query,
                           std::string body, const std::stop_token& stop) {
  return Exchange(lane, MakeRequest(method, path_and_query, std::move(body)), stop);
}

std::size_t Client::ListUrlLength(const ListRequest& request) const {
  return options_.base_url.size() + paths_.Objects(request.object).size() + ListQueryLength(request);
}

std::int64_t Client::ServerNowMillis() const {
  const std::lock_guard lock(shared_->mutex);
  if (!shared_->date_ms) {
    return NowUnixMillis();
  }
  const auto since = std::chrono::steady_clock::now() - shared_->date_seen;
  return *shared_->date_ms + std::chrono::duration_cast<Millis>(since).count();
}

Stats Client::stats() const {
  const std::lock_guard lock(shared_->mutex);
  Stats out = shared_->stats;
  out.waited_ms = shared_->limiter.waited().count();
  return out;
}

Pace Client::pace() const {
  const double per_second = burst_limit() * 1000.0 / RateLimiter::kBurstWindow.count();
  const std::lock_guard lock(shared_->mutex);
  return {per_second, shared_->quick_answer_s};
}

http::Request Client::MakeRequest(http::Method method, const std::string& path_and_query,
                                  std::string body) const {
  http::Request request;
  request.method = method;
  request.url = options_.base_url + path_and_query;
  request.bearer = options_.token;
  request.headers.push_back({"Accept", "application/json"});
  request.body = std::move(body);
  request.content_type = "application/json";
  return request;
}

template <typename Page>
void Client::ReadPage(Lane lane, const http::Request& request, Page& page, const std::stop_token& stop) {
  transport_.Recycle(page.TakeBuffer());
  Call(lane, request, [&](http::Response& answer) { page.Parse(std::move(answer.body)); }, stop);
  HM_FAILPOINT("page");
}

}  // namespace hm::hubspot
