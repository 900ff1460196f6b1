#include "sync/views/fivetran_views.h"

#include <fmt/format.h>

#include <utility>

#include "mariadb/identifiers.h"
#include "sync/views/view_columns.h"

namespace hm::sync {
namespace {

// A view of something else than an object's properties. In `from` and expressions {db} stands for the quoted
// database of the tables.
struct OtherView {
  std::string object;  // whose sync keeps it
  std::string name;
  std::string table;  // `t`; without it there is no view
  std::vector<JoinedColumn> columns;
  std::string where{};
};

const JoinedColumn kSynced{"_fivetran_synced", "t.synced_at"};
const JoinedColumn kPortal{"portal_id",
                           "(SELECT m.value FROM {db}.hubspot_meta m WHERE m.name = 'portal_id')"};

// `more` after what all of them have.
PrefixedView ObjectView(const std::string& name, const std::string& id_column,
                        const std::vector<JoinedColumn>& more = {}) {
  PrefixedView view{name,
                    {{id_column, "t.id"},
                     {"_fivetran_deleted", "t.archived"},
                     {"is_deleted", "t.archived"},
                     kSynced,
                     {"merged_into", "t.merged_into"},
                     kPortal},
                    "property_"};
  view.columns.insert(view.columns.end(), more.begin(), more.end());
  return view;
}

struct ObjectViewRow {
  std::string object;
  PrefixedView view;
};

std::vector<ObjectViewRow> ObjectViews() {
  return {{"contacts", ObjectView("contact", "id")},
          {"companies", ObjectView("company", "id")},
          {"tickets", ObjectView("ticket", "id")},
          {"deals", ObjectView("deal", "deal_id",
                               {{"deal_pipeline_id", "t.pipeline"},
                                {"deal_pipeline_stage_id", "t.dealstage"},
                                {"owner_id", "t.hubspot_owner_id"}})}};
}

OtherView Pipelines(const std::string& object, const std::string& of) {
  return {object,
          of + "_pipeline",
          "hubspot_" + of + "_pipelines",
          {{"pipeline_id", "t.id"},
           {"label", "t.label"},
           {"display_order", "t.display_order"},
           {"active", "t.active"},
           {of + "_pipeline_created_at", "t.created_at_hubspot"},
           {of + "_pipeline_updated_at", "t.updated_at_hubspot"},
           {"_fivetran_deleted", "t.active = 0"},
           kSynced}};
}

OtherView PipelineStages(const std::string& object, const std::string& of) {
  return {object,
          of + "_pipeline_stage",
          "hubspot_" + of + "_stages",
          {{"stage_id", "t.id"},
           {"pipeline_id", "t.pipeline_id"},
           {"label", "t.label"},
           {"display_order", "t.display_order"},
           {"active", "t.active"},
           {"probability", "t.probability"},
           {"is_closed", "t.is_closed"},
           {"closed_won", "t.is_closed = 1 AND t.probability = 1"},
           {"_fivetran_deleted", "t.active = 0"},
           kSynced}};
}

// Associations of two objects, in the direction that is read first: both hold the same pairs.
OtherView Pairs(const std::string& object, const std::string& name, const char* from, const char* to,
                const std::string& from_column, const std::string& to_column) {
  return {object,
          name,
          "hubspot_associations",
          {{from_column, "t.from_id"},
           {to_column, "t.to_id"},
           {"type_id", "t.association_type_id"},
           {"category", "t.category"},
           kSynced},
          fmt::format("t.from_object_type_id = '{}' AND t.to_object_type_id = '{}'", from, to)};
}

// The stage that each deal is in; its past is HISTORY's.
OtherView DealStage() {
  const std::string entered =
      TypedExpression("datetime", "JSON_VALUE(t.properties_json, '$.hs_v2_date_entered_current_stage')");
  return {"deals",
          "deal_stage",
          "hubspot_deals",
          {{"deal_id", "t.id"},
           {"value", "t.dealstage"},
           {"date_entered", entered},
           {"_fivetran_active", "1"},
           {"_fivetran_start", entered},
           {"_fivetran_end", "CAST(NULL AS DATETIME)"},
           kSynced},
          "t.archived = 0 AND t.dealstage IS NOT NULL"};
}

std::vector<OtherView> OtherViews() {
  return {
      DealStage(),
      Pipelines("deals", "deal"),
      PipelineStages("deals", "deal"),
      Pipelines("tickets", "ticket"),
      PipelineStages("tickets", "ticket"),
      {"deals",
       "merged_deal",
       "hubspot_deals",
       {{"deal_id", "t.merged_into"}, {"merged_deal_id", "t.id"}, kSynced},
       "t.merged_into IS NOT NULL"},
      {"contacts",
       "contact_merge_audit",
       "hubspot_contacts",
       {{"canonical_vid", "t.merged_into"},
        {"contact_id", "t.merged_into"},
        {"vid_to_merge", "t.id"},
        {"first_name", "t.firstname"},
        {"last_name", "t.lastname"},
        {"timestamp", "t.archived_at"},
        kSynced},
       "t.merged_into IS NOT NULL"},
      {"contacts",
       "owner",
       "hubspot_owners",
       {{"owner_id", "t.id"},
        {"email", "t.email"},
        {"first_name", "t.first_name"},
        {"last_name", "t.last_name"},
        {"type", "t.type"},
        {"is_active", "t.archived = 0"},
        {"created_at", "t.createdate"},
        {"updated_at", "t.lastmodifieddate"},
        kPortal,
        kSynced}},
      Pairs("deals", "deal_contact", "0-3", "0-1", "deal_id", "contact_id"),
      Pairs("deals", "deal_company", "0-3", "0-2", "deal_id", "company_id"),
      Pairs("tickets", "ticket_contact", "0-5", "0-1", "ticket_id", "contact_id"),
      Pairs("tickets", "ticket_company", "0-5", "0-2", "ticket_id", "company_id"),
      Pairs("tickets", "ticket_deal", "0-5", "0-3", "ticket_id", "deal_id"),
  };
}

ViewText MakeOther(const OtherView& view, const std::string& schema, const std::string& database) {
  std::string select;
  for (const JoinedColumn& column : view.columns) {
    select += fmt::format("{}\n  {} AS {}", select.empty() ? "" : ",",
                          Fill(column.expression, "db", database), mariadb::QuoteIdentifier(column.name));
  }
  select += fmt::format("\nFROM {}.{} t{}", database, mariadb::QuoteIdentifier(view.table),
                        view.where.empty() ? "" : "\nWHERE " + view.where);
  return {ViewStatement(schema, view.name, select), view.columns.size(), 0};
}

}  // namespace

std::vector<ViewPlan> PlanFivetranViews(mariadb::Connection& connection, const ObjectType& type,
                                        const std::string& schema, const std::string& fingerprint) {
  const std::string database = mariadb::QuoteIdentifier(connection.database());
  std::vector<ViewPlan> plans;
  for (ObjectViewRow& row : ObjectViews()) {
    if (row.object != type.name) {
      continue;
    }
    for (JoinedColumn& column : row.view.columns) {
      column.expression = Fill(column.expression, "db", database);
    }
    plans.push_back({schema, row.view.name, type, fingerprint, [&connection, &type, schema, view = row.view] {
                       return MakePrefixedView(connection, type, schema, view);
                     }});
  }
  for (const OtherView& view : OtherViews()) {
    if (view.object == type.name && mariadb::ReadTable(connection, view.table)) {
      ViewText text = MakeOther(view, schema, database);
      std::string made_from = text.sql;
      plans.push_back(
          {schema, view.name, type, std::move(made_from), [text = std::move(text)] { return text; }});
    }
  }
  return plans;
}

}  // namespace hm::sync
