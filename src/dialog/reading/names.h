#pragma once

#include <string>
#include <vector>

#include "dialog/reading/hearing.h"
#include "dialog/reading/terms.h"

namespace frontdesk::dialog::reading {

struct Name {
  Span span;
  std::string name;      // as it was written; what was typed all in small letters begins with great ones
  bool is_told = false;  // "my name is …", "in the name of …", "I'm …, a table": it is one whatever was asked
  Standing standing = Standing::said;
};

// Names of persons. `asked`: the message answers the question for one, so that a bare "Ana Ruiz" is a name. `ordinary`:
// words of the tenant's trade, which are no names where they are written small.
std::vector<Name> read_names(const Hearing& heard, bool asked, const Terms& ordinary);

}  // namespace frontdesk::dialog::reading
