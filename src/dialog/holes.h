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
  // The filter without which what a name stands for is said as it is stored; empty: it is said well. Empty: all are.
  std::function<std::string_view(std::string_view name)> said_by = {};
};

// Finds fault with the holes of a text, or of all texts of a list or an object: sections that are not closed, names
// that nothing fills, filters that there are not. Warns of what is not said as customers speak.
void check_holes(const Value& wording, const std::string& at, const HolesOf& of, platform::config::Findings& findings);

// What is said as it is written.
HolesOf no_holes();

}  // namespace frontdesk::dialog
