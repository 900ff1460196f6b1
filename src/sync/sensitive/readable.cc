#include "sync/sensitive/readable.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "base/read_ahead.h"
#include "sync/objects/record_ids.h"
#include "sync/report/event_log.h"
#include "sync/sensitive/sensitive_scopes.h"

namespace hm::sync {
namespace {

constexpr std::size_t kNamesSaid = 20;

std::string Names(const std::vector<std::string>& names) {
  const auto shown = std::min(names.size(), kNamesSaid);
  return fmt::format("{}{}",
                     fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
                     names.size() > shown ? fmt::format(" and {} more", names.size() - shown) : "");
}

// Not thread-safe.
class PropertyReader {
 public:
  PropertyReader(hubspot::Client& client, WriteSession& session, const ObjectType& type,
                 const SyncOptions& options, const ReadableOptions& how)
      : client_(client), session_(session), type_(type), scopes_(options.sensitive), how_(how) {}

  Readable Read() {
    // Scopes may have to be asked for meanwhile.
    ReadAhead<std::vector<hubspot::PropertyDefinition>> definitions(how_.stop);
    definitions.Start([this](const std::stop_token& stop) { return ReadDefinitions(client_, type_, stop); });
    std::vector<std::string> classes;
    if (scopes_ != nullptr) {
      classes = scopes_->ClassesOf(session_, type_, how_.keep, how_.stop);
    }
    Readable readable{definitions.Next(), {}};
    for (const std::string& one : classes) {
      AddClass(one, readable.definitions);
    }
    readable.withheld =
        Withheld(session_.connection(), type_, refused_ ? std::vector<std::string>{} : classes);
    return readable;
  }

  // Of those that were read: whether a read of them is refused and one without them is not.
  bool IsBecauseOfThem() {
    if (sensitive_.empty() || refused_) {
      return false;
    }
    hubspot::RecordPage page;
    try {
      client_.ListRecords({type_.path, sensitive_, "", false, 1}, page, how_.stop);
      return false;
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kScope) {
        throw;
      }
    }
    const std::string plain[] = {type_.last_modified_property};
    client_.ListRecords({type_.path, plain, "", false, 1}, page, how_.stop);
    return true;
  }

  void Refuse(const Error& error) {
    refused_ = true;
    scopes_->Refused(session_, type_, how_.keep);
    Say("HubSpot refuses sensitive properties to this token; all else is synced, and mirrored "
        "values stay as they are",
        sensitive_, error.what());
  }

  // Once, when their scope went away.
  void SayWhatIsWithheld(const Withheld& withheld) {
    if (!how_.keep || refused_ || withheld.empty()) {
      return;
    }
    mariadb::Connection& connection = session_.connection();
    mariadb::Result known = connection.Query(
        fmt::format("SELECT name FROM hubspot_known_properties WHERE object_type = {} AND name IN ({}) "
                    "ORDER BY name",
                    connection.Quote(type_.name), QuotedIds(connection, withheld.names())));
    std::vector<std::string> names;
    while (known.Next()) {
      names.push_back(known.String(0));
    }
    if (!names.empty()) {
      Say("the token has no scope for sensitive properties any more; all else is synced, and values that are "
          "mirrored stay as they are",
          names, "");
    }
  }

 private:
  void AddClass(const std::string& of_class, std::vector<hubspot::PropertyDefinition>& definitions) {
    if (refused_) {
      return;
    }
    try {
      for (hubspot::PropertyDefinition& one : client_.ListProperties(type_.path, how_.stop, of_class)) {
        // An API that does not know the question answers with what it gives otherwise.
        if (one.sensitivity == of_class) {
          sensitive_.push_back(one.name);
          definitions.push_back(std::move(one));
        }
      }
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kScope && e.kind() != ErrorKind::kBug) {
        throw;
      }
      std::erase_if(definitions,
                    [](const auto& d) { return !d.sensitivity.empty() && d.sensitivity != "non_sensitive"; });
      Refuse(e);
    }
  }

  void Say(const std::string& message, const std::vector<std::string>& names, const std::string& why) {
    log::Warn(message, {{"object", type_.name}, {"properties", Names(names)}, {"why", why}});
    if (how_.keep) {
      session_.InTransaction([&](mariadb::Transaction& t) {
        NoteEvent(t, event::kRefused, type_.name, fmt::format("{}: {}", message, Names(names)));
      });
    }
  }

  hubspot::Client& client_;
  WriteSession& session_;
  const ObjectType& type_;
  SensitiveScopes* scopes_;  // null: nothing sensitive is read
  const ReadableOptions& how_;
  std::vector<std::string> sensitive_;  // names of those that were listed
  bool refused_ = false;
};

}  // namespace

void WithReadable(hubspot::Client& client, WriteSession& session, const ObjectType& type,
                  const SyncOptions& options, const ReadableOptions& how,
                  const std::function<void(const Readable&)>& work) {
  PropertyReader reader(client, session, type, options, how);
  const Readable readable = reader.Read();
  reader.SayWhatIsWithheld(readable.withheld);
  try {
    work(readable);
    return;
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kScope || !reader.IsBecauseOfThem()) {
      throw;
    }
    reader.Refuse(e);
  }
  work(reader.Read());
}

}  // namespace hm::sync
