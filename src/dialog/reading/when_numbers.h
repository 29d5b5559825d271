#pragma once

#include "dialog/reading/heard.h"
#include "dialog/reading/pattern.h"

// What a number that may be a day or an hour is of, by the words beside it.
namespace frontdesk::dialog::reading {

// "On the 3rd floor": its number is of what follows.
bool is_number_of_else(const Heard& heard, const Match& match);

// "The nice one": a one in letters behind other words is no hour.
bool is_pronoun(const Heard& heard, const Match& match);

// "We are seven": a number that begins here counts those who come.
bool is_of_us(const Heard& heard, std::uint32_t token);

}  // namespace frontdesk::dialog::reading
