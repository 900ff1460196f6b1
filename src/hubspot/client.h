// HubSpot's CRM API as this program uses it. Every call keeps to the rate limits, repeats passing faults with
// backoff, and can be stopped at any moment.
//
// Throws Error: kAuth (401), kScope (403), kTooLong (414), kBug (other 4xx), kRetry (still failing after all
// tries), kRateLimited (429 after all tries), kCancelled (stop).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"
#include "http/transport.h"
#include "hubspot/association_page.h"
#include "hubspot/errors.h"
#include "hubspot/paths.h"
#include "hubspot/rate_limiter.h"
#include "hubspot/record_page.h"
#include "hubspot/retry.h"
#include "hubspot/types.h"

namespace hm::hubspot {

struct ClientOptions {
  std::string base_url = "https://api.hubapi.com";
  std::string version = "2026-09";
  Secret token;
  std::optional<int> fixed_rate_limit{};  // requests per 10 s; unset: follow HubSpot's headers
  int max_tries = Backoff::kMaxTries;     // of one call, for passing faults
  // Replaces the waiting between tries, for tests.
  std::function<void(Millis, const std::stop_token&)> sleep = [](Millis wait, const std::stop_token& stop) {
    SleepFor(wait, stop);
  };
};

// Thread-safe. The transport must outlive the client.
class Client {
 public:
  // Throws Error(kConfig) for an unknown version.
  Client(ClientOptions options, http::Transport& transport);

  // The same account under the same limits, for work that can wait: its requests are Priority::kSpare.
  Client Sparing() const { return {*this, Priority::kSpare}; }
  // Likewise for what reads an object whole: Priority::kBulk.
  Client Bulk() const { return {*this, Priority::kBulk}; }

  // Also teaches the client the account's midnight, at which the daily limit ends.
  AccountDetails GetAccountDetails(const std::stop_token& stop);
  // What the token may do. Legacy private-app and service-key tokens only.
  TokenInfo GetTokenInfo(const std::stop_token& stop);
  // The same in one try, for what goes on without: no scopes of a token that cannot be asked, nullopt when
  // HubSpot gave no answer. Throws kCancelled and kAuth alone.
  std::optional<TokenInfo> TryTokenInfo(const std::stop_token& stop);
  // Tells one token from another, and nothing of either.
  std::string TokenFingerprint() const;
  // Those of one `sensitivity`: "sensitive" or "highly_sensitive"; "" for what is neither.
  std::vector<PropertyDefinition> ListProperties(std::string_view object, const std::stop_token& stop,
                                                 std::string_view sensitivity = {});
  std::vector<Pipeline> ListPipelines(std::string_view object, const std::stop_token& stop);

  std::vector<ObjectSchema> ListSchemas(const std::stop_token& stop);
  // Every page of the list: active owners, or deactivated ones.
  std::vector<Owner> ListOwners(bool archived, const std::stop_token& stop);

  // Each fills `page`, whose former views die. On a throw the page is empty.
  void ListRecords(const ListRequest& request, RecordPage& page, const std::stop_token& stop);
  void SearchRecords(const SearchRequest& request, RecordPage& page, const std::stop_token& stop);
  // How many records a list of all will have, by search's count. One try, for display only: nullopt when it
  // fails. Throws kCancelled alone.
  std::optional<std::int64_t> CountRecords(std::string_view object, std::string_view modified_property,
                                           const std::stop_token& stop);
  // At most 100 ids. Results come in any order; a merged record comes under its new id.
  void BatchRead(std::string_view object, std::span<const std::string> properties,
                 std::span<const std::string_view> ids, RecordPage& page, const std::stop_token& stop,
                 bool archived = false);

  std::vector<AssociationType> ListAssociationTypes(std::string_view from, std::string_view to,
                                                    const std::stop_token& stop);
  // Associations of at most association_batch() records of `from`, the first page of each.
  void BatchReadAssociations(std::string_view from, std::string_view to,
                             std::span<const std::string_view> ids, AssociationPage& page,
                             const std::stop_token& stop);
  // 1,000, or fewer once HubSpot has refused so many.
  std::size_t association_batch() const { return shared_->association_batch; }
  // It refused a batch of this size: half of it from now on. False where it should have taken that many.
  bool ShrinkAssociationBatch(std::size_t refused);
  // Those of one record, 500 a page; `after` as AssociationPage::next_after(), "" at the start.
  void ListAssociations(std::string_view from, std::string_view id, std::string_view to,
                        std::string_view after, AssociationPage& page, const std::stop_token& stop);

  // Any answer to one request, as it came and whatever its status: for finding out how HubSpot behaves. One
  // try. Throws Error: kRetry when there was no answer, kCancelled.
  http::Response Ask(Lane lane, http::Method method, const std::string& path_and_query, std::string body,
                     const std::stop_token& stop);
  const Paths& paths() const { return paths_; }

  // Bytes of the request line's URL: HubSpot answers 414 somewhere between 8 and 16 kB.
  std::size_t ListUrlLength(const ListRequest& request) const;

  // HubSpot's clock: the last Date header, a whole second, and the time since; ours before the first answer.
  std::int64_t ServerNowMillis() const;

  Stats stats() const;
  // Requests in any 10 s that it keeps to now.
  int burst_limit() const { return shared_->limiter.limit(); }
  // How many requests a second may be sent, and how long a quick answer takes.
  Pace pace() const;

 private:
  using Reader = std::function<void(http::Response&)>;

  // What a client and its Sparing() and Bulk() have in common.
  struct Shared {
    explicit Shared(std::optional<int> fixed_rate_limit) : limiter(fixed_rate_limit) {}
    RateLimiter limiter;
    RetryLog retry_log;
    std::atomic<std::size_t> association_batch{1000};
    std::mutex mutex;
    Stats stats;                          // guarded by mutex
    double quick_answer_s = 0;            // guarded by mutex
    std::int64_t utc_offset_ms = 0;       // guarded by mutex
    std::optional<std::int64_t> date_ms;  // guarded by mutex: the last Date header
    SteadyTime date_seen{};               // guarded by mutex: when it came
  };
  Client(const Client& other, Priority priority);

  http::Request TokenInfoRequest() const;
  http::Request MakeRequest(http::Method method, const std::string& path_and_query,
                            std::string body = {}) const;
  template <typename Page>
  void ReadPage(Lane lane, const http::Request& request, Page& page, const std::stop_token& stop);
  // Sends until `read` accepts an answer; `read` throws Error(kRetry) for one it cannot read.
  void Call(Lane lane, const http::Request& request, const Reader& read, const std::stop_token& stop);
  std::optional<Failure> Try(Lane lane, const http::Request& request, const Reader& read,
                             const std::stop_token& stop);
  // Waits while what is left of the day is kept from bulk work; asks again after an hour at most.
  void LeaveReserve(Lane lane, Backoff& backoff, const std::stop_token& stop);
  http::Response Exchange(Lane lane, const http::Request& request, const std::stop_token& stop);
  void Await(Lane lane, const Failure& failure, Backoff& backoff, const std::stop_token& stop);
  // `status` 0 when no answer came.
  void Count(const RequestKind& kind, int status);
  void Observe(const http::Response& answer);
  void ObserveTime(SteadyTime::duration took);

  ClientOptions options_;
  http::Transport& transport_;
  Paths paths_;
  Priority priority_ = Priority::kNormal;
  std::shared_ptr<Shared> shared_;
};

}  // namespace hm::hubspot
