// The plan against made-up lists: every id is read, few requests are wasted, and what is saved at any moment
// is enough to go on from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "sync/load/range_plan.h"

namespace hm::sync {
namespace {

using Ids = std::vector<std::uint64_t>;

Ids Block(std::uint64_t from, std::size_t count, std::uint64_t step) {
  Ids ids;
  for (std::size_t i = 0; i < count; ++i) {
    ids.push_back(from + i * step);
  }
  return ids;
}

Ids Join(const std::vector<Ids>& blocks) {
  Ids ids;
  for (const Ids& block : blocks) {
    ids.insert(ids.end(), block.begin(), block.end());
  }
  return ids;
}

// A list that goes by lower bounds, included or not.
class List {
 public:
  explicit List(Ids ids, bool included = true) : ids_(std::move(ids)), included_(included) {}

  PageFacts Page(const std::string& after) {
    ++requests;
    const std::uint64_t bound = ParseRecordId(after.empty() ? "0" : after).value();
    const auto begin =
        included_ ? std::ranges::lower_bound(ids_, bound) : std::ranges::upper_bound(ids_, bound);
    page.assign(begin, begin + std::min<std::ptrdiff_t>(100, ids_.end() - begin));
    PageFacts facts{page.size()};
    if (!page.empty()) {
      facts.first = page.front();
      facts.last = page.back();
      if (page.back() != ids_.back()) {
        facts.next_after = std::to_string(page.back() + (included_ ? 1 : 0));
      }
    }
    return facts;
  }

  const Ids& ids() const { return ids_; }
  Ids page;
  int requests = 0;

 private:
  Ids ids_;
  bool included_;
};

// Lanes that take turns, page by page.
class Reading {
 public:
  Reading(List& list, RangePlan& plan, std::size_t lanes) : list_(list), plan_(plan) {
    plan_.SetLanes(lanes);
  }

  // False when all is read.
  bool Turn() {
    while (const auto task = plan_.TryTake()) {
      tasks_.push_back(*task);
    }
    if (tasks_.empty()) {
      return false;
    }
    RangePlan::Task task = tasks_.front();
    tasks_.pop_front();
    const PageFacts facts = list_.Page(task.after);
    const RangePlan::Step step = plan_.Advance(task.start, facts);
    for (const std::uint64_t id : list_.page) {
      if (id < step.upto) {
        read.insert(id);
      }
    }
    if (step.progress) {
      saved[step.progress->start] = step.progress->next;
    }
    if (step.done) {
      plan_.Finish(task.start);
    } else {
      task.after = facts.next_after;
      tasks_.push_back(task);
    }
    return true;
  }

  std::vector<IdRange> Saved() const {
    std::vector<IdRange> ranges;
    for (const auto& [start, next] : saved) {
      ranges.push_back({start, next});
    }
    return ranges;
  }

  std::set<std::uint64_t> read;
  std::map<std::uint64_t, std::uint64_t> saved;

 private:
  List& list_;
  RangePlan& plan_;
  std::deque<RangePlan::Task> tasks_;
};

struct Shape {
  const char* name;
  Ids ids;
};

const std::vector<Shape>& Shapes() {
  static const std::vector<Shape> shapes{
      {"one dense block", Block(33'451, 20'000, 1)},
      {"even over a wide space", Block(5'000, 20'000, 9'999'999)},
      {"a small block, then a wide space", Join({Block(1, 300, 1), Block(7'944'583'019, 19'700, 50'000)})},
      {"four blocks far apart", Join({Block(101, 5'000, 3), Block(60'000'001, 5'000, 3),
                                      Block(7'944'583'019, 5'000, 3), Block(513'881'705'057, 5'000, 3)})},
      {"one record far above", Join({Block(101, 20'000, 2), Block(999'999'999'999, 1, 1)})},
      {"up to the last number there is", Join({Block(1, 2'000, 7), Block(kEndOfIds - 9'000, 9'000, 1)})},
  };
  return shapes;
}

TEST(RangePlan, ReadsEveryIdOfAnyShapeInFewRequests) {
  for (const Shape& shape : Shapes()) {
    for (const std::size_t lanes : {1U, 2U, 7U, 32U}) {
      for (const bool included : {true, false}) {
        SCOPED_TRACE(testing::Message() << shape.name << ", " << lanes << " lanes, included " << included);
        List list(shape.ids, included);
        RangePlan plan({}, "");
        Reading reading(list, plan, lanes);
        ASSERT_TRUE(reading.Turn());
        plan.Learn(list.ids().back(), static_cast<std::int64_t>(list.ids().size()) - 100);
        while (reading.Turn()) {
        }
        EXPECT_EQ(reading.read.size(), list.ids().size());
        EXPECT_LE(list.requests, static_cast<int>(list.ids().size() / 100 * 11 / 10 + 30 + lanes));
      }
    }
  }
}

TEST(RangePlan, GoesOnFromWhateverWasSaved) {
  for (const Shape& shape : Shapes()) {
    for (const int turns : {1, 2, 3, 10, 40, 130}) {
      SCOPED_TRACE(testing::Message() << shape.name << ", ended after " << turns);
      List list(shape.ids);
      std::set<std::uint64_t> read;
      std::vector<IdRange> saved;
      {
        RangePlan plan({}, "");
        Reading reading(list, plan, 7);
        reading.Turn();
        plan.Learn(list.ids().back(), static_cast<std::int64_t>(list.ids().size()) - 100);
        for (int i = 1; i < turns; ++i) {
          reading.Turn();
        }
        saved = reading.Saved();
        read = reading.read;
      }
      const int before = list.requests;
      RangePlan plan(saved, "");
      Reading reading(list, plan, 7);
      plan.Learn(list.ids().back(), static_cast<std::int64_t>(list.ids().size() - read.size()));
      while (reading.Turn()) {
      }
      const std::size_t left = list.ids().size() - read.size();
      read.insert(reading.read.begin(), reading.read.end());
      EXPECT_EQ(read.size(), list.ids().size());
      EXPECT_LE(list.requests - before, static_cast<int>(left / 100 * 11 / 10 + 60));
    }
  }
}

// Imports of all sizes, each dense, far apart.
Ids Imports(std::size_t count) {
  Ids ids;
  std::uint64_t id = 100'000;
  std::uint64_t seed = 1;
  const auto random = [&seed](std::uint64_t below) {
    seed = seed * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
    return (seed >> 33U) % below;
  };
  while (ids.size() < count) {
    id += random(1'000'000'000) * 3;
    const std::uint64_t step = 1 + random(50);
    for (std::uint64_t left = 1 + random(6'000); left > 0 && ids.size() < count; --left) {
      id += 1 + random(2 * step);
      ids.push_back(id);
    }
  }
  return ids;
}

TEST(RangePlan, FewCutsFallIntoGaps) {
  List list(Imports(100'000));
  RangePlan plan({}, "");
  plan.Learn(list.ids().back(), static_cast<std::int64_t>(list.ids().size()));
  Reading reading(list, plan, 27);
  while (reading.Turn()) {
  }
  EXPECT_EQ(reading.read.size(), list.ids().size());
  EXPECT_LE(list.requests, 1'100);
}

TEST(RangePlan, WhatAPageShowsOfTheNextRangeIsStillToCome) {
  List list(Block(1'000, 10'000, 1));
  RangePlan plan({}, "");
  plan.Learn(list.ids().back(), 10'000);
  plan.SetLanes(2);
  const auto first = plan.TryTake();
  const auto second = plan.TryTake();
  ASSERT_TRUE(first && second);
  const auto last_page = list.Page(std::to_string(second->start - 25));
  plan.Advance(first->start, last_page);
  EXPECT_DOUBLE_EQ(plan.records_left(), 10'000 - 25);
}

TEST(RangePlan, ANumberTakenForTheStartIsSeenByTheFirstCut) {
  List list(Block(1'000'000, 5'000, 2));
  RangePlan plan({}, "");
  plan.SetLanes(4);
  const auto first = plan.TryTake();
  plan.Advance(first->start, list.Page(""));
  plan.Learn(list.ids().back(), 4'900);
  const auto cut = plan.TryTake();
  ASSERT_TRUE(cut);
  EXPECT_TRUE(cut->is_cut);
  EXPECT_FALSE(plan.TryTake()) << "a second cut before the first has shown anything";
  EXPECT_THROW(plan.Advance(cut->start, list.Page("")), BoundIgnored);
  EXPECT_THROW(plan.Advance(cut->start, PageFacts{}), BoundIgnored) << "nothing, where a record must be";
}

TEST(RangePlan, CursorsThatAreNoNumbersMakeOneChain) {
  RangePlan plan({}, "c-55");
  plan.SetLanes(4);
  const auto task = plan.TryTake();
  EXPECT_EQ(task->after, "c-55");
  const RangePlan::Step step = plan.Advance(task->start, {100, 5, 900, "c-66"});
  EXPECT_FALSE(step.progress);
  EXPECT_FALSE(step.done);
  plan.Learn(1'000'000, 100'000);
  EXPECT_FALSE(plan.TryTake());
  EXPECT_FALSE(plan.can_cut());
}

TEST(RangePlan, WhoKnowsTheSizeBeforehandBeginsInTheMiddleToo) {
  List list(Block(1'000'000, 10'000, 10));
  RangePlan plan({}, "");
  plan.Learn(list.ids().back(), static_cast<std::int64_t>(list.ids().size()));
  plan.SetLanes(2);
  ASSERT_TRUE(plan.TryTake());
  const auto second = plan.TryTake();
  ASSERT_TRUE(second) << "no page is read yet";
  EXPECT_TRUE(second->is_cut);
  EXPECT_EQ(second->start, list.ids().back() / 2);
}

TEST(RangePlan, FewRecordsAreNotCutBeforehand) {
  RangePlan plan({}, "");
  plan.Learn(1'000'000, 400);
  plan.SetLanes(2);
  ASSERT_TRUE(plan.TryTake());
  EXPECT_FALSE(plan.TryTake());
}

}  // namespace
}  // namespace hm::sync
