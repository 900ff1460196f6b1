// A whole sync that meets faults, by their ids in docs/faults.md.
#pragma once

#include "support/account.h"

namespace hm::test {

class FaultSync : public SmallAccount {};

}  // namespace hm::test
