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

// "8.30 and 3 of us": what is written as a clock is beside what counts, and counts nobody itself.
bool is_clock_beside_more(const Heard& heard, const Match& match);

// "Old Town, 7.30", "make it 7.30 and 3 of us": what is written as a clock has a part of the message for itself, but
// for what leads to it. `begin`, `end`: tokens.
bool stands_alone_as_clock(const Heard& heard, std::uint32_t begin, std::uint32_t end, const Fields& says);

}  // namespace frontdesk::dialog::reading
