#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/value.h"
#include "store/database.h"

// Which calls were answered, so that one that comes again under its key is not done again.
namespace frontdesk::platform::invocations {

struct Invocation {
  std::string actor;
  std::string action;
  std::string key;
  std::string request;  // SHA-256 of the arguments
};

Invocation invocation_of(std::string_view actor, std::string_view action, std::string_view key, const Value& arguments);

// The answer of an earlier call. Throws Error{conflict, "actions/key-reused"} where that asked for something else.
std::optional<Value> answered(store::Reader& reader, const Invocation& invocation);
// Throws Error{conflict, "actions/answered"} where it was answered meanwhile.
void answer(store::Transaction& transaction, const Invocation& invocation, const Value& answer, Timestamp at);
std::int64_t forget(store::Transaction& transaction, Timestamp before);

}  // namespace frontdesk::platform::invocations
