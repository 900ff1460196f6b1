#include "sim/records_json.h"

#include <algorithm>

#include "sim/associations.h"

namespace hubsim {
namespace {

using std::string_view_literals::operator""sv;

// What follows the key and its opening quote: the value, the closing quote and a comma.
void AppendValue(const ObjectStore& store, Slot slot, std::size_t index, std::string& out) {
  const std::size_t start = out.size();
  switch (store.Value(slot, index, out)) {
    case Content::kNothing:
      out.pop_back();
      out += "null,"sv;
      return;
    case Content::kClean:
      out += R"(",)"sv;
      return;
    case Content::kAny:
      const std::string raw = out.substr(start);
      out.resize(start - 1);
      AppendJsonString(out, raw);
      out += ',';
  }
}

void AppendProperties(const ObjectStore& store, Slot slot, const std::vector<std::size_t>& indexes,
                      std::optional<Millis> modified, std::string& out) {
  for (const std::size_t index : indexes) {
    const Property& property = store.Properties().At(index);
    out += property.key;
    if (modified && property.kind == Kind::kModified) {
      AppendIso(out, *modified);
      out += R"(",)"sv;
    } else {
      AppendValue(store, slot, index, out);
    }
  }
  if (!indexes.empty()) out.pop_back();
}

void AppendInlineAssociations(World& world, ObjectStore& store, Slot slot,
                              const std::vector<std::string>& names, std::string& out) {
  bool first = true;
  for (const std::string& name : names) {
    ObjectStore* to = world.Find(name);
    if (to == nullptr) continue;
    const auto list = AssociationsOf(world, store, slot, *to);
    if (list.empty()) continue;
    out += first ? R"(,"associations":{)" : ",";
    first = false;
    AppendJsonString(out, to->Type().name);
    out += R"(:{"results":[)";
    bool comma = false;
    constexpr std::size_t kInlineMost = 100;
    std::size_t shown = 0;
    for (const Association& association : list) {
      if (shown++ == kInlineMost) break;
      for (const int type : association.type_ids) {
        if (comma) out += ',';
        comma = true;
        out += R"({"id":")" + std::to_string(association.to_id) + R"(","type":")" +
               InlineTypeName(store.Type(), to->Type(), type) + "\"}";
      }
    }
    out += "]}";
  }
  if (!first) out += '}';
}

void AppendTail(const World& world, const ObjectStore& store, const Record& record,
                const RenderOptions& options, std::string& out) {
  out += R"(},"createdAt":")";
  AppendIso(out, record.created);
  out += R"(","updatedAt":")";
  AppendIso(out, options.modified.value_or(record.modified));
  out += options.archived ? R"(","archived":true)" : R"(","archived":false)";
  if (options.archived) {
    out += R"(,"archivedAt":")";
    AppendIso(out, record.archived_at);
    out += '"';
  }
  out += R"(,"url":"https://app.hubspot.com/contacts/)";
  out += std::to_string(world.settings.portal_id);
  out += "/record/";
  out += store.Type().type_id;
  out += '/';
  AppendUnsigned(out, record.id);
  out += '"';
}

}  // namespace

Selection Select(const ObjectStore& store, const std::vector<std::string>& names) {
  const ObjectType& type = store.Type();
  const Catalogue& catalogue = store.Properties();
  Selection selection;
  const auto add = [&](const std::string& name) {
    const auto index = catalogue.Find(name);
    if (!index || catalogue.At(*index).archived_at) return;
    const std::string& class_of = catalogue.At(*index).sensitivity;
    if (class_of != "non_sensitive") selection.sensitive.insert(class_of);
    selection.indexes.push_back(*index);
  };
  for (const std::string& name : names.empty() ? type.defaults : names) add(name);
  add("hs_object_id");
  add(type.cursor);
  add(type.created);
  std::ranges::sort(selection.indexes, [&](std::size_t a, std::size_t b) {
    return catalogue.At(a).name < catalogue.At(b).name;
  });
  const auto extra = std::ranges::unique(selection.indexes);
  selection.indexes.erase(extra.begin(), extra.end());
  return selection;
}

void AppendRecord(World& world, ObjectStore& store, Slot slot, const Selection& selection,
                  const RenderOptions& options, std::string& out) {
  const Record& record = store.At(slot);
  out += R"({"id":")";
  AppendUnsigned(out, record.id);
  out += R"(","properties":{)";
  AppendProperties(store, slot, selection.indexes, options.modified, out);
  AppendTail(world, store, record, options, out);
  if (!options.associations.empty() && !options.archived) {
    AppendInlineAssociations(world, store, slot, options.associations, out);
  }
  out += '}';
}

void AppendTruth(const ObjectStore& store, Slot slot, bool archived, std::string& out) {
  const Record& record = store.At(slot);
  std::vector<std::size_t> indexes;
  for (std::size_t i = 0; i < store.Properties().Size(); ++i) {
    if (!store.Properties().At(i).archived_at) indexes.push_back(i);
  }
  out += R"({"id":")" + std::to_string(record.id) + R"(","properties":{)";
  AppendProperties(store, slot, indexes, std::nullopt, out);
  out += R"(},"createdAt":")" + Iso(record.created) + R"(","updatedAt":")" + Iso(record.modified) +
         R"(","archived":)" + (archived ? "true" : "false");
  if (archived) out += R"(,"archivedAt":")" + Iso(record.archived_at) + "\"";
  out += "}\n";
}

void AppendState(const ObjectStore& store, Slot slot, std::string& out) {
  const Record& record = store.At(slot);
  if (record.fate == Fate::kPresent) {
    const bool archived = record.archived_at != 0;
    AppendTruth(store, slot, archived, out);
    out.resize(out.size() - 2);  // "}\n"
    out += archived ? R"(,"state":"archived"})" : R"(,"state":"live"})";
    return;
  }
  out += R"({"id":")" + std::to_string(record.id) + R"(","state":)";
  if (record.fate == Fate::kErased) out += R"("erased"})";
  if (record.fate == Fate::kPurged) out += R"("purged"})";
  if (record.fate == Fate::kMerged) {
    out += R"("merged","mergedInto":")" + std::to_string(store.WinnerOf(record.id)) + "\"}";
  }
}

}  // namespace hubsim
