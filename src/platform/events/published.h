#pragma once

#include <string_view>

namespace frontdesk::platform {

// An event that those outside of the house may have told to them, under a contract that outlives what is inside.
// Whatever the schema does not name stays inside.
struct Published {
  std::string_view type;         // as it is announced
  int version = 1;               // of the schema: what only adds a member leaves it, all else is the next one
  std::string_view description;  // a sentence for who receives it
  std::string_view schema;       // of its data, as JSON: an object, each of whose members is named
  bool is_operators = false;     // it happens in the operator's own place and in no tenant's
};

}  // namespace frontdesk::platform
