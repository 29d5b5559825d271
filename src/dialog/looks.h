#pragma once

#include <string>
#include <vector>

#include "dialog/config.h"

// What a read-back tells of a record that the flow looked up before it. Pure; `state` is the flow's, at its call.
namespace frontdesk::dialog {

// A member of a state that was not written yet is an empty object.
inline Value or_empty(const Value& member) { return member.is_object() ? member : Value::object(); }

// A call that looked something up, and what its result is called.
struct Look {
  std::string as;
  std::string tool;
  Value arguments;
};

// The state's `looks` with the one that has just returned.
Value looks_with(const Value& state, const Step& step);

// What the call would be sent with and what is shown beside it, where the looked-up results are `vars`.
Value shown_of_call(const Flow& flow, const Value& state, const Value& vars, const DialogConfig& config);

// How the records were looked up that either of the two tells of.
std::vector<Look> looks_of_call(const Flow& flow, const Value& state, const DialogConfig& config);

// The state at the step that looked the first of them up: what was told stays told, and what only stayed at what was
// found waits for what is found now.
Value before_looks(const Flow& flow, const Value& state, const DialogConfig& config);

}  // namespace frontdesk::dialog
