#include "sync/verify/background_verify.h"

#include <algorithm>

#include "base/log.h"

namespace hm::sync {
namespace {

// Between two looks at what is due; also how soon the end of a first load is noticed.
constexpr Millis kLongestPause{60'000};
constexpr Millis kShortestPause{100};
constexpr Millis kPauseAfterLoss{5'000};

void Report(const VerifyResult& result) {
  if (!result.error) {
    log::Info("verify done", {{"object", result.object},
                              {"compared", result.compared},
                              {"found", result.found()},
                              {"repaired", result.repaired}});
    return;
  }
  if (result.error->kind() == ErrorKind::kCancelled) {
    log::Info("verify stopped; it goes on from here",
              {{"object", result.object}, {"compared", result.compared}});
    return;
  }
  log::Error(
      "verify failed",
      {{"object", result.object}, {"code", CodeName(result.error->code())}, {"why", result.error->Coded()}});
}

// How long nothing is to do for this object.
Millis VerifyIfDue(Engine& engine, const std::string& object, Millis every, const std::stop_token& stop) {
  const std::optional<Millis> wait = engine.UntilVerify(object, every);
  if (!wait) {
    return std::min(every, kLongestPause);
  }
  if (wait->count() > 0) {
    return *wait;
  }
  log::Info("verify started", {{"object", object}});
  const VerifyResult result = engine.Verify(object, {.repair = true, .background = true}, stop);
  Report(result);
  return result.error ? kPauseAfterLoss : every;
}

}  // namespace

void VerifyInBackground(Engine& engine, const std::vector<std::string>& objects, Millis every,
                        const std::stop_token& stop) {
  while (every.count() > 0 && !stop.stop_requested()) {
    Millis pause = kLongestPause;
    for (const std::string& object : objects) {
      if (engine.HasRecords(object) && !stop.stop_requested()) {
        pause = std::min(pause, VerifyIfDue(engine, object, every, stop));
      }
    }
    try {
      SleepFor(std::max(pause, kShortestPause), stop);
    } catch (const Error&) {
      return;  // a stop
    }
  }
}

}  // namespace hm::sync
