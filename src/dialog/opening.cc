#include "dialog/opening.h"

#include <algorithm>

#include "dialog/sentences.h"

namespace frontdesk::dialog {
namespace {

constexpr int kDay = 24 * 60;

// As it is written on a door: what ends at midnight ends at 00:00.
std::string clock(int minute) { return clock_text(minute % kDay); }

int end_of(const platform::config::Span& span) { return span.to <= span.from ? span.to + kDay : span.to; }

// When it closes, in minutes of today; of a span that covers the minute.
std::optional<int> closes(const platform::config::OpeningHours& hours, const PlaceTime& now) {
  const auto today = static_cast<std::size_t>(now.day.weekday());
  for (const auto& span : hours.days[today])
    if (span.from <= now.minute && now.minute < end_of(span)) return end_of(span);
  for (const auto& span : hours.days[(today + 6) % 7])
    if (now.minute + kDay < end_of(span)) return end_of(span) - kDay;
  return std::nullopt;
}

std::string spans_of(const Location& place, const Date& day, std::string_view language) {
  std::string spans;
  for (const auto& span : hours_of(place).days[static_cast<std::size_t>(day.weekday())]) {
    if (!spans.empty()) spans += fmt::format(" {} ", sentence(language, "and"));
    spans += sentence(language, "hours_span", Value::object({{"from", clock(span.from)}, {"to", clock(span.to)}}));
  }
  return spans;
}

std::string day_there(const Location& place, const Date& day, const Surroundings& around) {
  return spoken_day(day, place_time(place.zone, around.now).day, around.language);
}

constexpr int kMinutesOfHour = 60;
constexpr int kHalfHour = 30;

int round_up(int minute, int step) { return (minute + step - 1) / step * step; }

// From when to when something may begin on a day, by the hours, the clock and what was told.
std::vector<std::pair<int, int>> beginnings(const Location& place, const Date& day, const Value& within,
                                            Timestamp now) {
  const auto here = place_time(place.zone, now);
  const int ahead = here.day == day ? round_up(here.minute + 1, kHalfHour) : 0;
  const int from = std::max(parse_clock(within["from"].text()).value_or(0), ahead);
  const int to = parse_clock(within["to"].text()).value_or(2 * kDay);
  std::vector<std::pair<int, int>> all;
  for (const auto& span : hours_of(place).days[static_cast<std::size_t>(day.weekday())]) {
    const int first = std::max(span.from, from), last = std::min(end_of(span) - kMinutesOfHour, std::min(to, kDay - 1));
    if (first <= last) all.emplace_back(first, last);
  }
  return all;
}

}  // namespace

std::vector<std::string> open_times(const Location& place, const Date& day, const Value& within, Timestamp now) {
  constexpr std::size_t kOfferedMax = 6;
  std::vector<std::string> times;
  const auto spans = beginnings(place, day, within, now);
  for (int step = kMinutesOfHour; step <= kDay && (times.empty() || times.size() > kOfferedMax);
       step += kMinutesOfHour) {
    times.clear();
    for (const auto& [first, last] : spans)
      for (int minute = round_up(first, kMinutesOfHour); minute <= last; minute += step)
        times.push_back(clock_text(minute));
    if (times.empty()) return times;
  }
  return times;
}

std::optional<std::string> first_open(const Location& place, const Date& day, const Value& within, Timestamp now) {
  const auto spans = beginnings(place, day, within, now);
  return spans.empty() ? std::nullopt : std::optional(clock_text(std::ranges::min(spans).first));
}

PlaceTime place_time(const Zone& zone, Timestamp now) {
  const auto wall = zone.wall(now);
  return {Date::from_days(wall.days()), wall.minute_of_day()};
}

platform::config::OpeningHours hours_of(const Location& place) {
  std::vector<platform::config::HoursProblem> problems;
  return platform::config::parse_hours(place.hours, problems);
}

std::string spoken_day(const Date& day, const Date& today, std::string_view language) {
  if (day == today) return sentence(language, "today");
  if (day.days() == today.days() + 1) return sentence(language, "tomorrow");
  return sentence(language, "on_day", Value::object({{"day", day.spoken(language)}}));
}

std::optional<PlaceTime> next_opening(const platform::config::OpeningHours& hours, const PlaceTime& now) {
  for (int ahead = 0; ahead <= 7; ++ahead) {
    const auto day = Date::from_days(now.day.days() + ahead);
    std::optional<int> first;
    for (const auto& span : hours.days[static_cast<std::size_t>(day.weekday())])
      if ((ahead > 0 || span.from > now.minute) && (!first || span.from < *first)) first = span.from;
    if (first) return PlaceTime{day, *first};
  }
  return std::nullopt;
}

std::string open_now(const Location& place, const Surroundings& around) {
  const auto hours = hours_of(place);
  const auto now = place_time(place.zone, around.now);
  if (const auto until = closes(hours, now))
    return sentence(around.language, "open_now", Value::object({{"place", place.name}, {"until", clock(*until)}}));
  const auto next = next_opening(hours, now);
  if (!next) return sentence(around.language, "closed_for_now", Value::object({{"place", place.name}}));
  return sentence(around.language, "closed_now",
                  Value::object({{"place", place.name},
                                 {"day", spoken_day(next->day, now.day, around.language)},
                                 {"time", clock(next->minute)}}));
}

std::string open_on(const Location& place, const Date& day, const Surroundings& around) {
  const auto spans = spans_of(place, day, around.language);
  const auto holes = Value::object({{"place", place.name}, {"day", day_there(place, day, around)}, {"hours", spans}});
  return sentence(around.language, spans.empty() ? "closed_on" : "open_on", holes);
}

std::string open_at(const Location& place, const Date& day, std::span<const int> minutes, const Surroundings& around) {
  const auto hours = hours_of(place);
  std::string times;
  for (const auto minute : minutes) {
    const auto holes =
        Value::object({{"place", place.name}, {"day", day_there(place, day, around)}, {"time", clock(minute)}});
    if (const auto until = closes(hours, {day, minute}))
      return sentence(around.language, "open_at", holes.with("until", clock(*until)));
    times += (times.empty() ? "" : fmt::format(" {} ", sentence(around.language, "or"))) + clock(minute);
  }
  const auto spans = spans_of(place, day, around.language);
  if (spans.empty()) return open_on(place, day, around);
  return sentence(
      around.language, "closed_at",
      Value::object(
          {{"place", place.name}, {"day", day_there(place, day, around)}, {"time", times}, {"hours", spans}}));
}

}  // namespace frontdesk::dialog
