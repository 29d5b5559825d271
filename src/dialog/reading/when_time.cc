#include "dialog/reading/when_time.h"

#include <algorithm>

namespace frontdesk::dialog::reading {
namespace {

constexpr int kDay = 24 * 60;
constexpr int kHalf = kDay / 2;

// Every minute of the day that the words allow.
std::vector<int> possible(const Fields& fields) {
  const int hour = fields.get(Field::hour);
  const int minute = fields.get(Field::minute);
  const int shift = fields.get(Field::base) + (fields.get(Field::less) == 1 ? -minute : minute);
  if (hour > 12 || hour == 0) return {((hour * 60 + shift) % kDay + kDay) % kDay};
  const int face = ((hour % 12 * 60 + shift) % kHalf + kHalf) % kHalf;  // on a clock of twelve hours
  if (!fields.has(Field::half)) return {face, face + kHalf};
  // "quarter to twelve, pm" is before midnight, and "twelve pm" is noon.
  return {face + (fields.get(Field::half) == 1 ? kHalf : 0)};
}

int distance(int minute, const DayPart& part) {
  const auto from = [&](int at) { return at < part.from ? part.from - at : at > part.to ? at - part.to : 0; };
  return std::min(from(minute), from(minute + kDay));
}

// What lies in the part of the day, or nearest to it.
void keep_part(std::vector<int>& minutes, const DayPart* part) {
  if (!part || minutes.size() < 2) return;
  if (part->to <= kHalf) return minutes.resize(1);  // before noon, however early
  if (part->from >= kHalf && part->to <= kDay) {
    minutes.erase(minutes.begin());
    return;
  }
  const int nearest = std::min(distance(minutes[0], *part), distance(minutes[1], *part));
  std::erase_if(minutes, [&](int minute) { return distance(minute, *part) > nearest; });
}

bool is_open(const TimeAround& around, int minute, End end) {
  const auto on = [&](int weekday) {
    return around.hours->is_open(weekday, minute) ||
           (end == End::finish && minute > 0 && around.hours->is_open(weekday, minute - 1));
  };
  // A day on which nothing is open settles nothing: that the business is closed then is for the tool to say.
  if (around.weekday && !around.hours->days[static_cast<std::size_t>(*around.weekday)].empty())
    return on(*around.weekday);
  for (int weekday = 0; weekday < 7; ++weekday) {
    if (on(weekday)) return true;
  }
  return false;
}

bool any_hours(const TimeAround& around) {
  return around.hours && std::ranges::any_of(around.hours->days, [](const auto& spans) { return !spans.empty(); });
}

std::vector<Value> times_shown(const std::vector<int>& minutes) {
  std::vector<Value> values;
  values.reserve(minutes.size());
  for (const int minute : minutes) values.emplace_back(clock_text(minute));
  return values;
}

}  // namespace

Value TimeRead::value() const { return minute ? Value(clock_text(*minute)) : Value(); }

TimeRead time_of(const Fields& fields, const TimeAround& around, End end) {
  auto minutes = possible(fields);
  keep_part(minutes, around.part);
  auto open = minutes;
  if (any_hours(around)) std::erase_if(open, [&](int minute) { return !is_open(around, minute, end); });
  if (open.empty()) {
    // Told, and outside of the hours: it is kept for who asks about it, and nothing is done with it unasked.
    return {minutes.size() == 1 ? std::optional(minutes[0]) : std::nullopt, Doubt{Why::closed, {}}};
  }
  auto ahead = open;
  std::erase_if(ahead, [&](int minute) { return minute < around.not_before; });
  if (ahead.empty()) return {open[0], Doubt{Why::past, {}}};
  if (ahead.size() == 1) return {ahead[0], std::nullopt};
  return {std::nullopt, Doubt{Why::which, times_shown(ahead)}};
}

}  // namespace frontdesk::dialog::reading
