// Faults that change what a complete answer says: rows left out, doubled, put in; cursors wrong; bytes
// swapped.
#pragma once

#include "sim/catalogue.h"
#include "sim/http.h"

namespace hubsim {

// Kind `page`: edits `results` and `paging` of a JSON answer as `fault` says (docs/simulator.md). An answer
// that has no `results` stays as it is.
void EditPage(const Json& fault, const Request& request, Reply& reply);
// Kind `text`: swaps bytes of the body.
void EditText(const Json& fault, Reply& reply);

}  // namespace hubsim
