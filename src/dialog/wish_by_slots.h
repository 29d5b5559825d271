#pragma once

#include <optional>

#include "dialog/reading/reading.h"
#include "dialog/slots.h"
#include "dialog/understanding.h"

namespace frontdesk::dialog {

// The wish that a message has by what it tells, where the classifier is sure of none: "blood test, riverside, Saturday
// at ten" names no intent, and only one flow asks for all of that. Of a statement three slots speak for a flow, or two
// where the classifier leans to it, a code being worth two; of a question two where it leans to it, and else three, of
// which one says how many come, or four. Where two flows are told equally much, the classifier's first guess decides,
// then which has less left to ask for, or nothing; of intents that start one flow the one that the classifier thinks
// most of. The message is read once for all flows.
std::optional<Guess> wish_by_slots(std::string_view message, const Understanding& whole, bool is_question,
                                   const Surroundings& around);

// "We celebrate our anniversary on the 12th, two people, …", where a fact is known beside it: how many come, with a day
// or a time, speaks for the only flow that asks for both and for no code.
std::optional<Guess> wish_by_people(std::string_view message, const Surroundings& around);

// Whether a question is for the opening hours, where the classifier is not sure: words for opening and closing beside a
// place, a day or a time, and none that nobody knows: "ist Harbor am Montag um 19 Uhr offen?"
std::optional<Guess> asks_for_hours(std::string_view message, std::string_view language, const Surroundings& around);

// "Is there milk in the risotto?": a question that names a thing, and of it what a list has of which nothing may be
// left out, is one for the flow that asks for both. Where it wants nothing else, tells nothing of another flow and
// looks most like this one, the list alone does: "do you do gluten free pasta?" `reading`: of the message.
std::optional<Guess> asks_what_is_in(std::string_view message, const reading::Reading& reading,
                                     const Surroundings& around);

// What a message tells of the slots of each flow, {slot: value}; also what is out of a slot's bounds, and nothing that
// is in doubt.
std::vector<Value> told_to_flows(std::string_view message, const Surroundings& around);

// Whether words begin with the value of a slot, a short word before it passed over: "tonight", "at Harbor". A denial in
// front of them denies the value and no wish.
bool begins_with_value(const Surroundings& around, std::string_view words);

}  // namespace frontdesk::dialog
