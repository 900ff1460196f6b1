#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "cli/check/checks.h"
#include "cli/services.h"
#include "sync/objects/object_choice.h"

namespace hm::cli {
namespace {

constexpr int kTries = 2;  // a person waits for the answer
constexpr std::int64_t kLargeClockDifference = 60'000;
constexpr std::int64_t kScarce = 10;  // a tenth of the day's requests
constexpr const char* kMakeServiceKey = "make a service key in its place (docs/hubspot-app.md)";

void CheckClock(Report& report, const hubspot::Client& client) {
  const std::int64_t difference = client.ServerNowMillis() - NowUnixMillis();
  if (std::abs(difference) > kLargeClockDifference) {
    report.Warning("clock",
                   fmt::format("this machine's clock is {} s {} HubSpot's", std::abs(difference) / 1000,
                               difference > 0 ? "behind" : "ahead of"),
                   "set it by NTP (timedatectl set-ntp true); syncs go by HubSpot's clock and stay right");
  } else {
    report.Ok("clock", "agrees with HubSpot's");
  }
}

void CheckAccount(Report& report, const hubspot::AccountDetails& account, const config::Settings& settings,
                  const std::optional<std::string>& mirrored) {
  const std::string portal = std::to_string(account.portal_id);
  if (mirrored && *mirrored != portal) {
    report.Failure(
        "account",
        Error(ErrorKind::kConfig, ErrorCode::kOtherAccount,
              fmt::format("the token belongs to HubSpot account {}, but the tables in {} mirror {}", portal,
                          settings.db_name, *mirrored),
              "use the other account's token, or another DB_NAME for this account"));
  } else {
    report.Ok("account", fmt::format("{} ({}), {}", portal, account.account_type, account.time_zone));
  }
}

// Only service keys and private-app tokens can be asked what they may do, and only theirs have a limit of the
// day in the headers; HubSpot does not tell the two apart.
void CheckKind(Report& report, const hubspot::Stats& stats, const std::optional<Error>& no_token_info) {
  if (!no_token_info) {
    report.Ok("token", "a service key or private-app token; HubSpot accepts it");
  } else if (stats.daily_limit) {
    report.Ok("token", "of an app, neither service key nor private-app token; HubSpot accepts it");
  } else {
    report.Warning("token", "accepted, but it looks like an OAuth token, which ends after half an hour",
                   kMakeServiceKey);
  }
}

// "contacts.sensitive" of crm.objects.contacts.sensitive.read.v2
std::vector<std::string> SensitiveReads(const std::vector<std::string>& scopes) {
  constexpr std::string_view kBefore = "crm.objects.";
  std::vector<std::string> reads;
  for (const std::string& scope : scopes) {
    const auto read = scope.find("sensitive.read");
    if (read != std::string::npos && scope.starts_with(kBefore)) {
      const std::size_t end = scope.find(".read", read);
      reads.push_back(scope.substr(kBefore.size(), end - kBefore.size()));
    }
  }
  return reads;
}

void CheckScopes(Report& report, const hubspot::TokenInfo& info) {
  report.Ok("scopes", fmt::format("{}", fmt::join(info.scopes, " ")));
  std::vector<std::string> sensitive = SensitiveReads(info.scopes);
  std::ranges::sort(sensitive, std::greater<>());
  report.Ok("sensitive properties",
            sensitive.empty()
                ? "not read: the token has no scope for sensitive properties (docs/hubspot-app.md)"
                : fmt::format("read: {}", fmt::join(sensitive, " ")));
  std::vector<std::string> writing;
  std::ranges::copy_if(info.scopes, std::back_inserter(writing),
                       [](const std::string& scope) { return scope.find(".write") != std::string::npos; });
  if (!writing.empty()) {
    report.Warning("scopes beyond need", fmt::format("the token may also write: {}", fmt::join(writing, " ")),
                   "take these scopes from it in HubSpot; the connector only reads");
  }
}

// Whether HubSpot takes the token at all.
bool CheckToken(Report& report, hubspot::Client& client, const config::Settings& settings,
                const std::optional<std::string>& mirrored) {
  std::optional<hubspot::AccountDetails> account;
  std::optional<Error> no_account;
  try {
    account = client.GetAccountDetails({});
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kScope && e.kind() != ErrorKind::kBug) {
      report.Failure("token", e);
      return false;
    }
    no_account = e;  // a token that may not read this still may read records
  }
  std::optional<hubspot::TokenInfo> info;
  std::optional<Error> no_info;
  try {
    info = client.GetTokenInfo({});
  } catch (const Error& e) {
    no_info = e;
  }
  CheckKind(report, client.stats(), no_info);
  if (account) {
    CheckAccount(report, *account, settings, mirrored);
  } else {
    report.Warning("account", no_account->what(), no_account->hint());
  }
  CheckClock(report, client);
  if (info) {
    CheckScopes(report, *info);
  } else {
    report.Warning("scopes", no_info->what(), "they are tried object by object below");
  }
  return true;
}

void CheckObject(Report& report, hubspot::Client& client, const sync::ObjectCatalogue& catalogue,
                 const std::string& object) {
  report.Step(object, [&] {
    if (object == sync::kPipelines) {
      report.Ok(object,
                fmt::format("readable, {} pipelines of deals", client.ListPipelines("deals", {}).size()));
      return;
    }
    if (object == sync::kOwners) {
      report.Ok(object, fmt::format("readable, {} active", client.ListOwners(false, {}).size()));
      return;
    }
    const std::string& path = catalogue.Find(object)->path;
    const auto properties = client.ListProperties(path, {});
    hubspot::RecordPage page;
    client.ListRecords({path, {}, {}, false, 1}, page, {});
    report.Ok(object, fmt::format("readable, {} properties", properties.size()));
  });
}

void CheckObjects(Report& report, hubspot::Client& client, const config::Settings& settings) {
  sync::ObjectCatalogue catalogue;
  sync::Choice choice;
  report.Step("objects", [&] { choice = ChooseObjects(catalogue, ObjectsWanted(settings), client, {}); });
  for (const std::string& object : choice.objects) {
    if (const auto refused = choice.refused.find(object); refused != choice.refused.end()) {
      report.Failure(object, refused->second);
    } else {
      CheckObject(report, client, catalogue, object);
    }
  }
  for (const auto& [object, error] : choice.passed_over) {
    report.Warning(object, error.what(), error.hint());
  }
  CheckNames(report, client, catalogue, settings);
}

void CheckQuota(Report& report, const hubspot::Client& client) {
  report.Ok("requests in 10 s", fmt::format("{} at most", client.burst_limit()));
  const hubspot::Stats stats = client.stats();
  if (!stats.daily_limit || !stats.daily_remaining) {
    return;
  }
  const std::string left = fmt::format("{} of {}", *stats.daily_remaining, *stats.daily_limit);
  if (*stats.daily_remaining < *stats.daily_limit / kScarce) {
    report.Warning("requests left today", left,
                   "all programs of the account share them: see in HubSpot which one uses them up");
  } else {
    report.Ok("requests left today", left);
  }
}

}  // namespace

void CheckHubSpot(Report& report, const config::Settings& settings,
                  const std::optional<std::string>& mirrored) {
  HubSpot hubspot(settings, kTries);
  if (CheckToken(report, hubspot.client, settings, mirrored)) {
    CheckObjects(report, hubspot.client, settings);
    CheckQuota(report, hubspot.client);
  }
}

}  // namespace hm::cli
