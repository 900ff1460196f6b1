#include "sync/first_load.h"

#include <thread>
#include <vector>

#include "base/error.h"

namespace hm::sync {
namespace {

// HubSpot answers 414 somewhere between 8 and 16 kB of URL (reports differ); this is safely below.
constexpr std::size_t kLongestUrl = 7000;
constexpr std::size_t kPagesAhead = 2;

}  // namespace

FirstLoad::FirstLoad(SyncContext& context) : context_(context) {
  fits_url_ =
      context_.client.ListUrlLength({std::string(context_.type.name), context_.properties}) <= kLongestUrl;
}

void FirstLoad::Run(Checkpoint& checkpoint, const std::stop_token& stop) {
  BoundedQueue<LoadedPage> queue(kPagesAhead);
  // Ended with this scope: a failing writer stops the reader, also in the middle of a request.
  std::stop_source reading;
  const std::stop_callback stop_reading(stop, [&] { reading.request_stop(); });
  const std::jthread reader([&] { Read(checkpoint.cursor, queue, reading.get_token()); });
  struct EndReading {
    BoundedQueue<LoadedPage>& queue;
    std::stop_source& reading;
    ~EndReading() {
      reading.request_stop();
      queue.Abandon();
    }
  } end_reading{queue, reading};

  while (std::optional<LoadedPage> loaded = queue.Pop()) {
    checkpoint.cursor = loaded->next_after;
    checkpoint.window_seen += static_cast<std::int64_t>(loaded->rows.rows.size());
    if (loaded->next_after.empty()) {
      checkpoint = {Phase::kIdle, checkpoint.window_to, 0, 0, 0, ""};
    }
    context_.Write(loaded->rows, context_.Sealing(checkpoint));
    if (checkpoint.phase != Phase::kIdle) {
      ThrowIfStopped(stop);
    }
  }
}

void FirstLoad::Read(std::string after, BoundedQueue<LoadedPage>& queue, const std::stop_token& stop) {
  try {
    do {
      LoadedPage loaded = ReadPage(after, stop);
      if (!loaded.next_after.empty() && loaded.next_after == after) {
        throw Error(ErrorKind::kRetry, "HubSpot's list gave the same cursor twice",
                    "the next sync tries again");
      }
      after = loaded.next_after;
      if (!queue.Push(std::move(loaded))) {
        return;
      }
    } while (!after.empty());
    queue.Close();
  } catch (...) {
    queue.CloseWithError(std::current_exception());
  }
}

FirstLoad::LoadedPage FirstLoad::ReadPage(const std::string& after, const std::stop_token& stop) {
  LoadedPage loaded(context_.builder.columns().size());
  if (!fits_url_ || !TryReadDirectly(after, loaded, stop)) {
    ReadByIds(after, loaded, stop);
  }
  return loaded;
}

bool FirstLoad::TryReadDirectly(const std::string& after, LoadedPage& loaded, const std::stop_token& stop) {
  try {
    context_.client.ListRecords({std::string(context_.type.name), context_.properties, after}, loaded.page,
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

void FirstLoad::ReadByIds(const std::string& after, LoadedPage& loaded, const std::stop_token& stop) {
  const std::vector<std::string> only_version{std::string(context_.type.last_modified_property)};
  hubspot::RecordPage listed;
  context_.client.ListRecords({std::string(context_.type.name), only_version, after}, listed, stop);
  loaded.next_after = listed.next_after();
  std::vector<std::string_view> ids;
  for (const hubspot::RecordView& record : listed.records()) {
    ids.push_back(record.id);
  }
  if (!ids.empty()) {
    context_.ReadWhole(ids, loaded.page, loaded.rows, stop);
  }
}

}  // namespace hm::sync
