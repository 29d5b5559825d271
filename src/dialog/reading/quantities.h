#pragma once

#include <string>
#include <vector>

#include "dialog/reading/hearing.h"
#include "dialog/reading/terms.h"

namespace frontdesk::dialog::reading {

// So many of something. What a slot makes of it is the slot's (dialog/slots.h).
struct Quantity {
  Span span;
  std::int64_t value = 0;
  std::optional<std::int64_t> from;  // a range, or one end of it ("4 or 5", "at least 6"): has to be asked
  std::optional<std::int64_t> to;
  std::string of;            // the list of the tenant's words that it counts, or empty
  bool of_people = false;    // of persons, by the words of the language
  bool is_told = false;      // the words around say that it is a count: "for 4", "we are 4", "4 guests"
  bool is_whole = false;     // all of them, whoever else is named: "4 people", "the four of us"
  bool is_relative = false;  // a difference to what is known: "one more" is 1, "two fewer" is -2
  bool is_approximate = false;
  std::optional<std::int64_t>
      or_else;               // as many where those beside it were not counted yet: "5 with my parents" is 5 or 7
  bool is_led = false;       // as a count of who comes is: "for 4", "we are 4"
  bool is_of_thing = false;  // a word stands behind it that no list knows: "2 menus"
  bool is_of_else = false;   // of what a number is of elsewhere: "2 steps", "5 kilos"
  bool is_vague = false;     // "my kids and me", "-3", "2.5": how many, has to be asked
  Standing standing = Standing::said;
};

// All counts of the message that no other reader has taken. `counted`: the tenant's words for what is counted; their
// ids are the names of the lists.
std::vector<Quantity> read_quantities(const Hearing& heard, const Terms& counted);

}  // namespace frontdesk::dialog::reading
