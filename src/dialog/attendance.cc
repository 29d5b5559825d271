#include "dialog/attendance.h"

#include <fmt/format.h>

#include <algorithm>

#include "dialog/opening.h"
#include "dialog/sentences.h"
#include "platform/config/hours.h"

namespace frontdesk::dialog {
namespace {

using platform::config::OpeningHours;

constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kDay = 24 * 60;

std::vector<OpeningHours> hours_of(const DialogConfig& config) {
  std::vector<OpeningHours> all;
  std::vector<platform::config::HoursProblem> problems;
  for (const auto& location : config.locations) {
    if (location.record["hours"].is_object())
      all.push_back(platform::config::parse_hours(location.record["hours"], problems));
  }
  return all;
}

// Minutes until the first of them opens; nothing within a week: nullopt.
std::optional<std::int64_t> minutes_to_opening(const std::vector<OpeningHours>& all, const Date& today,
                                               std::int64_t minute) {
  std::optional<std::int64_t> soonest;
  for (int ahead = 0; ahead <= 7; ++ahead) {
    const auto weekday = static_cast<std::size_t>((today.weekday() + ahead) % 7);
    for (const auto& hours : all) {
      for (const auto& span : hours.days[weekday]) {
        const auto wait = ahead * kDay + span.from - minute;
        if (wait > 0 && (!soonest || wait < *soonest)) soonest = wait;
      }
    }
  }
  return soonest;
}

}  // namespace

Attendance attendance_of(const DialogConfig& config, Timestamp now) {
  const auto all = hours_of(config);
  const auto today = Date::of(now);
  const auto minute = now.ms / kMinute - today.days() * kDay;
  const auto is_open = [&](const OpeningHours& hours) {
    return hours.is_open(today.weekday(), static_cast<int>(minute));
  };
  if (all.empty() || std::ranges::any_of(all, is_open)) return {};
  const auto wait = minutes_to_opening(all, today, minute);
  if (!wait) return {.is_in = false, .from = std::nullopt};
  return {.is_in = false, .from = Timestamp{(today.days() * kDay + minute + *wait) * kMinute}};
}

std::string spoken_return(Timestamp from, Timestamp now, std::string_view language) {
  const auto day = Date::of(from);
  const auto minute = from.ms / kMinute - day.days() * kDay;
  return sentence(language, "from_hour",
                  Value::object({{"day", spoken_day(day, Date::of(now), language)},
                                 {"time", fmt::format("{:02}:{:02}", minute / 60, minute % 60)}}));
}

}  // namespace frontdesk::dialog
