#include "calendar.h"

#include <array>
#include <charconv>
#include <chrono>

namespace bistro {
namespace {

constexpr std::array kWeekdays{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::array kMonths{"January", "February", "March",     "April",   "May",      "June",
                             "July",    "August",   "September", "October", "November", "December"};

std::chrono::year_month_day date_of(Day day) {
  return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(day.since_1970)));
}

std::optional<int> digits(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

std::optional<Day> Day::parse(std::string_view iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
  const auto year = digits(iso.substr(0, 4));
  const auto month = digits(iso.substr(5, 2));
  const auto day = digits(iso.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return Day{std::chrono::sys_days(date).time_since_epoch().count()};
}

std::string Day::iso() const {
  const auto date = date_of(*this);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string Day::spoken() const {
  const auto date = date_of(*this);
  return fmt::format("{} {} {}", kWeekdays[static_cast<std::size_t>(weekday())], static_cast<unsigned>(date.day()),
                     kMonths[static_cast<unsigned>(date.month()) - 1]);
}

int Day::weekday() const { return static_cast<int>(((since_1970 + 3) % 7 + 7) % 7); }

std::optional<TimeOfDay> TimeOfDay::parse(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = digits(text.substr(0, 2));
  const auto minute = digits(text.substr(3, 2));
  if (!hour || !minute || *hour > 24 || *minute > 59 || *hour * 60 + *minute > 1440) return std::nullopt;
  return TimeOfDay{*hour * 60 + *minute};
}

std::string TimeOfDay::text() const { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

Now Now::of(frontdesk::Timestamp wall, int utc_offset_minutes) {
  constexpr std::int64_t kMinutesADay = 1440;
  const auto minutes = wall.ms / 60'000 + utc_offset_minutes;
  return {wall.ms, Day{minutes / kMinutesADay}, TimeOfDay{static_cast<int>(minutes % kMinutesADay)}};
}

}  // namespace bistro
