#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dialog/reading/terms.h"

namespace frontdesk::dialog::reading {

// All that a message names of a list, where none of it may be left out.
struct Several {
  Span span;                        // of the first
  std::vector<std::string> values;  // ids, and as it was said what the list does not have
};

// `leads`: phrases, as phrase_of has them, that what is named stands behind, or before ("allergic to …", "… allergy").
// A word that stands so, or in one row with what is named, is taken as it was said: whoever is asked for it says that
// he does not know it. Where the name of one of the list is contained in that of another ("nuts", "pine nuts"), both
// are meant. `of_examples`: words of the tenant's examples, which name nothing. Nullopt: the message names none.
std::optional<Several> read_several(const Hearing& heard, const Terms& terms, const std::vector<std::string>& all,
                                    const std::vector<std::vector<std::string>>& leads, const Terms& of_examples);

}  // namespace frontdesk::dialog::reading
