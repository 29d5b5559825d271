#pragma once

#include "dialog/brain.h"

namespace frontdesk::dialog {

// Something else than what `flow` would do with its record is wanted with the same one: "actually make it Thursday",
// "no, only reduce it to 3" where it would be cancelled, and "can you cancel it" where it would be changed. The flow
// that does it, or null. `state`: of `flow`. Only a record that is known is cancelled in place of its change: else
// "cancel" leaves that.
const Flow* wanted_instead(const Brain& brain, const Flow& flow, const Value& state, const reading::Reading& reading,
                           std::string_view sentence, const Surroundings& around);

// "Yes, cancel it", where `flow` is about to do that: it leaves nothing.
bool wants_what_it_does(const Brain& brain, const Flow& flow, std::string_view sentence, const Surroundings& around);

// "I meant the other one", "no, the one on Friday": another of the `records` of the conversation than the one that
// `flow` has in its hands. What names it, or an empty object where it has to be asked; null: no other is meant.
Value other_record_meant(const Flow& flow, const Value& state, const Value& records, std::string_view sentence,
                         const Surroundings& around);

}  // namespace frontdesk::dialog
