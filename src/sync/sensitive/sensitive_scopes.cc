#include "sync/sensitive/sensitive_scopes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <sstream>

#include "base/log.h"
#include "sync/store/meta.h"

namespace hm::sync {
namespace {

constexpr std::int64_t kScopesHoldMs = 86'400'000;
constexpr std::size_t kLongestMeta = 255;
constexpr std::string_view kLearntMeta = "token_scopes";
constexpr std::array<std::string_view, 2> kSensitiveClasses{"sensitive", "highly_sensitive"};

std::string ScopesMeta(std::string_view of_class) { return fmt::format("token_scopes {}", of_class); }
std::string RefusedMeta(const ObjectType& type) { return "sensitive_refused " + type.type_id; }

// As scopes name it: all custom objects share one.
std::string ScopeObject(const ObjectType& type) { return type.is_custom() ? "custom" : type.name; }

// "contacts" of "crm.objects.contacts.sensitive.read" and "….read.v2".
std::optional<std::string> ObjectOf(std::string_view scope, std::string_view of_class) {
  constexpr std::string_view kBefore = "crm.objects.";
  if (scope.ends_with(".v2")) scope.remove_suffix(3);
  const std::string after = fmt::format(".{}.read", of_class);
  if (!scope.starts_with(kBefore) || !scope.ends_with(after)) {
    return std::nullopt;
  }
  scope.remove_prefix(kBefore.size());
  const std::string object(scope.substr(0, scope.size() - std::min(scope.size(), after.size())));
  return object.empty() ? std::nullopt : std::optional(object);
}

std::set<std::string> Words(const std::string& text) {
  std::istringstream in(text);
  std::set<std::string> words;
  for (std::string word; in >> word;) words.insert(word);
  return words;
}

std::string Joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (text.size() + word.size() < kLongestMeta) text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

}  // namespace

std::vector<std::string> SensitiveScopes::ClassesOf(WriteSession& session, const ObjectType& type, bool keep,
                                                    const std::stop_token& stop) {
  const std::lock_guard lock(mutex_);
  if (!loaded_) {
    Load(session);
  }
  if (!IsFresh()) {
    Learn(session, keep, stop);
  }
  if (!refusals_.contains(type.type_id)) {
    refusals_[type.type_id] = ReadMeta(session.connection(), RefusedMeta(type)).value_or("");
  }
  std::vector<std::string> classes;
  for (const std::string_view of_class : kSensitiveClasses) {
    const auto objects = scopes_.find(std::string(of_class));
    if (refusals_[type.type_id] != Mark() && objects != scopes_.end() &&
        objects->second.contains(ScopeObject(type))) {
      classes.emplace_back(of_class);
    }
  }
  return classes;
}

void SensitiveScopes::Refused(WriteSession& session, const ObjectType& type, bool keep) {
  const std::lock_guard lock(mutex_);
  refusals_[type.type_id] = Mark();
  if (keep) {
    session.InTransaction(
        [&](mariadb::Transaction& t) { WriteMeta(t, RefusedMeta(type), refusals_[type.type_id]); });
  }
}

bool SensitiveScopes::IsFresh() const {
  return !anew_ && learnt_.token == client_.TokenFingerprint() &&
         std::abs(client_.ServerNowMillis() - learnt_.at_ms) < kScopesHoldMs;
}

void SensitiveScopes::Load(WriteSession& session) {
  mariadb::Connection& connection = session.connection();
  std::istringstream in(ReadMeta(connection, kLearntMeta).value_or(""));
  Learnt kept;
  if (in >> kept.token >> kept.at_ms && kept.token == client_.TokenFingerprint()) {
    for (const std::string_view of_class : kSensitiveClasses) {
      scopes_[std::string(of_class)] = Words(ReadMeta(connection, ScopesMeta(of_class)).value_or(""));
    }
    learnt_ = kept;
  }
  loaded_ = true;
}

void SensitiveScopes::Learn(WriteSession& session, bool keep, const std::stop_token& stop) {
  const auto info = client_.TryTokenInfo(stop);
  if (!info) {
    log::Debug("HubSpot does not tell the token's scopes now; what is known of it holds", {});
    return;
  }
  scopes_.clear();
  for (const std::string_view of_class : kSensitiveClasses) {
    std::set<std::string>& objects = scopes_[std::string(of_class)];
    for (const std::string& scope : info->scopes) {
      if (const auto object = ObjectOf(scope, of_class)) {
        objects.insert(*object);
      }
    }
  }
  const std::int64_t now_ms = client_.ServerNowMillis();
  // Never the same mark again, also where HubSpot's clock stands.
  learnt_ = {client_.TokenFingerprint(), now_ms == learnt_.at_ms ? now_ms + 1 : now_ms};
  anew_ = false;
  if (keep) {
    session.InTransaction([&](mariadb::Transaction& t) {
      WriteMeta(t, kLearntMeta, Mark());
      for (const auto& [of_class, objects] : scopes_) {
        WriteMeta(t, ScopesMeta(of_class), Joined(objects));
      }
    });
  }
}

std::string SensitiveScopes::Mark() const { return fmt::format("{} {}", learnt_.token, learnt_.at_ms); }

}  // namespace hm::sync
