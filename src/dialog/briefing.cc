#include "dialog/briefing.h"

#include "dialog/calendar.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

struct Now {
  Date date;
  int minute;
};

Now now_in(const Zone& zone, Timestamp now) {
  const auto wall = zone.wall(now);
  return {Date::from_days(wall.days()), wall.minute_of_day()};
}

// A location in another zone than the tenant's has its own day and hour.
std::string line_of(const Location& location, const Zone& of_tenant, Timestamp now) {
  auto line = fmt::format("- {} (id {})", location.name, location.id);
  if (!location.address.empty()) line += fmt::format(", {}", location.address);
  if (!location.phone.empty()) line += fmt::format(", phone {}", location.phone);
  if (location.zone.name() != of_tenant.name()) {
    const auto here = now_in(location.zone, now);
    line += fmt::format(", time zone {}, where it is {}, {:02}:{:02}", location.zone.name(), here.date.iso(),
                        here.minute / 60, here.minute % 60);
  }
  if (location.hours.is_object()) line += fmt::format(". Open {}", spoken_hours(location.hours));
  return line + ".\n";
}

}  // namespace

std::string briefing(const DialogConfig& config, Timestamp now) {
  const auto [today, minute] = now_in(config.zone, now);
  auto text = fmt::format("It is {} {} ({}), {:02}:{:02} ({}). Dates and times go by this clock.\n", today.spoken(),
                          today.year, today.iso(), minute / 60, minute % 60, config.zone.name());
  if (!config.business.empty()) text += fmt::format("The business is {}.\n", config.business);
  for (const auto& location : config.locations) text += line_of(location, config.zone, now);
  return text;
}

}  // namespace frontdesk::dialog
