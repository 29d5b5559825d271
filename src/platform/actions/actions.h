#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json_schema.h"
#include "base/task.h"
#include "platform/action.h"
#include "platform/places/place.h"

namespace frontdesk::platform {

// Who wants what done.
struct Wanted {
  Caller caller;
  std::string action;
  Value arguments = Value::object();
  std::string key;  // one thing that is to be done; the same key again is the same thing. Empty: each call counts
  Deadline deadline = Deadline::never();
  std::optional<TraceContext> trace = {};  // of whoever asks
  std::string conversation;                // on whose behalf; empty outside of one
};

// All that can be done in this house, done the same way whoever asks: a person over HTTP, another engine, a bot, a
// graph. Permission and arguments are checked, a key counts once, the audit has a line in the transaction of the
// change. Safe from any thread once all actions are in.
class Actions {
 public:
  using FindPlace = std::function<Task<Place*>(TenantId tenant)>;
  // Told of an answer that is not as the action's output_schema says, which is a fault of ours. It is the caller's all
  // the same; without anybody who is told, the log has it.
  using OffSchema = std::function<void(const std::string& what)>;
  explicit Actions(FindPlace find_place, OffSchema off_schema = {})
      : find_place_(std::move(find_place)), off_schema_(std::move(off_schema)) {}

  // Throws Error{internal, "actions/twice"|"actions/bad-schema"}.
  void add(Action action);
  std::vector<const Action*> all() const;           // by name
  const Action* find(std::string_view name) const;  // null where there is none

  // Throws what the action throws, and
  //   Error{not_found, "actions/unknown"}
  //   Error{forbidden, "actions/not-permitted"}
  //   Error{invalid, "actions/bad-arguments"}   with the place
  //   Error{conflict, "actions/key-reused"}     the key stands for a call with other arguments
  Task<Value> call(Wanted wanted);

 private:
  struct Entry {
    Action action;
    JsonSchema input;
    std::optional<JsonSchema> output;
  };
  const Entry& demand(const std::string& name) const;
  Task<Value> answer(const Entry& entry, Place& place, Wanted wanted) const;
  void check_answer(const Entry& entry, const Value& answer, Place& place) const;

  FindPlace find_place_;
  OffSchema off_schema_;
  std::map<std::string, Entry, std::less<>> entries_;
};

// An action of ours that changes something. `schema`: of its arguments, as JSON.
Action changing(std::string name, std::string description, std::string_view schema, Permission permission,
                std::function<Task<ActionResult>(ActionCall call)> run);

// For an action whose change is one transaction: runs the body and settles the call in it.
Task<ActionResult> commit(ActionCall call, std::function<Settlement(Writing& writing)> body);

}  // namespace frontdesk::platform
