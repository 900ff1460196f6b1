// What the engine does before the first sync: tables, the account they belong to, the objects to mirror.
#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "sync/engine.h"
#include "sync/objects/object_choice.h"
#include "sync/report/event_log.h"
#include "sync/store/meta.h"
#include "sync/store/migrate.h"

namespace hm::sync {

void Engine::MakeAssociations(const WantedObjects& wanted, const std::stop_token& stop) {
  options_.sync.associations = nullptr;
  associations_.reset();
  const AssociationOptions& how = options_.sync.associated;
  if (how.interval.count() == 0) {
    return;
  }
  const bool same = wanted.setting == how.objects.setting;
  std::vector<const ObjectType*> types;
  for (const std::string& object :
       same ? objects_ : ChooseObjects(catalogue_, how.objects, client_, stop).objects) {
    if (const ObjectType* const type = catalogue_.Find(object)) {
      types.push_back(type);
    }
  }
  if (!types.empty()) {
    associations_ = std::make_unique<Associations>(client_, std::move(types), how.interval);
    options_.sync.associations = associations_.get();
  }
}

void Engine::LoadCatalogue() {
  catalogue_ = ObjectCatalogue();
  objects_.clear();
  mariadb::Connection connection(options_.database);
  catalogue_.Load(connection);
}

void Engine::Choose(const WantedObjects& wanted, const std::stop_token& stop) {
  LoadCatalogue();
  Choice choice = ChooseObjects(catalogue_, wanted, client_, stop);
  for (const auto& [object, error] : choice.passed_over) {
    log::Info("the token may not read an object, it is passed over",
              {{"object", object}, {"why", error.Coded()}});
  }
  objects_ = std::move(choice.objects);
  refused_ = std::move(choice.refused);
  MakeHistory(wanted, stop);
  MakeAssociations(wanted, stop);
}

void Engine::MakeHistory(const WantedObjects& wanted, const std::stop_token& stop) {
  const WantedObjects& of = options_.sync.history;
  options_.sync.with_history = ChooseHistory(catalogue_, of, client_, stop);
  const bool of_all = std::find(of.names.begin(), of.names.end(), "all") != of.names.end();
  const bool tells_all = wanted.setting == options_.sync.associated.objects.setting;
  for (const std::string& object : options_.sync.with_history) {
    if (tells_all && !of_all && std::find(objects_.begin(), objects_.end(), object) == objects_.end()) {
      log::Warn("HISTORY names an object that is not synced", {{"object", object}});
    }
  }
}

void Engine::Prepare(const WantedObjects& wanted, const std::stop_token& stop, NewTables new_tables) {
  if (!lease_) {
    lease_ = std::make_unique<Lease>(options_.database, options_.when_held, stop);
  }
  // Before any table is made for what the account has: it may be another account than the tables mirror.
  LoadCatalogue();
  std::set<std::string> current;
  MigrateTables({}, current);
  CheckPortal(stop);
  Choose(wanted, stop);
  const bool made = new_tables == NewTables::kMade;
  if (made && catalogue_.has_new()) {
    OpenSession("account").InTransaction([&](mariadb::Transaction& t) { catalogue_.Save(t); });
  }
  MigrateTables(made ? objects_ : std::vector<std::string>{}, current);
  options_.sync.promote.database = options_.database;
  options_.sync.promote.checked = CheckedPromotions(wanted, stop);
  NoteBeginning();
}

Promotions Engine::CheckedPromotions(const WantedObjects& wanted, const std::stop_token& stop) {
  mariadb::Connection connection(options_.database);
  const bool all = wanted.setting == options_.sync.associated.objects.setting;
  return CheckPromotions(options_.sync.promote.wanted, catalogue_, {objects_, all}, connection, client_,
                         stop);
}

void Engine::MigrateTables(const std::vector<std::string>& objects, std::set<std::string>& current) {
  const auto applied =
      Migrate(options_.database, catalogue_, objects, !options_.sync.with_history.empty(), current);
  if (!applied.empty()) {
    log::Info("tables created or upgraded", {{"statements", static_cast<std::int64_t>(applied.size())}});
  }
  schema_changes_ += applied.size();
}

std::vector<const ObjectType*> Engine::TypesWithPipelines() const {
  std::vector<const ObjectType*> types;
  for (const ObjectType& type : catalogue_.types()) {
    const bool synced = std::find(objects_.begin(), objects_.end(), type.name) != objects_.end();
    if (!type.pipeline_tables.empty() && (synced || type.name == "deals")) {
      types.push_back(&type);
    }
  }
  return types;
}

void Engine::NoteBeginning() {
  OpenSession("account").InTransaction([&](mariadb::Transaction& t) {
    if (!lease_->replaced().empty()) {
      NoteEvent(t, event::kTakeover, "", "took over from " + lease_->replaced() + ", which was gone");
    }
    if (schema_changes_ > 0) {
      NoteEvent(t, event::kSchema, "",
                fmt::format("tables created or upgraded, {} statements", schema_changes_));
    }
    if (options_.interval.count() > 0) {
      const auto seconds = std::chrono::ceil<std::chrono::seconds>(options_.interval).count();
      WriteMeta(t, kSyncInterval, std::to_string(seconds));
    }
  });
}

void Engine::CheckPortal(const std::stop_token& stop) {
  hubspot::AccountDetails account;
  try {
    account = client_.GetAccountDetails(stop);
  } catch (const Error& e) {
    // The account's details are no part of the mirror; a token that may not read them still may read records.
    if (e.kind() != ErrorKind::kScope && e.kind() != ErrorKind::kBug) {
      throw;
    }
    log::Debug("the account cannot be told, so it is not compared with the tables", {{"why", e.Coded()}});
    return;
  }
  if (account.portal_id == 0) {
    return;
  }
  WriteSession session = OpenSession("account");
  const std::string portal = std::to_string(account.portal_id);
  const std::string known = ReadMeta(session.connection(), kPortalId).value_or(portal);
  if (known != portal) {
    throw Error(ErrorKind::kConfig, ErrorCode::kOtherAccount,
                fmt::format("the token belongs to HubSpot account {}, but the tables in {} mirror account {}",
                            portal, session.connection().database(), known),
                "use the other account's token, or another DB_NAME for this account");
  }
  session.InTransaction([&](mariadb::Transaction& t) { WriteMeta(t, kPortalId, portal); });
}

}  // namespace hm::sync
