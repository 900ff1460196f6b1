#include "sync/load/page_reader.h"

#include <algorithm>
#include <vector>

#include "base/error.h"

namespace hm::sync {
namespace {

// HubSpot answers 414 somewhere between 8 and 16 kB of URL (reports differ); this is safely below.
constexpr std::size_t kLongestUrl = 7000;

PageFacts FactsOf(const hubspot::RecordPage& page) {
  PageFacts facts{page.records().size(), std::nullopt, std::nullopt, std::string(page.next_after())};
  for (const hubspot::RecordView& record : page.records()) {
    const auto id = ParseRecordId(record.id);
    if (!id) {
      return {facts.records, std::nullopt, std::nullopt, std::move(facts.next_after)};
    }
    facts.first = std::min(facts.first.value_or(*id), *id);
    facts.last = std::max(facts.last.value_or(*id), *id);
  }
  return facts;
}

// Those in front whose ids are below `upto`; the list ascends.
std::span<const hubspot::RecordView> Below(std::span<const hubspot::RecordView> records, std::uint64_t upto) {
  while (!records.empty() && ParseRecordId(records.back().id).value_or(0) >= upto) {
    records = records.first(records.size() - 1);
  }
  return records;
}

}  // namespace

PageReader::PageReader(SyncContext& context, bool archived)
    : context_(context),
      builder_(context.builder),
      archived_(archived),
      fits_url_(context.client.ListUrlLength({context.type.path, context.properties}) <= kLongestUrl) {
  builder_.TakeMisfits();
}

LoadedPage PageReader::Read(const std::string& after, const std::stop_token& stop) {
  LoadedPage loaded(builder_.columns().size());
  List(after, loaded, stop);
  Complete(loaded, kEndOfIds, stop);
  return loaded;
}

PageFacts PageReader::List(const std::string& after, LoadedPage& loaded, const std::stop_token& stop) {
  loaded.page.TakeWork(work_);
  if (!fits_url_ || !TryListWhole(after, loaded, stop)) {
    const std::vector<std::string> only_version{context_.type.last_modified_property};
    context_.client.ListRecords({context_.type.path, only_version, after, archived_}, ids_, stop);
  }
  PageFacts facts = FactsOf(fits_url_ ? loaded.page : ids_);
  loaded.next_after = facts.next_after;
  return facts;
}

bool PageReader::TryListWhole(const std::string& after, LoadedPage& loaded, const std::stop_token& stop) {
  try {
    context_.client.ListRecords({context_.type.path, context_.properties, after, archived_}, loaded.page,
                                stop);
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kTooLong) {
      throw;
    }
    fits_url_ = false;
  }
  return fits_url_;
}

void PageReader::Complete(LoadedPage& loaded, std::uint64_t upto, const std::stop_token& stop) {
  if (fits_url_) {
    builder_.Build(Below(loaded.page.records(), upto), loaded.rows);
    return;
  }
  std::vector<std::string_view> ids;
  for (const hubspot::RecordView& record : Below(ids_.records(), upto)) {
    ids.push_back(record.id);
  }
  if (ids.empty()) {
    builder_.Build({}, loaded.rows);
    return;
  }
  context_.ReadEvery(builder_, ids, loaded.page, loaded.rows, stop, archived_);
}

}  // namespace hm::sync
