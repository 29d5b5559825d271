#pragma once

#include <vector>

#include "dialog/reading/hearing.h"
#include "dialog/reading/trade.h"

namespace frontdesk::dialog::reading {

// What a message says that no form may drop ("with a high chair", "I'm allergic to nuts"): by the words of the language
// and of the trade, as far as the clause goes and nobody has taken its words. What is asked or denied is none.
// `counts`: words that were taken for a count, which may be of more than it counts: "two with a high chair".
// What somebody asks to be noted ("please note that he had surgery on friday") is one whatever it says.
std::vector<Span> read_remarks(const Hearing& heard, const Trade& trade, const std::vector<Span>& counts);

// The latter alone: the clauses behind a phrase of `note_that`, but for one that says how many come.
std::vector<Span> read_notes(const Hearing& heard);

}  // namespace frontdesk::dialog::reading
