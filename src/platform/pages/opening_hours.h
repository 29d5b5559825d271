#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/effort.h"
#include "base/zone.h"
#include "platform/config/hours.h"
#include "platform/pages/linked_data.h"

namespace frontdesk::platform::pages {

enum class OpenState { closed, open, unknown };

// From minute to minute of a day; a minute of 1440 or more is on the next one.
struct OpenPart {
  int from = 0;
  int to = 0;
  OpenState state = OpenState::open;
  std::string comment;
  friend bool operator==(const OpenPart&, const OpenPart&) = default;
};

// The same in time: wall clock of the place.
struct OpenStretch {
  WallTime from;
  WallTime to;
  OpenState state = OpenState::open;
  std::string comment;
};

// What hours can depend on besides the calendar.
struct OpeningPlace {
  struct Sun {  // minutes of the day
    int dawn = 330;
    int sunrise = 360;
    int sunset = 1080;
    int dusk = 1110;
  };
  std::function<Sun(std::int64_t day)> sun = [](std::int64_t) { return Sun(); };
  std::function<bool(std::int64_t day)> is_public_holiday = [](std::int64_t) { return false; };
  std::function<bool(std::int64_t day)> is_school_holiday = [](std::int64_t) { return false; };
};

// When a place is open, as others say it: OpenStreetMap's notation (opening_hours 0.7.3), schema.org's, which is a part
// of it, and what people make of both in English and some languages of Europe ("Mo – Fr: 9 – 12 Uhr", "10am-2:30pm").
// Days are counted from 1970-01-01; what is before 1900 or behind 9999 is closed.
class OpeningHoursText {
 public:
  static constexpr std::size_t kBytesMax = 4'000;

  // Nothing where a part of it cannot be read: half of somebody's hours is worse than none.
  static std::optional<OpeningHoursText> parse(std::string_view text);

  // What applies on a day, in order, without what is closed and needs no word.
  std::vector<OpenPart> day(std::int64_t day, const OpeningPlace& place = {}) const;
  // Likewise between two times, joined over midnight; without what is closed.
  std::vector<OpenStretch> between(WallTime from, WallTime to, Effort& effort, const OpeningPlace& place = {}) const;
  OpenState state(WallTime at, const OpeningPlace& place = {}) const;
  // The first time behind `at` and not behind `until` at which something else applies.
  std::optional<WallTime> next_change(WallTime at, WallTime until, Effort& effort,
                                      const OpeningPlace& place = {}) const;

  // As a tenant's file has it: the week that begins with that Monday. What is not known for sure is left out.
  config::OpeningHours week(std::int64_t monday, const OpeningPlace& place = {}) const;

  // Written anew: one form for what people write in many, without what a later rule makes moot. It is read as the same.
  std::string notation() const;

  // Adds what `other` says to what this says.
  void add(const OpeningHoursText& other);

  struct Rule;

 private:
  friend class OpeningParser;
  std::shared_ptr<const std::vector<Rule>> rules_;
};

// Of an item of schema.org: its `openingHours`, or its `openingHoursSpecification` (with days, times and the days on
// which these begin and end to be valid), and `specialOpeningHoursSpecification`, which count more. Nothing where it
// says nothing that can be read.
std::optional<OpeningHoursText> opening_hours_of(const LinkedData& data, const LinkedItem& item);

}  // namespace frontdesk::platform::pages
