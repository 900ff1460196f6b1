// What the probes stand on: the allowance of requests, and what several of them need, asked for once.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/probe/probe.h"
#include "hubspot/client.h"

namespace hm::cli {

struct Answer {
  int status = 0;
  http::Headers headers;
  nlohmann::json body;  // null unless it is JSON

  bool good() const { return status >= 200 && status < 300; }
  // The array of that name in the body; empty when there is none.
  const nlohmann::json& Array(const char* name) const;
  // "HTTP 400 VALIDATION_ERROR": status and category.
  std::string Told() const;
  // The answer's message without its numbers, for questions that hold nothing of the account.
  std::string Message() const;
  // The cursor of the next page, "" at the end.
  std::string Cursor() const;
  // Search's count; nullopt without.
  std::optional<std::int64_t> Total() const;
};

// A whole number; nullopt for anything else.
std::optional<std::uint64_t> NumberOf(std::string_view text);
// Ids as numbers, in the answer's order; an id that is none is left out.
std::vector<std::uint64_t> IdsOf(const nlohmann::json& records);
bool Ascends(std::span<const std::uint64_t> ids);

// A client with one try asks again for an answer that it cannot read.
inline constexpr int kTriesOfClient = 2;

struct MergedPair {
  std::uint64_t left = 0;
  std::uint64_t gone = 0;
};

class Ground {
 public:
  explicit Ground(hubspot::Client& client) : client_(client) {}

  // Looks which of contacts, deals and companies has most records. Throws as RunProbes().
  void Begin();

  // All throw Error(kRateLimited) when the allowance is used up, kRetry when no answer came.
  Answer Get(const std::string& path);
  Answer Post(const std::string& path, const nlohmann::json& body);
  // Of the object, ascending by id: `filters` as search takes them, `more` adds to the body or replaces in
  // it.
  Answer Search(const std::vector<nlohmann::json>& filters, int limit,
                const nlohmann::json& more = nlohmann::json::object());
  Answer SearchOf(const std::string& object, const std::vector<nlohmann::json>& filters, int limit,
                  const nlohmann::json& more = nlohmann::json::object());
  // The same answer, if it is a success; throws Error(kBug) otherwise.
  const Answer& Good(const Answer& answer) const;
  const Answer& Good(Answer&& answer) const = delete;

  // The object that is probed. Throws Error(kScope) when none can be read.
  const std::string& Object() const;
  const std::string& modified() const { return modified_; }
  // Another of the three that can be read, for associations; "" without.
  const std::string& other() const { return other_; }
  // Of the search that counted the object's records.
  const Answer& search_answer() const { return search_; }
  bool account_told() const { return account_told_; }
  bool reads_contacts() const { return object_ == "contacts" || other_ == "contacts"; }

  // The list's first page of 100 and its ids. Throws Error(kBug) when it cannot be had.
  const Answer& ListPage();
  const std::vector<std::uint64_t>& Ids();
  const std::vector<hubspot::PropertyDefinition>& Properties();
  // Up to 50 records with all properties.
  const Answer& Records();
  // The first page of the archived list.
  const Answer& Archived();
  // A record that others were merged into, and one of those; nullopt when search finds none.
  const std::optional<MergedPair>& Merged();
  // The list, from a cursor on.
  Answer ListFrom(const std::string& after, bool archived, int limit);
  Answer BatchRead(const std::vector<std::uint64_t>& ids, const std::vector<std::string>& properties,
                   bool archived = false);

  // Before so many requests that the client makes by itself. Throws Error(kRateLimited) when they are not
  // left.
  void Reserve(int requests) const;
  hubspot::Client& client() { return client_; }
  const hubspot::Paths& paths() const { return client_.paths(); }
  int last_status() const { return last_status_; }

 private:
  Answer Ask(hubspot::Lane lane, http::Method method, const std::string& path, const std::string& body);
  Answer AskOnce(hubspot::Lane lane, http::Method method, const std::string& path, const std::string& body);

  hubspot::Client& client_;
  std::string object_;
  std::string modified_;
  std::string other_;
  std::int64_t total_ = 0;
  bool account_told_ = false;
  int last_status_ = 0;
  Answer search_;
  std::optional<Answer> page_;
  std::optional<std::vector<std::uint64_t>> ids_;
  std::optional<std::vector<hubspot::PropertyDefinition>> properties_;
  std::optional<Answer> records_;
  std::optional<Answer> archived_;
  std::optional<MergedPair> merged_;
  bool merged_asked_ = false;
};

// One filter of a search.
nlohmann::json Filter(const std::string& property, const char* op, const std::string& value);

}  // namespace hm::cli
