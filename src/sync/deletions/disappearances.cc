#include "sync/deletions/disappearances.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "mariadb/identifiers.h"

namespace hm::sync {
namespace {

constexpr std::int64_t kAlwaysBelieved = 100;
constexpr std::int64_t kBelievedShare = 10;  // one in so many live rows
constexpr std::size_t kPart = 100;

}  // namespace

void Disappearances::Add(std::string_view id) {
  ids_.emplace_back(id);
  const auto count = static_cast<std::int64_t>(ids_.size());
  if (context_.options.confirm_deletions || count <= kAlwaysBelieved) {
    return;
  }
  if (!most_) {
    most_ = std::max(kAlwaysBelieved, LiveRows() / kBelievedShare);
  }
  if (count > *most_) {
    throw Error(
        ErrorKind::kData, ErrorCode::kMassDisappearance,
        fmt::format("{}: more than {} of {} live records are gone from HubSpot, which is over 10 %; that is "
                    "not believed, and no row was marked or deleted",
                    context_.type.name, *most_, LiveRows()),
        fmt::format("look in HubSpot; if they are really gone, stop `run` and confirm it once: "
                    "hubspot-mariadb sync --objects {} --confirm-deletions",
                    context_.type.name));
  }
}

std::vector<std::span<const std::string_view>> Disappearances::Parts() {
  views_.assign(ids_.begin(), ids_.end());
  std::vector<std::span<const std::string_view>> parts;
  for (std::size_t start = 0; start < views_.size(); start += kPart) {
    parts.emplace_back(views_.begin() + static_cast<std::ptrdiff_t>(start),
                       std::min(kPart, views_.size() - start));
  }
  return parts;
}

std::int64_t Disappearances::LiveRows() {
  mariadb::Result row = context_.session.connection().Query(fmt::format(
      "SELECT COUNT(*) FROM {} WHERE archived = 0", mariadb::QuoteIdentifier(context_.type.table)));
  row.Next();
  return row.Int(0);
}

}  // namespace hm::sync
