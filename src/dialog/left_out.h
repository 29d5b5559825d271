#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "dialog/slots.h"

namespace frontdesk::dialog {

// Which of several records that are done in turn is not wanted any more: "forget the second one", "not the last",
// "forget the one on Thursday". 0 is the open one (of `state`, which goes through `flow`), 1 the first of those that
// wait behind it: `then`, as the state of a flow keeps them. Nullopt: the message does not say so, or says more.
std::optional<std::size_t> left_out(std::string_view message, const Flow& flow, const Value& state, const Value& then,
                                    const Surroundings& around);

// What a message says beside giving up what the open form is for, by its own noun: "no table, I only want to know …",
// "forget the booking". "" where it says no more. Nullopt: it does not, or it says which one of them ("no table by the
// window"), or tells something of the form.
std::optional<std::string> beside_leaving(std::string_view message, const Flow& flow, const Surroundings& around);

}  // namespace frontdesk::dialog
