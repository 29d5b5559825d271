#include "dialog/shift.h"

#include "dialog/calendar.h"

namespace frontdesk::dialog {
namespace {

constexpr int kMinutesOfDay = 24 * 60;

}  // namespace

Value shifted(const Value& base, const Value& difference) {
  if (base.type() == Value::Type::integer && difference.type() == Value::Type::integer)
    return Value(base.integer() + difference.integer());
  if (const auto day = Date::parse_iso(base.text()); day && difference.contains("days"))
    return Value(Date::from_days(day->days() + difference["days"].integer()).iso());
  const auto minute = parse_clock(base.text());
  if (!minute || !difference.contains("minutes")) return {};
  const auto then = *minute + difference["minutes"].integer();
  return then >= 0 && then < kMinutesOfDay ? Value(clock_text(static_cast<int>(then))) : Value();
}

}  // namespace frontdesk::dialog
