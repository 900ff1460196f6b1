// Triggers that tell, from inside each transaction, what the connector wrote.
#pragma once

#include <string>
#include <vector>

namespace hm::crash {

// crash_tally: rows written by object, and how many of them when the checkpoint was saved last.
// crash_steps_back: versions and checkpoints that became older.
std::vector<std::string> Tripwires(const std::vector<std::string>& objects);

}  // namespace hm::crash
