#pragma once

#include <compare>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace frontdesk {

// What the clock on the wall shows: milliseconds since 1970-01-01 00:00 as if there were no zone.
struct WallTime {
  std::int64_t ms = 0;

  static WallTime at(std::int64_t days_since_1970, int minute_of_day) {
    return {days_since_1970 * 86'400'000 + minute_of_day * 60'000LL};
  }
  std::int64_t days() const { return (ms - (((ms % kDay) + kDay) % kDay)) / kDay; }
  int minute_of_day() const { return static_cast<int>((((ms % kDay) + kDay) % kDay) / 60'000); }
  friend auto operator<=>(const WallTime&, const WallTime&) = default;

 private:
  static constexpr std::int64_t kDay = 86'400'000;
};

// A time zone of the IANA data base ("Europe/Rome"), as the machine's tzdata has it, with its summer times. Cheap to
// copy; safe to use from any thread.
class Zone {
 public:
  static std::optional<Zone> find(std::string_view name);  // nullopt: there is none of this name
  Zone() = default;                                        // UTC

  const std::string& name() const { return name_; }

  struct Place;
  static const std::vector<Place>& places();  // that the data base names; made with the first call
  int offset_minutes(Timestamp time) const;   // east of UTC is positive
  WallTime wall(Timestamp time) const;

  enum class Passing { once, never, twice };
  // When the clocks on the wall show this time: once; never, where they are put forward past it; or twice, where they
  // are put back. `first` and `second` are the moments before and behind the change; where there is no such time,
  // what a clock that was not changed, or that was changed already, would show.
  struct Moments {
    Passing passing = Passing::once;
    Timestamp first;
    Timestamp second;
  };
  Moments moments(WallTime wall) const;

 private:
  std::string name_ = "UTC";
  const void* zone_ = nullptr;  // of the library, for as long as the program lives
};

// What a zone is known by: "Tokyo" of "Asia/Tokyo", "New York" of "America/New_York", "CET".
struct Zone::Place {
  std::string name;
  Zone zone;
  bool is_sign = false;  // letters that stand for a clock and no place: "CET"
};

}  // namespace frontdesk
