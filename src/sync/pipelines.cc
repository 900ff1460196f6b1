#include "sync/pipelines.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "mariadb/identifiers.h"
#include "sync/cells.h"
#include "sync/state.h"

namespace hm::sync {
namespace {

using Cells = std::vector<std::optional<std::string>>;
using Key = std::vector<std::string>;
using Rows = std::map<Key, Cells>;

// A small table that is mirrored whole: key columns, then the others, `active` the last of them.
struct Definition {
  std::string table;
  std::vector<std::string> keys;
  std::vector<std::string> values;
};

const Definition kPipelineTable{
    "hubspot_deal_pipelines",
    {"id"},
    {"label", "display_order", "created_at_hubspot", "updated_at_hubspot", "active"}};
const Definition kStageTable{"hubspot_deal_stages",
                             {"pipeline_id", "id"},
                             {"label", "display_order", "metadata_json", "probability", "is_closed",
                              "created_at_hubspot", "updated_at_hubspot", "active"}};

std::optional<std::string> DateTime(const std::optional<std::int64_t>& millis) {
  return millis ? ToDateTimeCell(*millis) : std::nullopt;
}

std::string Label(const std::string& label) { return std::string(CutText(label, 255)); }

Rows PipelineRows(const std::vector<hubspot::Pipeline>& pipelines) {
  Rows rows;
  for (const hubspot::Pipeline& p : pipelines) {
    rows[{p.id}] = {Label(p.label), std::to_string(p.display_order), DateTime(p.created_at_ms),
                    DateTime(p.updated_at_ms), p.archived ? "0" : "1"};
  }
  return rows;
}

// Four decimals, as the server gives it back: an unchanged row must compare equal.
std::optional<std::string> Probability(const hubspot::PipelineStage& stage) {
  auto cell = stage.probability ? ToDecimalCell(*stage.probability, 5, 4) : std::nullopt;
  if (cell) {
    const auto dot = cell->find('.');
    const std::size_t decimals = dot == std::string::npos ? 0 : cell->size() - dot - 1;
    *cell += (dot == std::string::npos ? "." : "") + std::string(4 - decimals, '0');
  }
  return cell;
}

Rows StageRows(const std::vector<hubspot::Pipeline>& pipelines) {
  Rows rows;
  for (const hubspot::Pipeline& p : pipelines) {
    for (const hubspot::PipelineStage& s : p.stages) {
      const auto closed = s.is_closed ? std::optional<std::string>(*s.is_closed ? "1" : "0") : std::nullopt;
      rows[{p.id, s.id}] = {Label(s.label),
                            std::to_string(s.display_order),
                            s.metadata_json,
                            Probability(s),
                            closed,
                            DateTime(s.created_at_ms),
                            DateTime(s.updated_at_ms),
                            p.archived || s.archived ? "0" : "1"};
    }
  }
  return rows;
}

std::string Names(const Definition& definition) {
  std::string names;
  for (const auto* list : {&definition.keys, &definition.values}) {
    for (const std::string& name : *list) {
      names += (names.empty() ? "" : ", ") + mariadb::QuoteIdentifier(name);
    }
  }
  return names;
}

Rows ReadRows(mariadb::Transaction& transaction, const Definition& definition) {
  Rows rows;
  mariadb::Result result = transaction.Query("SELECT " + Names(definition) + " FROM " + definition.table);
  while (result.Next()) {
    Key key;
    Cells cells;
    for (std::size_t i = 0; i < definition.keys.size(); ++i) {
      key.push_back(result.String(i));
    }
    for (std::size_t i = definition.keys.size(); i < definition.keys.size() + definition.values.size(); ++i) {
      const auto text = result.Text(i);
      cells.push_back(text ? std::optional<std::string>(*text) : std::nullopt);
    }
    rows[key] = std::move(cells);
  }
  return rows;
}

void WriteRow(mariadb::Transaction& transaction, const Definition& definition, const Key& key,
              const Cells& cells) {
  std::string values;
  for (const std::string& part : key) {
    values += transaction.Quote(part) + ", ";
  }
  std::string assignments;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    values += (cells[i] ? transaction.Quote(*cells[i]) : "NULL") + ", ";
    assignments += fmt::format("{0} = VALUES({0}), ", mariadb::QuoteIdentifier(definition.values[i]));
  }
  transaction.Execute(fmt::format(
      "INSERT INTO {} ({}, synced_at, created_at, updated_at) VALUES ({}UTC_TIMESTAMP(), UTC_TIMESTAMP(), "
      "UTC_TIMESTAMP()) ON DUPLICATE KEY UPDATE {}synced_at = VALUES(synced_at), updated_at = "
      "VALUES(updated_at)",
      definition.table, Names(definition), values, assignments));
}

WriteCounts Mirror(mariadb::Transaction& transaction, const Definition& definition, const Rows& wanted) {
  const Rows stored = ReadRows(transaction, definition);
  WriteCounts counts;
  for (const auto& [key, cells] : wanted) {
    const auto found = stored.find(key);
    ++counts.read;
    if (found != stored.end() && found->second == cells) {
      ++counts.unchanged;
    } else {
      WriteRow(transaction, definition, key, cells);
      ++counts.written;
    }
  }
  for (const auto& [key, cells] : stored) {
    if (!wanted.contains(key) && cells.back() != "0") {
      Cells inactive = cells;
      inactive.back() = "0";
      WriteRow(transaction, definition, key, inactive);
      ++counts.written;
    }
  }
  return counts;
}

bool HasActive(mariadb::Transaction& transaction) {
  return transaction.Query("SELECT 1 FROM hubspot_deal_pipelines WHERE active = 1 LIMIT 1").Next();
}

}  // namespace

void SyncPipelines(hubspot::Client& client, WriteSession& session, Summary& summary,
                   const std::stop_token& stop) {
  const std::vector<hubspot::Pipeline> pipelines = client.ListPipelines("deals", stop);
  const std::int64_t now_ms = client.ServerNowMillis();
  WriteCounts counts;
  session.InTransaction([&](mariadb::Transaction& transaction) {
    if (pipelines.empty() && HasActive(transaction)) {
      throw Error(ErrorKind::kBug,
                  "pipelines: HubSpot lists none at all, which no account has; nothing was changed",
                  "look at Settings > Objects > Deals > Pipelines in HubSpot; the next sync asks again");
    }
    counts = Mirror(transaction, kPipelineTable, PipelineRows(pipelines));
    counts += Mirror(transaction, kStageTable, StageRows(pipelines));
    // HubSpot's clock is known to the second only; what is complete stays complete.
    summary.complete_until = std::max(now_ms, LoadCheckpoint(transaction, kPipelines, now_ms).complete_until);
    SaveCheckpoint(transaction, kPipelines, {Phase::kIdle, summary.complete_until, 0, 0, 0, ""});
    MarkSuccess(transaction, kPipelines, summary.complete_until, counts.written);
  });
  summary.rows += counts;
}

}  // namespace hm::sync
