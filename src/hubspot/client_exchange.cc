// A request's way to its answer: the wait for a slot, what is learned of each answer, and the tries.
#include <fmt/format.h>

#include <charconv>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/heartbeat.h"
#include "hubspot/client.h"
#include "hubspot/requests.h"
#include "hubspot/timestamps.h"

namespace hm::hubspot {
namespace {

bool IsSuccess(int status) { return status >= 200 && status < 300; }

// A captive portal or proxy answers 200 with a page of its own.
bool LooksLikeJson(const http::Response& answer) {
  const auto type = answer.headers.Find("Content-Type");
  return !type || type->find("json") != std::string_view::npos;
}

void ReadNumber(const http::Headers& headers, std::string_view name, std::optional<std::int64_t>& out) {
  const auto text = headers.Find(name);
  std::int64_t value = 0;
  if (text && std::from_chars(text->data(), text->data() + text->size(), value).ec == std::errc{} &&
      value >= 0) {
    out = value;
  }
}

Failure BadAnswer(std::string_view where, const std::string& what, const std::string& hint = {}) {
  return {Reason::kBadAnswer,
          Error(ErrorKind::kRetry, ErrorCode::kBadAnswer, std::string(where) + ": " + what, hint),
          std::nullopt};
}

}  // namespace

void Client::Call(Lane lane, const http::Request& request, const Reader& read, const std::stop_token& stop) {
  Backoff backoff({}, options_.max_tries);
  LeaveReserve(lane, backoff, stop);
  while (const auto failure = Try(lane, request, read, stop)) {
    Await(lane, *failure, backoff, stop);
  }
}

void Client::LeaveReserve(Lane lane, Backoff& backoff, const std::stop_token& stop) {
  if (priority_ != Priority::kBulk || !shared_->limiter.IsReserved(priority_)) {
    return;
  }
  const Stats now = stats();
  Await(lane,
        {Reason::kReserved,
         Error(ErrorKind::kRateLimited, ErrorCode::kDailyLimit,
               fmt::format("{} of the account's {} requests of the day are left, and reading an object whole "
                           "leaves a twentieth to its other programs",
                           now.daily_remaining.value_or(0), now.daily_limit.value_or(0))),
         std::nullopt},
        backoff, stop);
}

std::optional<Failure> Client::Try(Lane lane, const http::Request& request, const Reader& read,
                                   const std::stop_token& stop) {
  const std::string where = http::Describe(request);
  http::Response answer;
  try {
    answer = Exchange(lane, request, stop);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kRetry) {
      throw;
    }
    return Failure{Reason::kNetwork, error, std::nullopt};
  }
  if (!IsSuccess(answer.status)) {
    Failure failure = FailureFromAnswer(answer, where, ServerNowMillis());
    transport_.Recycle(std::move(answer.body));
    return failure;
  }
  if (!LooksLikeJson(answer)) {
    return BadAnswer(where, "unexpected answer: not JSON by its content type",
                     "a proxy or captive portal may stand in the way");
  }
  try {
    read(answer);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kRetry) {
      throw;
    }
    return BadAnswer(where, error.what());
  }
  return std::nullopt;
}

http::Response Client::Exchange(Lane lane, const http::Request& request, const std::stop_token& stop) {
  http::Response answer;
  {
    const auto permit = shared_->limiter.Acquire(lane, stop, priority_);
    HM_FAILPOINT("request");
    const SteadyTime sent = std::chrono::steady_clock::now();
    try {
      answer = transport_.Send(request, stop);
    } catch (const Error&) {
      Count(KindOf(request.url), 0);
      throw;
    }
    Count(KindOf(request.url), answer.status);
    Beat();
    HM_FAILPOINT("answer");
    shared_->limiter.ObserveOthers(permit, answer.headers);
    ObserveTime(std::chrono::steady_clock::now() - sent);
  }
  Observe(answer);
  return answer;
}

void Client::Count(const RequestKind& kind, int status) {
  const std::lock_guard lock(shared_->mutex);
  ++shared_->stats.requests;
  RequestCounts& counts = shared_->stats.by_kind[kind];
  ++counts.sent;
  ++(IsSuccess(status) ? counts.answered : status == 429 ? counts.refused : counts.failed);
}

void Client::Await(Lane lane, const Failure& failure, Backoff& backoff, const std::stop_token& stop) {
  std::int64_t utc_offset = 0;
  {
    const std::lock_guard lock(shared_->mutex);
    utc_offset = shared_->utc_offset_ms;
  }
  const std::int64_t now = ServerNowMillis();
  const auto wait = backoff.Next(failure, UntilMidnight(now, utc_offset));
  if (!wait) {
    throw Error(failure.error);
  }
  // Others in this lane would be refused as well.
  const SteadyTime until = std::chrono::steady_clock::now() + *wait;
  if (failure.reason == Reason::kBusy) {
    shared_->limiter.Refused(lane);
    shared_->limiter.HoldUntil(lane, until);
  }
  if (failure.reason == Reason::kDaily || failure.reason == Reason::kMigrating) {
    shared_->limiter.HoldUntil(Lane::kBurst, until);
    shared_->limiter.HoldUntil(Lane::kSearch, until);
  }
  shared_->retry_log.Write(failure, *wait, now);
  {
    const std::lock_guard lock(shared_->mutex);
    ++shared_->stats.retries;
  }
  options_.sleep(*wait, stop);
}

// The quickest of late: what others wait for in a queue of ours would count as HubSpot's slowness otherwise.
void Client::ObserveTime(SteadyTime::duration took) {
  constexpr double kForgetting = 1.02;
  const double seconds = std::chrono::duration<double>(took).count();
  const std::lock_guard lock(shared_->mutex);
  double& quick = shared_->quick_answer_s;
  quick = quick == 0 ? seconds : std::min(seconds, quick * kForgetting);
}

void Client::Observe(const http::Response& answer) {
  shared_->limiter.Observe(answer.headers);
  const std::lock_guard lock(shared_->mutex);
  if (answer.status == 429) {
    ++shared_->stats.refusals;
  }
  ReadNumber(answer.headers, "X-HubSpot-RateLimit-Daily", shared_->stats.daily_limit);
  ReadNumber(answer.headers, "X-HubSpot-RateLimit-Daily-Remaining", shared_->stats.daily_remaining);
  if (const auto date = answer.headers.Find("Date")) {
    if (const auto millis = ParseHttpDateMillis(*date)) {
      shared_->date_ms = millis;
      shared_->date_seen = std::chrono::steady_clock::now();
    }
  }
}

}  // namespace hm::hubspot
