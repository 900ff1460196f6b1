#include "sync/page_reader.h"

#include <vector>

#include "base/error.h"

namespace hm::sync {
namespace {

// HubSpot answers 414 somewhere between 8 and 16 kB of URL (reports differ); this is safely below.
constexpr std::size_t kLongestUrl = 7000;

}  // namespace

PageReader::PageReader(SyncContext& context, bool archived)
    : context_(context),
      archived_(archived),
      fits_url_(context.client.ListUrlLength({context.type.path, context.properties}) <= kLongestUrl) {}

LoadedPage PageReader::Read(const std::string& after, const std::stop_token& stop) {
  LoadedPage loaded(context_.builder.columns().size());
  if (!fits_url_ || !TryReadDirectly(after, loaded, stop)) {
    ReadByIds(after, loaded, stop);
  }
  return loaded;
}

bool PageReader::TryReadDirectly(const std::string& after, LoadedPage& loaded, const std::stop_token& stop) {
  try {
    context_.client.ListRecords({context_.type.path, context_.properties, after, archived_}, loaded.page,
                                stop);
  } catch (const Error& e) {
    if (e.kind() != ErrorKind::kTooLong) {
      throw;
    }
    fits_url_ = false;
    return false;
  }
  context_.builder.Build(loaded.page.records(), loaded.rows);
  loaded.next_after = loaded.page.next_after();
  return true;
}

void PageReader::ReadByIds(const std::string& after, LoadedPage& loaded, const std::stop_token& stop) {
  const std::vector<std::string> only_version{context_.type.last_modified_property};
  hubspot::RecordPage listed;
  context_.client.ListRecords({context_.type.path, only_version, after, archived_}, listed, stop);
  loaded.next_after = listed.next_after();
  std::vector<std::string_view> ids;
  for (const hubspot::RecordView& record : listed.records()) {
    ids.push_back(record.id);
  }
  if (!ids.empty()) {
    context_.ReadEvery(ids, loaded.page, loaded.rows, stop, archived_);
  }
}

}  // namespace hm::sync
