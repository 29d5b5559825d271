#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialog/slots.h"

namespace frontdesk::dialog {

// A second record that a message wants beside the one that is spoken of: "8pm, and another one for Sunday, same time".
struct Another {
  std::string before;         // what is said of the first; may be empty
  std::string words;          // what is said of the second, without the phrase for it: "one more" counts nobody here
  bool is_same_else = false;  // all that is not said of it is as it is of the first: "and also my inhaler"
};

// The slot by which a flow finds the record it is about; one that makes a record has none.
bool is_record_code(const Slot& slot);
bool is_about_record(const Flow& flow);
bool takes_code(const Flow& flow);  // also one that may be left out
// Whether it changes a record: something of that stays as it is, unless it is told.
bool is_for_changes(const Flow& flow);
bool is_for_undoing(const Intent& intent, const Surroundings& around);  // by its examples: "cancel my booking"

// Whether words point at another record than the one that is spoken of: "my other booking", and neither "something
// else" nor "a different day".
bool points_at_another(std::string_view words, const Surroundings& around);

// Of the things that the flow makes, by the phrases of the language and by what the examples of the flow's intents call
// it. "Another person" and "another day" change the first.
// `known`: the slots of the one that is read back: "and LUME-2222" beside LUME-1111 is another one, too, and so is one
// value more of what is chosen: "and also my inhaler"; null elsewhere.
std::optional<Another> another_in(std::string_view message, const Flow& flow, const Surroundings& around,
                                  const Value& known = {});

// A further record that is wanted behind a yes to what is read back: "yes, and a table for 4 on Sunday". A yes that
// tells less than that changes the one that is read back: "yes but at 8". `known`: the slots of that one.
std::optional<Another> another_behind_yes(std::string_view message, const Flow& flow, const Surroundings& around,
                                          const Value& known);

// Whether all that a message tells is the day of a record that waits already ("and Saturday?"). `then`: what waits.
bool asks_after_waiting(std::string_view message, const Flow& flow, const Value& then, const Surroundings& around);

// The parts of a message that each speak of a record of their own ("4 on Friday at 8 and 2 on Saturday at 7", "cancel
// LUME-1111 and LUME-2222"): where both sides of a join tell two of the same slots, or each a code. Else all of it is
// one part; so it is where something is denied, corrected or a range.
std::vector<std::string> records_in(std::string_view message, const Flow& flow, const Surroundings& around);

// Parts that name no more than a record of their own, with what the part before them (or else behind them) would change
// of its one: "move LUME-1111 to 8pm, and LUME-2222 too". Of a flow that is about no record they stay as they are.
std::vector<std::string> with_shared_change(std::vector<std::string> parts, const Flow& flow,
                                            const Surroundings& around);

// Whether one speaks of another record than the other: they tell two of the same slots, one of them differently, or
// each a code.
bool are_two_records(std::string_view one, std::string_view other, const Flow& flow, const Surroundings& around);

// In how many of its slots what a message tells is not what is known ({slot: value}): "for 5 on Saturday" beside a
// table for 2 on Tuesday.
std::size_t differences_to(const Value& known, std::string_view message, const Flow& flow, const Surroundings& around);

// A message without the joins that it begins and ends with.
std::string without_joins(std::string_view message, const Surroundings& around);

// Whether a word (folded) is what the examples of the flow's intents call what it makes: "table".
bool is_its_thing(std::string_view word, const Flow& flow, const Surroundings& around);

// Whether a message calls what the flow makes by its name: "a table for two".
bool names_its_thing(std::string_view message, const Flow& flow, const Surroundings& around);

// Whether a message asks if what the flow does was done: "so is my table booked?", and not "are you fully booked?".
bool asks_whether_done(std::string_view message, const Flow& flow, const Surroundings& around);

// Who the customer is, of a form's slots: the same for each record that they want.
Value contacts_of(const Flow& flow, const Value& slots);

}  // namespace frontdesk::dialog
