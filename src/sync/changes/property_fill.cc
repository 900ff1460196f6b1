#include "sync/changes/property_fill.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "sync/changes/batch_reads.h"
#include "sync/objects/record_ids.h"

namespace hm::sync {
namespace {

constexpr int kMostFillPages = 50;
constexpr int kMostEmptyFillPages = 5;
constexpr int kFillPage = 200;

// HubSpot's names have at most 100 characters; others would not be told apart by the key.
bool IsUsable(const std::string& name) { return name.size() <= 191 && !name.ends_with(' '); }

std::map<std::string, bool> ReadKnown(SyncContext& context) {
  std::map<std::string, bool> known;
  mariadb::Connection& connection = context.session.connection();
  mariadb::Result rows =
      connection.Query("SELECT name, filled FROM hubspot_known_properties WHERE object_type = " +
                       connection.Quote(context.type.name));
  while (rows.Next()) {
    known.emplace(rows.String(0), rows.Int(1) != 0);
  }
  return known;
}

void Insert(mariadb::Transaction& transaction, std::string_view object, const std::vector<std::string>& names,
            bool filled) {
  std::string values;
  for (const std::string& name : names) {
    values += fmt::format("{}({}, {}, {}, '')", values.empty() ? "" : ", ", transaction.Quote(object),
                          transaction.Quote(name), filled ? 1 : 0);
  }
  if (!values.empty()) {
    transaction.Execute(
        "REPLACE INTO hubspot_known_properties (object_type, name, filled, after_id) VALUES " + values);
  }
}

// Not thread-safe.
class Filler {
 public:
  Filler(SyncContext& context, const std::stop_token& stop)
      : context_(context), stop_(stop), reads_(context, stop) {}

  // Whether all is done.
  bool Fill(const std::string& name, const std::string& after, int& pages_left) {
    const bool done = FillPages(name, after, pages_left);
    reads_.Finish();
    return done;
  }

 private:
  bool FillPages(const std::string& name, std::string after, int& pages_left) {
    std::string over_empty;
    int empty_pages = 0;
    while (pages_left-- > 0) {
      reads_.Then([&] { Search(name, after, over_empty); });
      const std::vector<std::string_view> ids = NewIds(after);
      over_empty = ids.empty() ? std::string(found_.next_after()) : "";
      empty_pages = ids.empty() ? empty_pages + 1 : 0;
      const bool done = over_empty.empty() && static_cast<int>(found_.records().size()) < kFillPage &&
                        found_.next_after().empty();
      if (!ids.empty()) {
        after = std::string(*std::ranges::max_element(ids, IdLess));
      }
      Write(ids, name, after, done);
      if (done) {
        return true;
      }
      if (empty_pages == kMostEmptyFillPages) {
        return false;
      }
      ThrowIfStopped(stop_);
    }
    return false;
  }

  void Search(const std::string& name, const std::string& after, const std::string& over_empty) {
    hubspot::SearchRequest request{.object = std::string(context_.type.path),
                                   .modified_property = std::string(context_.type.last_modified_property)};
    request.has_property = name;
    request.after_id = after;
    request.limit = kFillPage;
    request.over_empty = over_empty;
    context_.client.SearchRecords(request, found_, stop_);
  }

  std::vector<std::string_view> NewIds(std::string_view after) const {
    std::vector<std::string_view> ids;
    for (const hubspot::RecordView& record : found_.records()) {
      if (IdLess(after, record.id)) {
        ids.push_back(record.id);
      }
    }
    return ids;
  }

  // The place, or the end, commits with the last of the page.
  void Write(const std::vector<std::string_view>& ids, const std::string& name, const std::string& after,
             bool done) {
    const std::string object(context_.type.name);
    const Seal place = [=](mariadb::Transaction& transaction, const WriteCounts&) {
      transaction.Execute(
          fmt::format("UPDATE hubspot_known_properties SET filled = {}, after_id = {} WHERE object_type = {} "
                      "AND name = {}",
                      done ? 1 : 0, transaction.Quote(done ? "" : after), transaction.Quote(object),
                      transaction.Quote(name)));
    };
    if (!ids.empty()) {
      reads_.Ask(ids, place);
      return;
    }
    reads_.Finish();
    context_.session.InTransaction([&](mariadb::Transaction& transaction) { place(transaction, {}); });
  }

  SyncContext& context_;
  const std::stop_token& stop_;
  hubspot::RecordPage found_;
  BatchReads reads_;
};

}  // namespace

mariadb::TableDef KnownPropertiesTable() {
  mariadb::TableDef table{"hubspot_known_properties", {}, {"object_type", "name"}};
  table.columns = {
      {"object_type", "VARCHAR(50)", false},
      {"name", "VARCHAR(191) COLLATE utf8mb4_bin", false},
      {"filled", "TINYINT(1)", false},
      {"after_id", "VARCHAR(50)", false},
  };
  return table;
}

void NoteProperties(SyncContext& context, const Checkpoint& checkpoint) {
  const std::map<std::string, bool> known = ReadKnown(context);
  const bool reads_all = checkpoint.phase == Phase::kFirstLoad && checkpoint.window_seen == 0;
  std::vector<std::string> fresh;
  for (const std::string& name : context.properties) {
    if (IsUsable(name) && (!known.contains(name) || (reads_all && !known.at(name)))) {
      fresh.push_back(name);
    }
  }
  std::vector<std::string> gone;
  for (const auto& [name, filled] : known) {
    if (std::ranges::find(context.properties, name) == context.properties.end()) {
      gone.push_back(name);
    }
  }
  if (fresh.empty() && gone.empty()) {
    return;
  }
  context.session.InTransaction([&](mariadb::Transaction& transaction) {
    Insert(transaction, context.type.name, fresh, reads_all || known.empty());
    // One that comes back is new again.
    if (!gone.empty()) {
      transaction.Execute(
          fmt::format("DELETE FROM hubspot_known_properties WHERE object_type = {} AND name IN ({})",
                      transaction.Quote(context.type.name), QuotedIds(transaction, gone)));
    }
  });
}

void FillProperties(SyncContext& context, const std::stop_token& stop) {
  mariadb::Connection& connection = context.session.connection();
  std::vector<std::pair<std::string, std::string>> open;
  {
    mariadb::Result rows = connection.Query(
        "SELECT name, after_id FROM hubspot_known_properties WHERE filled = 0 AND object_type = " +
        connection.Quote(context.type.name) + " ORDER BY after_id DESC, name");
    while (rows.Next()) {
      open.emplace_back(rows.String(0), rows.String(1));
    }
  }
  int pages_left = kMostFillPages;
  Filler filler(context, stop);
  for (const auto& [name, after] : open) {
    if (pages_left <= 0) {
      return;
    }
    try {
      const bool done = filler.Fill(name, after, pages_left);
      log::Info(done ? "a new property is filled for old records"
                     : "a new property is being filled for old records",
                {{"object", std::string(context.type.name)}, {"property", name}});
    } catch (const Error& e) {
      if (e.kind() != ErrorKind::kBug) {
        throw;
      }
      log::Warn("HubSpot's search refuses a new property; old records get it by verify",
                {{"object", std::string(context.type.name)}, {"property", name}, {"why", e.Coded()}});
      context.session.InTransaction(
          [&](mariadb::Transaction& transaction) { Insert(transaction, context.type.name, {name}, true); });
    }
  }
}

}  // namespace hm::sync
