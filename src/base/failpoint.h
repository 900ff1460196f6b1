// Marks of the crash harness (docs/testing.md) in the program's code: places where it may be killed, and
// bugs that it can be made to have. Only the harness's own build, hubspot-mariadb-crash, knows them; in every
// other build HM_FAILPOINT is nothing and HM_PLANTED is false, and no name of either is in the binary.
#pragma once

#ifdef HM_TEST_BUILD

#include <string_view>

namespace hm {

// By HM_FAILPOINT=name[:n[:stop]] of the environment the n-th pass (1 without n) of that name raises SIGKILL,
// or SIGSTOP. Thread-safe.
void PassFailpoint(std::string_view name);

// True for a bug that HM_PLANTED_BUG (a,b,c) lists. `fast_search` is none: it only lifts the limit of
// searches a second, so that the harness gets on. Thread-safe.
bool IsPlanted(std::string_view name);

}  // namespace hm

#define HM_FAILPOINT(name) ::hm::PassFailpoint(name)
#define HM_PLANTED(name) ::hm::IsPlanted(name)

#else

namespace hm {
constexpr void PassFailpoint() {}
constexpr bool IsPlanted() { return false; }
}  // namespace hm

#define HM_FAILPOINT(name) ::hm::PassFailpoint()
#define HM_PLANTED(name) ::hm::IsPlanted()

#endif
