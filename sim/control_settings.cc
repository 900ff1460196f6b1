#include "sim/control_settings.h"

#include <functional>
#include <stdexcept>

namespace hubsim {
namespace {

using Setter = std::function<void(World&, const Json&)>;

template <typename T>
Setter Field(T Settings::* member) {
  return [member](World& world, const Json& value) { world.settings.*member = value.get<T>(); };
}

void SetMergedRead(World& world, const Json& value) {
  if (value != "winner" && value != "nothing" && value != "error") {
    throw std::invalid_argument("mergedRead is winner, nothing or error");
  }
  world.settings.merged_read = value.get<std::string>();
}

const std::map<std::string, Setter>& Setters() {
  static const std::map<std::string, Setter> setters{
      {"indexLagMs", Field(&Settings::index_lag_ms)},
      {"clockOffsetMs", Field(&Settings::clock_offset_ms)},
      {"latencyMs", Field(&Settings::latency_ms)},
      {"token", Field(&Settings::token)},
      {"portalId", Field(&Settings::portal_id)},
      {"scopes", Field(&Settings::scopes)},
      {"maxUrl", Field(&Settings::max_url)},
      {"gzip", Field(&Settings::gzip)},
      {"shuffleSearch", Field(&Settings::shuffle_search)},
      {"shortPages", Field(&Settings::short_pages)},
      {"futureRows", Field(&Settings::future_rows)},
      {"lowerBoundList", Field(&Settings::lower_bound_list)},
      {"sensitiveListsNeedScope", Field(&Settings::sensitive_lists_need_scope)},
      {"ownCursorsOnly", Field(&Settings::own_cursors_only)},
      {"mergeKeepsPrimary", Field(&Settings::merge_keeps_primary)},
      {"listMerged", Field(&Settings::list_merged)},
      {"ownTypeAssociations", Field(&Settings::own_type_associations)},
      {"mergedRead", SetMergedRead},
      {"archivedLagMs", Field(&Settings::archived_lag_ms)},
      {"archivedDays", Field(&Settings::archived_days)},
      {"oauth", Field(&Settings::oauth)},
      {"dateOffsetMs", Field(&Settings::date_offset_ms)},
      {"listPageRows", Field(&Settings::list_page_rows)},
      {"associationInputs", Field(&Settings::association_inputs)},
      {"rateLimit",
       [](World& world, const Json& value) { world.limiter.limits.burst = value.get<std::size_t>(); }},
      {"searchRate",
       [](World& world, const Json& value) { world.limiter.limits.search = value.get<std::size_t>(); }},
      {"dailyLimit",
       [](World& world, const Json& value) { world.limiter.limits.daily = value.get<std::int64_t>(); }},
      {"dailyUsed",
       [](World& world, const Json& value) { world.limiter.daily_used = value.get<std::int64_t>(); }},
      {"noLimits", [](World& world, const Json& value) { world.limiter.limits.off = value.get<bool>(); }},
      {"loneSurrogates",
       [](World& world, const Json& value) {
         for (const auto& store : world.Stores()) store->Values().lone_surrogates = value.get<bool>();
       }},
      {"awkward",
       [](World& world, const Json& value) {
         for (const auto& store : world.Stores()) {
           store->Values().awkward = static_cast<unsigned>(value.get<double>() * 10'000.0);
         }
       }},
  };
  return setters;
}

}  // namespace

Json ApplySettings(World& world, const Json& body) {
  for (const auto& [name, value] : body.items()) {
    const auto setter = Setters().find(name);
    if (setter == Setters().end()) throw std::invalid_argument("unknown setting " + name);
    setter->second(world, value);
  }
  return SettingsJson(world);
}

Json SettingsJson(const World& world) {
  const Settings& s = world.settings;
  return {{"indexLagMs", s.index_lag_ms},
          {"clockOffsetMs", s.clock_offset_ms},
          {"latencyMs", s.latency_ms},
          {"token", s.token},
          {"portalId", s.portal_id},
          {"scopes", s.scopes},
          {"maxUrl", s.max_url},
          {"gzip", s.gzip},
          {"shuffleSearch", s.shuffle_search},
          {"shortPages", s.short_pages},
          {"futureRows", s.future_rows},
          {"lowerBoundList", s.lower_bound_list},
          {"sensitiveListsNeedScope", s.sensitive_lists_need_scope},
          {"ownCursorsOnly", s.own_cursors_only},
          {"mergeKeepsPrimary", s.merge_keeps_primary},
          {"listMerged", s.list_merged},
          {"ownTypeAssociations", s.own_type_associations},
          {"mergedRead", s.merged_read},
          {"archivedLagMs", s.archived_lag_ms},
          {"archivedDays", s.archived_days},
          {"oauth", s.oauth},
          {"dateOffsetMs", s.date_offset_ms},
          {"listPageRows", s.list_page_rows},
          {"associationInputs", s.association_inputs},
          {"rateLimit", world.limiter.limits.burst},
          {"searchRate", world.limiter.limits.search},
          {"dailyLimit", world.limiter.limits.daily},
          {"dailyUsed", world.limiter.daily_used},
          {"noLimits", world.limiter.limits.off}};
}

}  // namespace hubsim
