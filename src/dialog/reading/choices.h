#pragma once

#include <string>
#include <vector>

#include "dialog/reading/terms.h"

namespace frontdesk::dialog::reading {

// What of a list was chosen.
struct Choice {
  Span span;
  std::vector<std::string> ids;  // one; several where it has to be asked which ("A or B", "either")
  bool is_any = false;           // "either", "whichever", "no preference": all of them
  Standing standing = Standing::said;
};

// `all`: the ids of the list in the order in which it was shown. `asked`: the message answers the question for it, so
// that "the second one" and "either" are answers. What is denied leaves the other one where there are two, as something
// to be asked.
std::vector<Choice> read_choices(const Hearing& heard, const Terms& terms, const std::vector<std::string>& all,
                                 bool asked);

}  // namespace frontdesk::dialog::reading
