#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

// Opening hours, and what is taken. Days are "YYYY-MM-DD", times "HH:MM" of one and the same place, without a zone.
namespace frontdesk::trade {

// What the almanac says of a wish: nothing against it, or why not.
enum class Verdict { open, past, closed, taken };

// One entry of `calendars` in an office's file: {place?, hours: {PLACE: {mon: ["08:00-12:00"], …}}, last_minutes?,
// every_minutes?, horizon_days?, first_date?, closed?: [day], taken?: [{place?, date, from, to, over?}], full?: [{date,
// …}]}. `place` is the field that names the place; without it the hours are under "any".
class Almanac {
 public:
  // Throws Error{invalid, "trade/calendar"} where a day or a span cannot be read.
  Almanac(Value rules, std::string today);

  // `wish` has date, perhaps time, and what the rules go by. What is taken is what the file says: a new booking takes
  // nothing, so that those who ask at the same time do not meet.
  Verdict judge(const Value& wish) const;
  // Up to three times of the same day and place that are open, the nearest to the wished one first.
  std::vector<std::string> alternatives(const Value& wish) const;
  // What is said to a customer for a verdict.
  std::string reason(Verdict verdict) const;

 private:
  std::string place_of(const Value& wish) const;
  bool is_open(const Value& wish, const std::string& date) const;
  bool is_taken(const Value& wish, const std::string& date) const;

  Value rules_;
  std::string today_;
  std::int64_t today_days_;
};

// Days since 1970-01-01. Throws Error{invalid, "trade/calendar"} where the text is no day that exists.
std::int64_t days_of(std::string_view iso);

}  // namespace frontdesk::trade
