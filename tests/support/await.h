// Waiting for something to become true, in place of sleeping for as long as it usually takes.
#pragma once

#include <chrono>
#include <functional>

namespace hm::test {

// Asks `condition` until it holds; false when it does not within `timeout`, which only a failing test meets.
bool Await(const std::function<bool()>& condition,
           std::chrono::milliseconds timeout = std::chrono::seconds{60});

}  // namespace hm::test
