#include "sync/objects/pipelines.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "mariadb/identifiers.h"
#include "sync/store/cells.h"
#include "sync/store/small_table.h"
#include "sync/whole_mirror.h"

namespace hm::sync {
namespace {

using Rows = SmallTable::Rows;

SmallTable PipelineRowsOf(const ObjectType& type) {
  return {type.pipeline_tables + "_pipelines",
          {"id"},
          {"label", "display_order", "created_at_hubspot", "updated_at_hubspot", "active"},
          "0"};
}

SmallTable StageRowsOf(const ObjectType& type) {
  return {type.pipeline_tables + "_stages",
          {"pipeline_id", "id"},
          {"label", "display_order", "metadata_json", "probability", "is_closed", "created_at_hubspot",
           "updated_at_hubspot", "active"},
          "0"};
}

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

bool HasActive(mariadb::Transaction& transaction, const ObjectType& type) {
  return transaction
      .Query("SELECT 1 FROM " + mariadb::QuoteIdentifier(PipelineRowsOf(type).table) +
             " WHERE active = 1 LIMIT 1")
      .Next();
}

WriteCounts MirrorPipelines(mariadb::Transaction& transaction, const ObjectType& type,
                            const std::vector<hubspot::Pipeline>& pipelines) {
  // A custom object need not have any.
  if (pipelines.empty() && !type.is_custom() && HasActive(transaction, type)) {
    throw Error(ErrorKind::kBug,
                fmt::format("pipelines: HubSpot lists none at all for {}, which no account has; nothing was "
                            "changed",
                            type.name),
                "look at Settings > Objects > Pipelines in HubSpot; the next sync asks again");
  }
  WriteCounts counts = PipelineRowsOf(type).Mirror(transaction, "", PipelineRows(pipelines));
  counts += StageRowsOf(type).Mirror(transaction, "", StageRows(pipelines));
  return counts;
}

}  // namespace

void SyncPipelines(hubspot::Client& client, WriteSession& session, std::span<const ObjectType* const> types,
                   Summary& summary, const std::stop_token& stop) {
  std::optional<std::int64_t> now_ms;
  for (const ObjectType* const type : types) {
    const std::vector<hubspot::Pipeline> pipelines = client.ListPipelines(type->path, stop);
    now_ms = now_ms.value_or(client.ServerNowMillis());
    WriteCounts counts;
    session.InTransaction([&](mariadb::Transaction& transaction) {
      counts = MirrorPipelines(transaction, *type, pipelines);
      if (type == types.back()) {
        SaveMirrored(transaction, kPipelines, *now_ms, summary.rows.written + counts.written, summary);
      }
    });
    summary.rows += counts;
  }
}

}  // namespace hm::sync
