#include "sync/first_load.h"

#include <thread>
#include <vector>

#include "base/heartbeat.h"
#include "sync/circle_watch.h"

namespace hm::sync {
namespace {

constexpr std::size_t kPagesAhead = 2;

}  // namespace

FirstLoad::FirstLoad(SyncContext& context) : context_(context), pages_(context) {}

void FirstLoad::Run(Checkpoint& checkpoint, const std::stop_token& stop) {
  BoundedQueue<LoadedPage> queue(kPagesAhead);
  // Ended with this scope: a failing writer stops the reader, also in the middle of a request.
  std::stop_source reading;
  const std::stop_callback stop_reading(stop, [&] { reading.request_stop(); });
  Heartbeat* const heartbeat = CurrentHeartbeat();
  const std::jthread reader([&] {
    const BeatsFor beats(heartbeat);
    Read(checkpoint.cursor, queue, reading.get_token());
  });
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
  CircleWatch circle;
  try {
    do {
      LoadedPage loaded = pages_.Read(after, stop);
      circle.Follow(loaded.next_after);
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

}  // namespace hm::sync
