#pragma once

#include <optional>
#include <vector>

#include "dialog/button.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {

inline constexpr std::size_t kButtonsMax = 8;  // more are a menu, and nobody reads it

// Answers to the question for a slot that are few enough to be offered as buttons: locations, choices, yes and no, and
// what the slot suggests.
std::vector<Button> choices_of(const Slot& slot, const Surroundings& around);

// The intent with which one asks for just a person: of those that fetch one the one with the most examples that say so
// in words of the tables, else the first. Null where none fetches a person.
const Intent* person_intent(const DialogConfig& config);

// The first of an intent's examples that is in this language, else the first; it has some.
const std::string& example_in(const Intent& intent, const DialogConfig& config, std::string_view language);

// Says what one would say to get what the intent is for; called as the file calls it, else by that example.
Button button_for(const Intent& intent, const DialogConfig& config, std::string_view language);

// The intent that a button for a person stands for, where a message is what such a button is called, in any language;
// or null. Who types it has pressed it.
const Intent* pressed_person(const DialogConfig& config, std::string_view message);

// Asks for a person: says what one would say to get one. None where no intent of the tenant's fetches one.
std::optional<Button> person_button(const DialogConfig& config, std::string_view language);

// To one who writes in a language that the tenant does not serve, in that language: which ones it does.
std::string sentence_for_foreigners(const DialogConfig& config, std::string_view language);

}  // namespace frontdesk::dialog
