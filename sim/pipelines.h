// Pipelines and stages: what a fresh account has, and the edits a test makes.
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/catalogue.h"

namespace hubsim {

std::string_view SeededPipeline(bool deals, std::uint64_t hash);
// A stage of the pipeline that `pipeline_hash` picks.
std::string_view SeededStage(bool deals, std::uint64_t pipeline_hash, std::uint64_t hash);

// The array `results` of GET /crm/pipelines/{object}. Stages are not in displayOrder, as recorded.
Json SeededPipelines(std::string_view object);

// Body of POST /_sim/pipelines: {"object", "replace":[…]} or {"upsert":{pipeline}} or {"delete":id} or
// {"pipeline":id, "upsertStage":{stage}} or {"pipeline":id, "deleteStage":id}. Returns false for an unknown
// id.
bool EditPipelines(Json& pipelines, const Json& edit, Millis now);

}  // namespace hubsim
