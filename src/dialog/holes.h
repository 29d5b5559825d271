#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/value.h"
#include "platform/config/findings.h"

namespace frontdesk::dialog {

// Where a sentence of the tenant's stands, and what its holes may name.
struct HolesOf {
  std::function<bool(std::string_view name)> knows;  // outside of sections; inside one only the item knows
  std::string_view remedy;                           // for a name that is not known
};

// Finds fault with the holes of a text, or of all texts of a list or an object: sections that are not closed, and names
// that nothing fills.
void check_holes(const Value& wording, const std::string& at, const HolesOf& of, platform::config::Findings& findings);

// What is said as it is written.
HolesOf no_holes();

}  // namespace frontdesk::dialog
