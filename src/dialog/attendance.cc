#include "dialog/attendance.h"

#include <fmt/format.h>

#include <algorithm>

#include "dialog/opening.h"
#include "dialog/sentences.h"
#include "platform/config/hours.h"

namespace frontdesk::dialog {
namespace {

using platform::config::OpeningHours;

// Hours, and by whose clock they are.
struct Desk {
  OpeningHours hours;
  Zone zone;
};

std::vector<Desk> desks_of(const DialogConfig& config, std::string_view queue) {
  std::vector<platform::config::HoursProblem> problems;
  const auto own = std::ranges::find(config.queues, queue, &Queue::name);
  if (own != config.queues.end() && own->hours.is_object())
    return {{platform::config::parse_hours(own->hours, problems), config.zone}};
  std::vector<Desk> all;
  for (const auto& location : config.locations) {
    if (location.hours.is_object())
      all.push_back({platform::config::parse_hours(location.hours, problems), location.zone});
  }
  return all;
}

bool is_open(const Desk& desk, Timestamp now) {
  const auto here = place_time(desk.zone, now);
  return desk.hours.is_open(here.day.weekday(), here.minute);
}

// When it opens next; nothing within a week: nullopt.
std::optional<Timestamp> opening_of(const Desk& desk, Timestamp now) {
  const auto next = next_opening(desk.hours, place_time(desk.zone, now));
  if (!next) return std::nullopt;
  return desk.zone.moments(frontdesk::WallTime::at(next->day.days(), next->minute)).first;
}

}  // namespace

Attendance attendance_of(const DialogConfig& config, std::string_view queue, Timestamp now) {
  const auto desks = desks_of(config, queue);
  if (desks.empty() || std::ranges::any_of(desks, [now](const Desk& desk) { return is_open(desk, now); })) return {};
  Attendance away{.is_in = false, .from = std::nullopt};
  for (const auto& desk : desks) {
    const auto opening = opening_of(desk, now);
    if (opening && (!away.from || opening->ms < away.from->ms)) away.from = opening, away.zone = desk.zone;
  }
  return away;
}

std::string spoken_return(const Attendance& attendance, Timestamp now, std::string_view language) {
  if (!attendance.from) return {};
  const auto from = place_time(attendance.zone, *attendance.from);
  const auto today = place_time(attendance.zone, now).day;
  return sentence(language, "from_hour",
                  Value::object({{"day", spoken_day(from.day, today, language)},
                                 {"time", fmt::format("{:02}:{:02}", from.minute / 60, from.minute % 60)}}));
}

}  // namespace frontdesk::dialog
