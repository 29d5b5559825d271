#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/trace_context.h"
#include "base/value.h"
#include "platform/caller.h"
#include "platform/events/events.h"
#include "platform/work/work.h"

namespace frontdesk::platform {

class Place;

// What happens when it is not known whether a call took effect (design, section 6).
enum class Effect {
  read,              // may be repeated at will
  idempotent_write,  // takes our key: repeated with the same key, done once
  at_most_once,      // never repeated; an ambiguous end parks the run for a person
  needs_review,      // likewise, and a person decides before
};
BOOST_DESCRIBE_ENUM(Effect, read, idempotent_write, at_most_once, needs_review)

// What a change says of itself, in the transaction that makes it.
struct Settlement {
  Value answer;         // of the action, now and whenever it is called again with the same key
  std::string subject;  // what was changed, for the audit: "approval/ap_…"
  Value detail = Value::object();
  std::vector<Event> events;
  std::vector<work::Item> work;
};

struct ActionCall {
  Caller caller;
  Value arguments;
  std::string idempotency_key;
  Deadline deadline;
  std::optional<TraceContext> trace = {};  // of whoever asks
  std::string conversation;                // on whose behalf; empty outside of one
  std::string address;  // where the one who asks writes from, as limits count addresses; empty: not known
  // Called once where the call takes so long that somebody who waits for it should be told.
  std::function<void()> waiting = [] {};

  // For actions of ours (actions/actions.h): the place of the caller's tenant, and what each change calls once in its
  // transaction, behind its own statements.
  Place* place = nullptr;
  std::function<void(store::Transaction& transaction, const Settlement& settlement)> settle;
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
  std::string wire;  // of a tenant's tool: a digest of all that decides what is sent and where; empty otherwise
  std::function<Task<ActionResult>(ActionCall call)> run;  // throws Error; a typed error is for the model to read
};

}  // namespace frontdesk::platform
