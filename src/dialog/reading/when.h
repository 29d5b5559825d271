#pragma once

#include <span>
#include <vector>

#include "base/zone.h"
#include "dialog/calendar.h"
#include "dialog/reading/entity.h"
#include "dialog/reading/heard.h"
#include "platform/config/hours.h"

namespace frontdesk::dialog::reading {

// A part of the day of the tenant's, with its words as they are looked up (see phrases_of).
struct NamedPart {
  DayPart part;
  std::vector<std::vector<std::string>> phrases;
};

std::vector<std::string> phrase_of(std::string_view words);  // folded, one by one

// What was asked last: then a number alone may answer it.
enum class Asked { nothing, date, time, date_and_time };

struct WhenAround {
  Timestamp now;
  Zone zone;                                              // of the location
  const platform::config::OpeningHours* hours = nullptr;  // of the location, or of all; null: not known
  std::span<const NamedPart> parts = {};                  // the tenant's; they win over those of the language
  std::optional<bool> day_first = std::nullopt;           // how 5/12 is written where the tenant is; empty: not known
  Asked asked = Asked::nothing;
  std::optional<Date> about = std::nullopt;    // the date that is open, was shown or is done: "the 5th" is of its month
  std::optional<Date> changed = std::nullopt;  // the date that may be changed: "Saturday" is of its week
  std::vector<Date> offered = {};              // the dates of which one is asked for
  bool has_counts = false;                     // something is counted, so that "for 2 tonight" is of two
};

// A time as it was read, with the tokens that it stands on.
struct TimedEntity {
  Entity entity;
  std::uint32_t begin = 0;  // tokens
  std::uint32_t end = 0;
};

// All dates, times, durations, recurrences, parts of the day and shifts of a message, in the order in which they are
// said. Dates are YYYY-MM-DD, times HH:MM, in the zone of the location.
std::vector<TimedEntity> read_when(const Heard& heard, const WhenAround& around);

// Of what is said of the kind, the last that is not bare, else the last: what a slot takes or asks about. Null where
// nothing is said of it.
const Entity* told(const std::vector<TimedEntity>& entities, EntityKind kind);

}  // namespace frontdesk::dialog::reading
