#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/value.h"
#include "platform/caller.h"

namespace frontdesk::platform {

// What happens when it is not known whether a call took effect (design, section 6).
enum class Effect {
  read,              // may be repeated at will
  idempotent_write,  // takes our key: repeated with the same key, done once
  at_most_once,      // never repeated; an ambiguous end parks the run for a person
  needs_review,      // likewise, and a person decides before
};
BOOST_DESCRIBE_ENUM(Effect, read, idempotent_write, at_most_once, needs_review)

struct ActionCall {
  Caller caller;
  Value arguments;
  std::string idempotency_key;
  Deadline deadline;
  std::string trace_parent;  // W3C trace context; may be empty
  std::string conversation;  // on whose behalf; empty outside of one
  std::string address;       // where the one who asks writes from, as limits count addresses; empty: not known
  // Called once where the call takes so long that somebody who waits for it should be told.
  std::function<void()> waiting = [] {};
};

struct ActionResult {
  Value value;
  int attempts = 1;
};

// Everything that can be done: a graph node runs it, a bot calls it as a tool, the API serves it.
struct Action {
  std::string name;
  std::string description;
  Value input_schema;
  Value output_schema;  // null: any value
  Effect effect = Effect::read;
  std::string permission;
  std::function<Task<ActionResult>(ActionCall call)> run;  // throws Error; a typed error is for the model to read
};

}  // namespace frontdesk::platform
