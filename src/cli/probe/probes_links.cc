#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "cli/probe/probes.h"

namespace hm::cli {
namespace {

constexpr const char* kBoth = "changed records' associations are read at once, those of all by the sweep";
constexpr const char* kNoPair = "only one of contacts, companies and deals can be read";

std::string IdText(const nlohmann::json& id) { return id.is_string() ? id.get<std::string>() : id.dump(); }

struct LinkForms {
  std::set<std::string> ids{};  // number, text
  std::set<std::string> mentioned{};
  std::size_t longest = 0;  // most associations of one record on the page
  bool continued = false;   // some record's go on on a next page
};

LinkForms FormsOfLinks(const Answer& answer) {
  LinkForms forms;
  for (const nlohmann::json& result : answer.Array("results")) {
    forms.mentioned.insert(IdText(result.at("from").at("id")));
    const nlohmann::json& to = result.at("to");
    forms.longest = std::max(forms.longest, to.size());
    forms.continued = forms.continued || result.contains(nlohmann::json::json_pointer("/paging/next/after"));
    for (const nlohmann::json& link : to) {
      forms.ids.insert(link.at("toObjectId").is_string() ? "text" : "number");
    }
  }
  return forms;
}

// Of these ids, how many the errors name.
std::size_t NamedInErrors(const Answer& answer, std::set<std::string>& mentioned) {
  std::size_t named = 0;
  for (const nlohmann::json& error : answer.Array("errors")) {
    const auto context = error.find("context");
    if (context == error.end() || !context->is_object()) continue;
    for (const auto& [name, ids] : context->items()) {
      if (!ids.is_array()) continue;
      for (const nlohmann::json& id : ids) {
        named += mentioned.insert(IdText(id)).second ? 1 : 0;
      }
    }
  }
  return named;
}

}  // namespace

Seen ProbeLinkTypes(Ground& ground) {
  if (ground.other().empty()) {
    return NotSeen(kNoPair, kBoth);
  }
  const Answer answer = ground.Get(ground.paths().AssociationTypes(ground.Object(), ground.other()));
  return answer.good() && !answer.Array("results").empty()
             ? AsAssumed("they are listed", kBoth)
             : Differs("not listed: " + answer.Told(), "associations of such pairs are not mirrored");
}

Seen ProbeLinkBatch(Ground& ground) {
  if (ground.other().empty() || ground.Ids().empty()) {
    return NotSeen(ground.other().empty() ? kNoPair : "no record", kBoth);
  }
  nlohmann::json inputs = nlohmann::json::array();
  for (const std::uint64_t id : ground.Ids()) {
    inputs.push_back({{"id", std::to_string(id)}});
  }
  const Answer answer = ground.Post(ground.paths().AssociationBatchRead(ground.Object(), ground.other()),
                                    nlohmann::json{{"inputs", inputs}});
  if (!answer.good()) {
    return Differs("refused: " + answer.Told(), "associations of such pairs are not mirrored");
  }
  LinkForms forms = FormsOfLinks(answer);
  const std::size_t named = NamedInErrors(answer, forms.mentioned);
  const std::size_t silent = inputs.size() - std::min(inputs.size(), forms.mentioned.size());
  const std::string saw =
      fmt::format("{}; ids as {}; without any: {}{}", answer.Told(),
                  forms.ids.empty() ? "none seen" : fmt::format("{}", fmt::join(forms.ids, " and ")),
                  named > 0    ? "named in errors"
                  : silent > 0 ? "left out"
                               : "none seen",
                  forms.continued ? fmt::format("; a page holds {} of one record", forms.longest) : "");
  return silent == 0
             ? AsAssumed(saw, kBoth)
             : Differs(saw, "losses that HubSpot does not name are asked for again before they are believed");
}

Seen ProbeLinksOfOne(Ground& ground) {
  const char* path = "a record whose associations do not fit a batch's page is read alone";
  if (ground.other().empty() || ground.Ids().empty()) {
    return NotSeen(ground.other().empty() ? kNoPair : "no record", path);
  }
  const Answer answer = ground.Get(
      ground.paths().AssociationsOf(ground.Object(), std::to_string(ground.Ids().front()), ground.other()) +
      "?limit=500");
  return answer.good()
             ? AsAssumed(answer.Told(), path)
             : Differs("refused: " + answer.Told(), "such a record's associations stay as they are");
}

}  // namespace hm::cli
