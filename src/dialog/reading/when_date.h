#pragma once

#include <optional>
#include <span>

#include "dialog/calendar.h"
#include "dialog/reading/entity.h"
#include "dialog/reading/language.h"

namespace frontdesk::dialog::reading {

// Which of the weekdays of a name is meant; as numbers in the tables (field `which`).
enum Which {
  kThis = 0,    // the next one to come
  kComing = 1,  // the same, and `weeks` more
  kNext = 2,    // the coming one to some, that of the next week to others
  kLast = 3,
  kOfWeek = 4,      // that of the calendar week `weeks` from now
  kNthOfMonth = 6,  // the `day`th of its name in `month`, or in the month `more` from now; -1 is the last
  kDayOfMonth = 7,  // no weekday: the `day` of the month `more` from now
  kAfter = 8,       // the first of its name behind the date that is spoken of
  kInWeeks = 5,     // `weeks` from the coming one to some, that of the calendar week `weeks` from now to others
};

struct DateAround {
  Date today;  // where the business is
  bool day_first = true;
  bool order_doubtful = false;                 // 5/12 may be either
  std::optional<Date> about = std::nullopt;    // the date that is spoken of: "the 5th" is of its month
  std::span<const Date> offered = {};          // the dates of which one is asked for: "the Saturday" is among them
  std::optional<Date> changed = std::nullopt;  // the date that may be changed: "Saturday" is of its week
};

struct DateRead {
  std::optional<Date> date;
  std::optional<Doubt> doubt;

  Value value() const { return date ? Value(date->iso()) : Value(); }
};

// The day that a pattern's fields say, seen from today.
DateRead date_of(const Fields& fields, const Language& language, const DateAround& around);

// Whether 5/12 is the 5th of December in a country (ISO 3166); empty where both are written, or no country is given.
std::optional<bool> writes_day_first(std::string_view country);

Date easter_sunday(int year);
// In that year; nullopt where it has no such day.
std::optional<Date> day_of(const Holiday& holiday, int year);

}  // namespace frontdesk::dialog::reading
