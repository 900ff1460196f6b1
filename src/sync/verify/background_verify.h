// The complete comparison that `run` makes by itself, one object after the other, and mends by.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "sync/engine.h"

namespace hm::sync {

// Until a stop. `every` 0: never. Objects without records of their own (pipelines) are mirrored whole by each
// sync and passed over. Throws nothing: errors are logged, and kept where `status` finds them.
void VerifyInBackground(Engine& engine, const std::vector<std::string>& objects, Millis every,
                        const std::stop_token& stop);

}  // namespace hm::sync
