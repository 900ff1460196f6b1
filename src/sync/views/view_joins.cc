#include "sync/views/view_joins.h"

#include <fmt/format.h>

#include <algorithm>

namespace hm::sync {
namespace {

// The pipeline and the stage that a record is in. Won is what HubSpot itself calls so: closed, at a
// probability of one.
ViewJoin Stages(const std::string& object, const std::string& pipeline, const std::string& stage,
                std::vector<JoinedColumn> more) {
  ViewJoin join{
      object,
      {"{pipelines}_pipelines", "{pipelines}_stages"},
      {pipeline, stage},
      fmt::format("LEFT JOIN {{db}}.{{pipelines}}_pipelines pl ON pl.id = {{{0}}} "
                  "LEFT JOIN {{db}}.{{pipelines}}_stages st ON st.pipeline_id = {{{0}}} AND "
                  "st.id = {{{1}}}",
                  pipeline, stage),
      {{pipeline + "_label", "pl.label"}, {stage + "_label", "st.label"}, {"is_closed", "st.is_closed"}}};
  join.columns.insert(join.columns.end(), more.begin(), more.end());
  return join;
}

constexpr std::string_view kPrimaryCompany =
    "{{db}}.hubspot_associations a{0} WHERE a.from_object_type_id = '{1}' AND a.from_id = t.id AND "
    "a.to_object_type_id = '0-2' AND a.category = 'HUBSPOT_DEFINED' AND a.association_type_id = {2}";

// HubSpot's types of association to a primary company. A subquery, so that two of them, as may be for a
// moment, never double a record.
ViewJoin PrimaryCompanyId(const std::string& object, const char* type_id, int association) {
  return {object,
          {"hubspot_associations"},
          {},
          "",
          {{"primary_company_id", "(SELECT MIN(a.to_id) FROM " +
                                      fmt::format(fmt::runtime(kPrimaryCompany), "", type_id, association) +
                                      ")"}}};
}

ViewJoin PrimaryCompanyName(const std::string& object, const char* type_id, int association) {
  return {object,
          {"hubspot_associations", "hubspot_companies"},
          {},
          "",
          {{"primary_company_name",
            "(SELECT JSON_VALUE(co.properties_json, '$.name') FROM " +
                fmt::format(fmt::runtime(kPrimaryCompany),
                            " JOIN {db}.hubspot_companies co ON co.id = a.to_id AND co.archived = 0", type_id,
                            association) +
                " ORDER BY a.to_id LIMIT 1)"}}};
}

std::vector<ViewJoin> AllJoins() {
  return {
      Stages(
          "deals", "pipeline", "dealstage",
          {{"stage_probability", "st.probability"}, {"is_won", "(st.is_closed = 1 AND st.probability = 1)"}}),
      Stages("", "hs_pipeline", "hs_pipeline_stage", {}),
      {"",
       {"hubspot_owners"},
       {"hubspot_owner_id"},
       "LEFT JOIN {db}.hubspot_owners ow ON ow.id = {hubspot_owner_id}",
       {{"owner_name",
         "NULLIF(TRIM(CONCAT(COALESCE(ow.first_name, ''), ' ', COALESCE(ow.last_name, ''))), '')"},
        {"owner_email", "ow.email"}}},
      PrimaryCompanyId("contacts", "0-1", 1),
      PrimaryCompanyName("contacts", "0-1", 1),
      PrimaryCompanyId("deals", "0-3", 5),
      PrimaryCompanyName("deals", "0-3", 5),
      PrimaryCompanyId("tickets", "0-5", 26),
      PrimaryCompanyName("tickets", "0-5", 26),
  };
}

// A join for the object itself goes before one for every object.
bool IsGiven(const std::vector<ViewJoin>& joins, const ViewJoin& other) {
  return std::any_of(joins.begin(), joins.end(), [&](const ViewJoin& join) {
    return std::any_of(join.columns.begin(), join.columns.end(), [&](const JoinedColumn& column) {
      return std::any_of(other.columns.begin(), other.columns.end(),
                         [&](const JoinedColumn& c) { return c.name == column.name; });
    });
  });
}

bool NeedsPipelines(const ViewJoin& join) {
  return std::any_of(join.tables.begin(), join.tables.end(),
                     [](const std::string& table) { return table.starts_with("{pipelines}"); });
}

}  // namespace

std::vector<ViewJoin> JoinsFor(const ObjectType& type) {
  std::vector<ViewJoin> joins;
  for (ViewJoin& join : AllJoins()) {
    if ((!join.object.empty() && join.object != type.name) ||
        (NeedsPipelines(join) && type.pipeline_tables.empty()) || IsGiven(joins, join)) {
      continue;
    }
    for (std::string& table : join.tables) {
      table = Fill(table, "pipelines", type.pipeline_tables);
    }
    join.sql = Fill(join.sql, "pipelines", type.pipeline_tables);
    joins.push_back(std::move(join));
  }
  return joins;
}

const std::vector<std::string>& RowColumns() {
  static const std::vector<std::string> columns{
      "id",        "createdate", "lastmodifieddate", "hs_lastmodifieddate",
      "synced_at", "created_at", "updated_at",       "properties_json"};
  return columns;
}

bool GivesWay(const std::string& row_column) {
  return row_column == "createdate" || row_column == "lastmodifieddate" ||
         row_column == "hs_lastmodifieddate";
}

std::set<std::string> ReservedColumns(const ObjectType& type) {
  std::set<std::string> names;
  for (const std::string& name : RowColumns()) {
    if (!GivesWay(name)) {
      names.insert(name);
    }
  }
  for (const ViewJoin& join : JoinsFor(type)) {
    for (const JoinedColumn& column : join.columns) {
      names.insert(column.name);
    }
  }
  return names;
}

std::string Fill(std::string text, const std::string& name, const std::string& value) {
  const std::string placeholder = "{" + name + "}";
  for (std::size_t at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + value.size())) {
    text.replace(at, placeholder.size(), value);
  }
  return text;
}

}  // namespace hm::sync
