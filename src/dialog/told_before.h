#pragma once

#include "dialog/reading/reading.h"
#include "dialog/slots.h"

// What a customer told before a form was open: "We are 4 on Friday, do you have parking?", and the table is only wanted
// behind the answer. The messages are kept as they were said, since which slots they tell is known with the flow.
namespace frontdesk::dialog {

// Whether a message may tell something of what is made later. What is said of a record, or complained of, does not.
bool may_tell_for_later(const reading::Reading& reading, std::string_view message, const Surroundings& around);

// The messages, with this one; null before there were any. The last few count.
Value with_told(const Value& messages, std::string_view message);

// {slot: value} of what they tell of a flow, beyond doubt: of two values neither is known. `now`: the message that
// begins the flow, which is read for itself.
Value told_before(const Flow& flow, const Value& messages, std::string_view now, const Surroundings& around);

}  // namespace frontdesk::dialog
