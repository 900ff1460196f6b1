#include <gtest/gtest.h>

#include <atomic>
#include <exception>
#include <latch>
#include <memory>
#include <thread>

#include "base/bounded_queue.h"
#include "base/error.h"

namespace hm {
namespace {

TEST(BoundedQueue, KeepsTheOrderAndEnds) {
  BoundedQueue<int> queue(3);
  EXPECT_TRUE(queue.Push(1));
  EXPECT_TRUE(queue.Push(2));
  EXPECT_TRUE(queue.Push(3));
  queue.Close();
  EXPECT_EQ(queue.Pop(), 1);
  EXPECT_EQ(queue.Pop(), 2);
  EXPECT_EQ(queue.Pop(), 3);
  EXPECT_EQ(queue.Pop(), std::nullopt);
  EXPECT_EQ(queue.Pop(), std::nullopt);
}

TEST(BoundedQueue, MovesValues) {
  BoundedQueue<std::unique_ptr<int>> queue(1);
  EXPECT_TRUE(queue.Push(std::make_unique<int>(7)));
  const auto value = queue.Pop();
  ASSERT_TRUE(value && *value);
  EXPECT_EQ(**value, 7);
}

TEST(BoundedQueue, F_D12_HoldsTheGiverBack) {
  constexpr int kCapacity = 2;
  constexpr int kValues = 5000;
  BoundedQueue<int> queue(kCapacity);
  std::atomic<int> taken{0};
  int most_ahead = 0;
  std::jthread giver([&] {
    for (int i = 0; i < kValues; ++i) {
      queue.Push(i);
      most_ahead = std::max(most_ahead, i + 1 - taken.load());
    }
    queue.Close();
  });
  int expected = 0;
  while (const auto value = queue.Pop()) {
    ASSERT_EQ(*value, expected++);
    ++taken;
  }
  giver.join();
  EXPECT_EQ(expected, kValues);
  EXPECT_LE(most_ahead, kCapacity + 1);  // one may be popped and not counted yet
}

TEST(BoundedQueue, PassesAnErrorAfterTheValuesBeforeIt) {
  BoundedQueue<int> queue(2);
  queue.Push(1);
  queue.CloseWithError(std::make_exception_ptr(Error(ErrorKind::kAuth, "refused")));
  EXPECT_EQ(queue.Pop(), 1);
  for (int i = 0; i < 2; ++i) {
    try {
      queue.Pop();
      ADD_FAILURE() << "no error";
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::kAuth);
      EXPECT_STREQ(e.what(), "refused");
    }
  }
}

TEST(BoundedQueue, WakesATakerThatWaits) {
  BoundedQueue<int> queue(1);
  std::optional<int> first;
  std::optional<int> second = 0;
  std::jthread taker([&] {
    first = queue.Pop();
    second = queue.Pop();
  });
  queue.Push(5);
  queue.Close();
  taker.join();
  EXPECT_EQ(first, 5);
  EXPECT_EQ(second, std::nullopt);
}

TEST(BoundedQueue, TellsTheGiverThatItIsAbandoned) {
  BoundedQueue<int> queue(1);
  std::latch filled(1);
  bool first = false;
  bool second = true;
  std::jthread giver([&] {
    first = queue.Push(1);
    filled.count_down();
    second = queue.Push(2);  // waits for room, or comes after Abandon(): false in both
  });
  filled.wait();
  queue.Abandon();
  giver.join();
  EXPECT_TRUE(first);
  EXPECT_FALSE(second);
  EXPECT_FALSE(queue.Push(3));
}

TEST(BoundedQueue, WaitsNoLongerThanUntilThen) {
  const auto now = [] { return std::chrono::steady_clock::now(); };
  constexpr std::chrono::seconds kLong{60};
  BoundedQueue<int> queue(2);
  EXPECT_EQ(queue.PopUntil(now()), std::nullopt);
  EXPECT_TRUE(queue.Push(1));
  EXPECT_EQ(queue.PopUntil(now() - kLong), 1) << "what is there needs no waiting";
  std::jthread giver([&] { queue.Push(2); });
  EXPECT_EQ(queue.PopUntil(now() + kLong), 2);
  queue.CloseWithError(std::make_exception_ptr(Error(ErrorKind::kRetry, "no")));
  const auto before = now();
  EXPECT_EQ(queue.PopUntil(before + kLong), std::nullopt);
  EXPECT_LT(now(), before + kLong) << "nothing more will come";
  EXPECT_THROW(queue.Pop(), Error);
}

}  // namespace
}  // namespace hm
