// Directed scenes, one for each kind of mistake: the good connector passes every one, a planted bug must not.
#pragma once

#include "crash/mirror.h"

namespace hm::crash {

struct Stage {
  Account& account;
  test::MariadbServer& server;
  Mirror& mirror;
  int kills = 0;
};

using Scene = Findings (*)(Stage&);

// Kills at every transaction's begin, rows and commit, in a first load and in a window.
Findings KillEachStep(Stage& stage);
// A record that changed in the very millisecond at which the next window begins, found late.
Findings ChangeOnTheEdge(Stage& stage);
// Records that search shows only after the window that should have had them.
Findings LateIndex(Stage& stage);
// Records leave the window while its pages are read.
Findings ChangesWhilePaging(Stage& stage);
// The third page of the list is cut, though complete as HTTP.
Findings CutPage(Stage& stage);
// The list of archived records is empty once, though some are archived.
Findings EmptyArchivedList(Stage& stage);
// HubSpot answers with an older copy than it gave before.
Findings StaleAnswer(Stage& stage);
// A connector is stopped with a page in hand, another takes over, the first wakes.
Findings Zombie(Stage& stage);
// The answer to each COMMIT in turn is lost.
Findings LostCommitAnswers(Stage& stage);

}  // namespace hm::crash
