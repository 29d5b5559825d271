#pragma once

#include <vector>

#include "dialog/reading/hearing.h"
#include "dialog/reading/trade.h"

namespace frontdesk::dialog::reading {

// What stands before that which is to be noted, and is no part of it: "yes, and please note that …".
inline constexpr List kBeforeNote[] = {List::note_that, List::noting, List::assent, List::courtesy,
                                       List::filler,    List::also,   List::joins};

// What a message says that no form may drop ("with a high chair", "I'm allergic to nuts"): by the words of the language
// and of the trade, as far as the clause goes and nobody has taken its words. What is asked or denied is none.
// `counts`: words that were taken for a count, which may be of more than it counts: "two with a high chair".
// `notes`: what read_notes found, which are of them. In the order of the message.
std::vector<Span> read_remarks(const Hearing& heard, const Trade& trade, const std::vector<Span>& counts,
                               std::vector<Span> notes);

// What somebody asks to be noted, whatever it says ("please note that he had surgery on friday"): the clauses behind a
// phrase of `note_that` that nobody has taken, but for one that says how many come.
std::vector<Span> read_notes(const Hearing& heard);

}  // namespace frontdesk::dialog::reading
