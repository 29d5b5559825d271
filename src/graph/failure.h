#pragma once

#include <exception>

#include "graph/actor.h"
#include "graph/passing.h"

namespace frontdesk::graph {

// What was thrown, as an Error: anything else becomes Error{internal, "graph/node-failed"} with the sentence given.
Error as_error(std::exception_ptr why, std::string_view sentence);

// What the thread's policy wants committed with the end of a run that failed. Empty where it has no wish; also where it
// throws, or writes what cannot be folded: the log then says so, and the run ends all the same.
Outcome last_words(Actor& actor, const Error& error);

// Puts them into a record, behind `before` and behind what the draft does already.
void add_last_words(Draft& draft, BodyWriter& body, Outcome words, std::vector<Event> before = {});

}  // namespace frontdesk::graph
