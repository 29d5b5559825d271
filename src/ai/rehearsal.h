#pragma once

#include <vector>

#include "ai/familiarity.h"
#include "ai/solver.h"

namespace frontdesk::ai {

// What a classifier would have said of a sentence that it never saw: once while it knew the sentence's intent by its
// other examples, and once while it knew nothing of that intent (the sentence is strange to it then).
struct Rehearsed {
  Observation observation;
  std::vector<float> margins;  // of the intents, with the committee's; those it did not know are far below all others
  std::size_t intent = 0;      // where it is ours
};

// Holds sentences and intents out by turns, as often as the cost allows: ten times where the business is small, once
// where it has ten thousand examples. `solver` is settled; `bags` are the sentences of its data, of which the first
// `own` are the business's; the last class is that of none where there are more classes than `intents`. `gist` are
// the same sentences for the committee; without sentences where there is none.
std::vector<Rehearsed> rehearse(Solver solver, const Labelled& data, std::span<const Bag> bags, const Labelled& gist,
                                const Vocabulary& vocabulary, std::size_t own, std::size_t intents, Effort& effort);

}  // namespace frontdesk::ai
