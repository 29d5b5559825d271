#pragma once

#include <string>
#include <string_view>

#include "base/value.h"

namespace frontdesk::platform::config {

// The file with one more entry at the end of a list, and not a byte else changed: comments, order and layout are its
// owner's. The list is at a JSON pointer into this file alone (what it extends is another file) and has entries
// already, in lines ("- …") or in brackets. The entry is a text or a map of texts and of lists of texts. Where that
// cannot be done for certain Error{conflict, "config/cannot-insert"}: then somebody has to write it.
std::string with_entry(std::string_view yaml, std::string_view pointer, const Value& entry);

// The same for a list that is not there yet: it becomes the last member of the map at `map`, which is written in lines;
// "" is the file itself. A map of the file itself is made where it is not there either.
std::string with_list(std::string_view yaml, std::string_view map, std::string_view name, const Value& first_entry);

}  // namespace frontdesk::platform::config
