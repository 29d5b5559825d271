#pragma once

#include <optional>
#include <utility>

#include "base/value.h"

namespace frontdesk::schema {

// Two items of a list that are equal, by index; nothing where all differ. Not quadratic for long lists.
std::optional<std::pair<std::size_t, std::size_t>> find_equal_items(const Value& list);

}  // namespace frontdesk::schema
