#include "sim/pipelines.h"

#include <algorithm>
#include <array>
#include <span>

namespace hubsim {
namespace {

struct Stage {
  std::string_view id;
  std::string_view label;
  int order;
  std::string_view metadata;
};

constexpr std::array<Stage, 7> kSales{{
    {"appointmentscheduled", "Appointment Scheduled", 0, "0.2"},
    {"qualifiedtobuy", "Qualified To Buy", 1, "0.4"},
    {"decisionmakerboughtin", "Decision Maker Bought-In", 3, "0.8"},
    {"contractsent", "Contract Sent", 4, "0.9"},
    {"closedlost", "Closed Lost", 6, "0.0"},
    {"closedwon", "Closed Won", 5, "1.0"},
    {"presentationscheduled", "Presentation Scheduled", 2, "0.6"},
}};
constexpr std::array<Stage, 4> kRenewals{{
    {"71340001", " Renewal due", 0, "0.5"},
    {"71340003", "Renewed", 2, "1.0"},
    {"71340002", "In talks “live”", 1, "0.75"},
    {"71340004", "Cancelled", 3, "0.0"},
}};
constexpr std::array<Stage, 4> kSupport{{
    {"1", "New", 0, "OPEN"},
    {"2", "Waiting on contact", 1, "OPEN"},
    {"3", "Waiting on us", 2, "OPEN"},
    {"4", "Closed", 3, "CLOSED"},
}};
constexpr std::string_view kRenewalId = "75e28846-ad0d-4be2-a027-5e1da6590b98";

bool Renewal(std::uint64_t hash) { return hash % 3 == 0; }

Json Metadata(std::string_view value) {
  if (value == "OPEN" || value == "CLOSED") {
    return {{"isClosed", value == "CLOSED" ? "true" : "false"}, {"ticketState", value}};
  }
  return {{"isClosed", value == "1.0" || value == "0.0" ? "true" : "false"}, {"probability", value}};
}

Json StageJson(const Stage& stage) {
  return {{"label", stage.label},
          {"displayOrder", stage.order},
          {"metadata", Metadata(stage.metadata)},
          {"id", stage.id},
          {"createdAt", "1970-01-01T00:00:00Z"},
          {"updatedAt", "2025-04-03T12:59:10.749Z"},
          {"archived", false},
          {"writePermissions", "CRM_PERMISSIONS_ENFORCEMENT"}};
}

Json PipelineJson(std::string_view id, std::string_view label, int order, std::span<const Stage> stages) {
  Json json{{"label", label}, {"displayOrder", order}, {"id", id}, {"stages", Json::array()}};
  for (const Stage& stage : stages) json["stages"].push_back(StageJson(stage));
  json["createdAt"] = "1970-01-01T00:00:00Z";
  json["updatedAt"] = "2025-04-03T12:59:10.749Z";
  json["archived"] = false;
  return json;
}

Json::iterator FindId(Json& list, const std::string& id) {
  return std::ranges::find_if(list, [&](const Json& entry) { return entry["id"] == id; });
}

void FillGaps(Json& entry, Millis now) {
  const Json base{{"label", "Unnamed"}, {"displayOrder", 0}, {"createdAt", Iso(now)}, {"archived", false}};
  for (const auto& [key, value] : base.items()) {
    if (!entry.contains(key)) entry[key] = value;
  }
  entry["updatedAt"] = Iso(now);
}

void CompleteStage(Json& stage, Millis now) {
  FillGaps(stage, now);
  if (!stage.contains("metadata")) stage["metadata"] = {{"isClosed", "false"}, {"probability", "0.5"}};
  if (!stage.contains("writePermissions")) stage["writePermissions"] = "CRM_PERMISSIONS_ENFORCEMENT";
}

void CompletePipeline(Json& pipeline, Millis now) {
  FillGaps(pipeline, now);
  if (!pipeline.contains("stages")) pipeline["stages"] = Json::array();
  for (Json& stage : pipeline["stages"]) CompleteStage(stage, now);
}

// Adds `entry`, or changes the fields it gives of the one with that id.
Json& Upsert(Json& list, const Json& entry) {
  const auto found = FindId(list, entry.at("id").get<std::string>());
  if (found == list.end()) {
    list.push_back(entry);
    return list.back();
  }
  found->update(entry);
  return *found;
}

bool Erase(Json& list, const std::string& id) {
  const auto found = FindId(list, id);
  if (found == list.end()) return false;
  list.erase(found);
  return true;
}

}  // namespace

std::string_view SeededPipeline(bool deals, std::uint64_t hash) {
  if (!deals) return "0";
  return Renewal(hash) ? kRenewalId : "default";
}

std::string_view SeededStage(bool deals, std::uint64_t pipeline_hash, std::uint64_t hash) {
  if (!deals) return kSupport[hash % kSupport.size()].id;
  return Renewal(pipeline_hash) ? kRenewals[hash % kRenewals.size()].id : kSales[hash % kSales.size()].id;
}

Json SeededPipelines(std::string_view object) {
  if (object == "deals") {
    return Json::array({PipelineJson("default", "Sales Pipeline", 0, kSales),
                        PipelineJson(kRenewalId, "Renewals & Upsells", 1, kRenewals)});
  }
  if (object == "tickets") return Json::array({PipelineJson("0", "Support Pipeline", 0, kSupport)});
  return Json::array();
}

bool EditPipelines(Json& pipelines, const Json& edit, Millis now) {
  if (edit.contains("replace")) {
    pipelines = edit.at("replace");
    for (Json& pipeline : pipelines) CompletePipeline(pipeline, now);
    return true;
  }
  if (edit.contains("upsert")) {
    CompletePipeline(Upsert(pipelines, edit.at("upsert")), now);
    return true;
  }
  if (edit.contains("delete")) return Erase(pipelines, edit.at("delete").get<std::string>());
  const auto pipeline = FindId(pipelines, edit.at("pipeline").get<std::string>());
  if (pipeline == pipelines.end()) return false;
  Json& stages = (*pipeline)["stages"];
  (*pipeline)["updatedAt"] = Iso(now);
  if (edit.contains("deleteStage")) return Erase(stages, edit.at("deleteStage").get<std::string>());
  CompleteStage(Upsert(stages, edit.at("upsertStage")), now);
  return true;
}

}  // namespace hubsim
