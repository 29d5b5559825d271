#pragma once

#include <bitset>
#include <optional>
#include <string>
#include <string_view>

#include "base/zone.h"

namespace frontdesk::platform::work {

// When something is due again and again, by the clock on the wall of a zone: the five fields of crontab(5), "minute
// hour day month weekday", each a number, a range "1-5", a list "1,15", "*", and any of these but the first with a step
// "*/15". Sunday is 0 or 7; where both day and weekday are restricted, either counts.
//
// Summer times, as of cron: what is due at certain hours is due once a day, though the clock skips that time (then when
// the clock is put forward) or shows it twice (then the first time). What is due every hour goes by the hours that
// pass.
class Rule {
 public:
  // Throws Error{invalid, "work/bad-rule"}, also for a day that no month has.
  static Rule parse(std::string_view text);

  const std::string& text() const { return text_; }
  // The first due time behind `after`; nothing where the clock is beyond all reason.
  std::optional<Timestamp> next(Timestamp after, const Zone& zone) const;

 private:
  bool fits(std::int64_t days_since_1970) const;
  std::optional<Timestamp> next_on(std::int64_t days_since_1970, Timestamp after, const Zone& zone) const;

  std::string text_;
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<7> weekdays_;
  bool is_hourly_ = false;  // every hour of the day
  bool any_day_ = false, any_weekday_ = false;
};

}  // namespace frontdesk::platform::work
