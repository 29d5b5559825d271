#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "dialog/reading/words.h"

namespace frontdesk::dialog::reading {

// What a place of the message is. One word belongs to one entity at most.
enum class EntityKind {
  date,      // YYYY-MM-DD
  time,      // HH:MM
  duration,  // {"days": 3} or {"minutes": 90}
  repeat,    // a recurrence: {"weekday": 1} (0 is Monday), {"days": 1}, …
  part,      // a part of the day, by its id: evening, lunch, …
  shift,     // a change of what is known: {"minutes": -30}, {"days": 7}, {"people": 1}
  same,      // as what is known: "time", "date", "people"
  number,    // an integer
  people,    // an integer
  money,     // {"amount": "12.50", "currency": "EUR"}
  phone,     // +390212345
  email,
  address,
  code,
  name,
  choice,    // an id of the tenant's file
  location,  // an id of the tenant's file
};
BOOST_DESCRIBE_ENUM(EntityKind, date, time, duration, repeat, part, shift, same, number, people, money, phone, email,
                    address, code, name, choice, location)

enum class Standing {
  said,
  denied,     // "not on friday", "any day but friday"
  withdrawn,  // "8pm, no wait, 9pm": 8pm
  old,        // "from friday to saturday", of something that is moved: friday
};
BOOST_DESCRIBE_ENUM(Standing, said, denied, withdrawn, old)

// What has to be asked before a value may be used.
enum class Why {
  which,        // several values are possible; they are all in `candidates`
  past,         // it lies behind us
  impossible,   // there is no such day, or no such time on that day
  twice,        // the clocks are put back: this time comes twice that day
  closed,       // outside of the opening hours
  vague,        // "some time next month", "the weekend"
  contradicts,  // "friday the 5th" where the 5th is a saturday
  elsewhere     // by a clock of another place; `candidates` are what it shows, the place, and what the clock here shows
};
BOOST_DESCRIBE_ENUM(Why, which, past, impossible, twice, closed, vague, contradicts, elsewhere)

struct Doubt {
  Why why = Why::which;
  std::vector<Value> candidates;  // shown as buttons where there are two or three; may be empty
};

// "between 7 and 8", "not before 8", "from the 3rd to the 5th": a range has one end or both, and both are included.
// What is doubtful about an end is the doubt of the entity.
struct Range {
  Value from;  // null: open
  Value to;
};

struct Entity {
  EntityKind kind = EntityKind::number;
  Span span;
  Value value;  // null where it is a range, or where nothing certain can be said
  std::optional<Range> range;
  std::optional<Doubt> doubt;
  Standing standing = Standing::said;
  bool bare = false;    // a number without a word that says what it is of: counts only where just this was asked
  bool approx = false;  // "around 7", "7ish"

  // May be taken as it is: said, not doubtful, with a value.
  bool is_certain() const { return standing == Standing::said && !doubt && !value.is_null(); }
};

// For the trace: {"kind", "begin", "end", "value", …}; what says nothing is left out.
Value to_trace(const Entity& entity);

}  // namespace frontdesk::dialog::reading
