#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/nearest.h"
#include "cli/check/checks.h"

namespace hm::cli {
namespace {

std::string Suggestion(std::string_view name, const std::vector<std::string>& known, std::string_view where) {
  const std::string near = Nearest(name, {known.begin(), known.end()});
  return near.empty() ? fmt::format("correct it in {}", where) : fmt::format("did you mean {}?", near);
}

// Not thread-safe.
class NameCheck {
 public:
  NameCheck(Report& report, hubspot::Client& client, sync::ObjectCatalogue& catalogue)
      : report_(report), client_(client), catalogue_(catalogue) {}

  // nullptr, and a line of the report, when no object with records has that name.
  const sync::ObjectType* Find(const std::string& name, const std::string& setting) {
    const sync::ObjectType* type = catalogue_.FindWanted(name);
    if (type == nullptr && LearnCustomObjects()) {
      type = catalogue_.FindWanted(name);
    } else if (type == nullptr) {
      return nullptr;  // it may be a custom object that the token may not look up; the sync says so
    }
    if (type == nullptr) {
      std::vector<std::string> known;
      for (const sync::ObjectType& one : catalogue_.types()) {
        known.push_back(one.name);
      }
      report_.Warning(setting, fmt::format("\"{}\" is no object with records", name),
                      Suggestion(name, known, setting));
    }
    return type;
  }

  void CheckProperty(const sync::ObjectType& type, const std::string& property) {
    const std::vector<std::string>& names = PropertiesOf(type);
    if (std::ranges::find(names, property) == names.end()) {
      report_.Warning("PROMOTE", fmt::format("{} has no property \"{}\"", type.name, property),
                      Suggestion(property, names, "PROMOTE"));
    }
  }

 private:
  bool LearnCustomObjects() {
    if (!learnt_) {
      try {
        for (const hubspot::ObjectSchema& schema : client_.ListSchemas({})) {
          catalogue_.AddCustom(schema.type_id, schema.name, schema.qualified_name);
        }
        learnt_ = true;
      } catch (const Error& e) {
        if (e.kind() != ErrorKind::kScope) {
          throw;
        }
        learnt_ = false;
      }
    }
    return *learnt_;
  }

  const std::vector<std::string>& PropertiesOf(const sync::ObjectType& type) {
    const auto [found, is_new] = properties_.try_emplace(type.name);
    for (const char* const of_class : {"", "sensitive", "highly_sensitive"}) {
      try {
        for (const auto& one : is_new ? client_.ListProperties(type.path, {}, of_class)
                                      : std::vector<hubspot::PropertyDefinition>{}) {
          found->second.push_back(one.name);
        }
      } catch (const Error& e) {
        if (*of_class == '\0' || (e.kind() != ErrorKind::kScope && e.kind() != ErrorKind::kBug)) {
          throw;
        }
      }
    }
    return found->second;
  }

  Report& report_;
  hubspot::Client& client_;
  sync::ObjectCatalogue& catalogue_;
  std::optional<bool> learnt_;  // whether HubSpot tells of custom objects
  std::map<std::string, std::vector<std::string>> properties_;
};

}  // namespace

void CheckNames(Report& report, hubspot::Client& client, sync::ObjectCatalogue& catalogue,
                const config::Settings& settings) {
  NameCheck names(report, client, catalogue);
  report.Step("HISTORY", [&] {
    for (const std::string& object : settings.history) {
      if (object != "all") {
        names.Find(object, "HISTORY");
      }
    }
  });
  report.Step("PROMOTE", [&] {
    for (const config::ObjectProperty& one : settings.promote) {
      if (const sync::ObjectType* const type = names.Find(one.object, "PROMOTE")) {
        names.CheckProperty(*type, one.property);
      }
    }
  });
}

}  // namespace hm::cli
