#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dialog/config.h"
#include "dialog/reading/reading.h"
#include "dialog/slots.h"

// What a conversation has in its hands: the records that it wrote itself, or was shown behind their proof, newest last.
// Each is a list's entry of what names it: its code, and what the customer said to prove whose it is; nothing that only
// the business's system told but the code. So "cancel that table" asks for no code again, and proves no more than was
// proved.
namespace frontdesk::dialog {

// `slots`: what the customer told the flow; `result`: of its call that went well. Without a code nothing is added.
Value with_record(const Value& records, const Flow& flow, const Value& slots, const Value& result,
                  const Surroundings& around);

// With the record that a call's result names: what the customer was told when it was done.
Value with_told(const Value& records, const Value& result, std::string_view told, const DialogConfig& config);

// With the record of these slots as gone: it was undone, and is no more what "it" means.
Value with_gone(const Value& records, const Value& slots, const DialogConfig& config);

// What was told of the newest record that anything was told of; "" where nothing was.
std::string_view last_told(const Value& records);

// What was told of the records that a message asks for ("what did I book?", "is LUME-1111 confirmed?"), as what was
// told: of the one whose code it names, else of all; nullopt where it asks for none, or for one that nothing was told
// of, and where it has a wish that begins something: a flow of the file looks for itself.
std::optional<std::string> records_asked_for(const Value& records, const reading::Reading& reading,
                                             std::string_view message, const Surroundings& around);

// The slots by which `flow` finds the newest of these records; of the one that is named where `told` has a code. Empty
// where there is none. "My other booking" is the older one of two, of more nobody knows which; "the first one" is the
// first that the conversation had.
Value record_for(const Flow& flow, const Value& records, const Value& told, std::string_view message,
                 const Surroundings& around);

// Of several records the one that a message describes ("the one on Friday"), by the slots that find it; else empty.
Value record_described(const Flow& flow, const Value& records, std::string_view message, const Surroundings& around);

// The only one of these records beside that whose code is `known` ({slot: value}); empty where it is not the only one.
Value other_record_for(const Flow& flow, const Value& records, const Value& known, const Surroundings& around);

// The intent whose flow changes one of these records in what the message tells ("can we be three", "can I move it"), or
// undoes it ("can you cancel it"); or null.
const Intent* change_of_record(const Value& records, std::string_view message, const Surroundings& around);

}  // namespace frontdesk::dialog
