#pragma once

#include "dialog/brain.h"

namespace frontdesk::dialog {

// What words that would change or cancel a record say of the form that is open.
enum class AboutForm {
  nothing,  // they are about a record, or want something else
  change,   // something of the form shall be different: "can we come half an hour earlier?"
  end,      // it is not wanted any more: "cancel it please, we found somewhere else"
  question  // what could be done about it later: "can I still cancel it then?"
};

// While a form is open that makes something and has made nothing yet, words for a change or a cancellation are about
// the form, unless they name a record: by its code, or by what the file calls it ("cancel my booking"). `state`: the
// form's.
AboutForm about_open_form(const Brain& brain, const Flow& form, const Value& state, const reading::Reading& reading,
                          std::string_view sentence, const Surroundings& around);

bool does_write(const Brain& brain, const Flow& flow);
// Whether they are about records of one kind.
bool have_same_code(const Flow& one, const Flow& other);
// Whether the code of the record that a flow is about is known.
bool is_record_known(const Flow& flow, const Value& state);

// Whether a flow does something and is about no record: it makes one.
bool makes_something(const Brain& brain, const Flow& flow);

// Whether what is asked is which record is meant, and none is known yet.
bool asks_for_record(const Flow& flow, const Value& state);

// "I have not booked yet": there is no record.
bool says_not_done(std::string_view sentence, const Surroundings& around);

// "I have a booking already", said where `form` makes a new one: the record that is there is meant.
bool says_has_record(const Brain& brain, const Flow& form, const reading::Reading& reading, std::string_view sentence,
                     const Surroundings& around);

// The intents for the records of a thing that a message calls by its name: what can be done about "a booking".
std::vector<const Intent*> intents_for_record(std::string_view sentence, const Surroundings& around);

// The intent that `words`, which want something undone, are about rather: they name its thing ("cancel my order"), and
// not that of `intent`. Null: none, or several.
const Intent* undone_instead(const Intent& intent, std::string_view words, const Surroundings& around);

// The intent that undoes what `words` want undone and call by its name ("I need to cancel my booking for tomorrow").
// Null: none, or several.
const Intent* undone_by_name(std::string_view words, const Surroundings& around);

// "Cancel order 1042", said of a record that `flow` only looks up.
bool wants_undone(const Brain& brain, const Flow& flow, std::string_view words, const Surroundings& around);

// The flow that a whole wish for something new begins ("a table for 2 tomorrow at 7"), said where `open` asks for the
// record it is about; or null.
const Flow* whole_new_wish(const Brain& brain, const Flow& open, const reading::Reading& reading,
                           std::string_view sentence, const Surroundings& around);

}  // namespace frontdesk::dialog
