#include "dialog/shift.h"

#include <charconv>

#include "dialog/calendar.h"

namespace frontdesk::dialog {
namespace {

constexpr int kMinutesOfDay = 24 * 60;

std::optional<int> minute_of_day(std::string_view clock) {
  if (clock.size() != 5 || clock[2] != ':') return std::nullopt;
  int hour = -1, minute = -1;
  std::from_chars(clock.data(), clock.data() + 2, hour);
  std::from_chars(clock.data() + 3, clock.data() + 5, minute);
  return hour >= 0 && minute >= 0 ? std::optional(hour * 60 + minute) : std::nullopt;
}

}  // namespace

Value shifted(const Value& base, const Value& difference) {
  if (base.type() == Value::Type::integer && difference.type() == Value::Type::integer)
    return Value(base.integer() + difference.integer());
  if (const auto day = Date::parse_iso(base.text()); day && difference.contains("days"))
    return Value(Date::from_days(day->days() + difference["days"].integer()).iso());
  const auto minute = minute_of_day(base.text());
  if (!minute || !difference.contains("minutes")) return {};
  const auto then = *minute + difference["minutes"].integer();
  return then >= 0 && then < kMinutesOfDay ? Value(fmt::format("{:02}:{:02}", then / 60, then % 60)) : Value();
}

}  // namespace frontdesk::dialog
