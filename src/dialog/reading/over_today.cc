#include "dialog/reading/over_today.h"

#include <algorithm>

namespace frontdesk::dialog::reading {
namespace {

// When it begins that is told of the day, in minutes.
std::optional<int> told_minute(const std::vector<TimedEntity>& read) {
  const auto* time = told(read, EntityKind::time);
  if (!time || time->doubt) return std::nullopt;
  const auto& from = time->range ? time->range->from : time->value;
  return from.is_null() ? std::nullopt : parse_clock(from.text());
}

bool is_over(const std::vector<TimedEntity>& read, const Now& now) {
  if (const auto minute = told_minute(read)) return *minute < now.minute;
  if (!now.hours) return false;
  const auto& spans = now.hours->days[static_cast<std::size_t>(now.today.weekday())];
  return std::ranges::all_of(spans, [&](const auto& span) { return span.from < span.to && span.to <= now.minute; });
}

// "Today, or in a week?"
bool is_today_or_later(const Entity& date, const Date& today) {
  return date.kind == EntityKind::date && !date.range && date.doubt && date.doubt->why == Why::which &&
         date.doubt->candidates.size() == 2 && date.doubt->candidates.front() == Value(today.iso());
}

}  // namespace

void leave_what_is_over(std::vector<TimedEntity>& read, const Now& now) {
  if (!is_over(read, now)) return;
  for (auto& each : read) {
    auto& date = each.entity;
    if (!is_today_or_later(date, now.today)) continue;
    date.value = date.doubt->candidates.back();
    date.doubt.reset();
  }
}

}  // namespace frontdesk::dialog::reading
