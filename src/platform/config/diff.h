#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/effort.h"
#include "base/value.h"

namespace frontdesk::platform::config {

enum class Operation { add, remove, change };
BOOST_DESCRIBE_ENUM(Operation, add, remove, change)

// One difference of meaning between two documents.
struct Change {
  std::string pointer;  // into the later document; of what was removed, into the earlier one
  Operation op = Operation::change;
  std::optional<Value> before;
  std::optional<Value> after;
  std::string text;  // "tools/book_table/timeout: 5s -> 8s"; entries go by their id or name
};
BOOST_DESCRIBE_STRUCT(Change, (), (pointer, op, before, after, text))

// Entries of lists that have an id or a name are matched by it, so that their order is no difference; other lists are
// matched item by item, so that one inserted item is one change.
std::vector<Change> differences(const Value& before, const Value& after, Effort& effort);
std::vector<Change> differences(const Value& before, const Value& after);

}  // namespace frontdesk::platform::config
