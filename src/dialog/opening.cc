#include "dialog/opening.h"

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

}  // namespace

PlaceTime place_time(const Zone& zone, Timestamp now) {
  const auto wall = zone.wall(now);
  return {Date::from_days(wall.days()), wall.minute_of_day()};
}

platform::config::OpeningHours hours_of(const Location& place) {
  std::vector<platform::config::HoursProblem> problems;
  return platform::config::parse_hours(place.record["hours"], problems);
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
  const auto today = place_time(place.zone, around.now).day;
  const auto when = spoken_day(day, today, around.language);
  std::string spans;
  for (const auto& span : hours_of(place).days[static_cast<std::size_t>(day.weekday())]) {
    if (!spans.empty()) spans += fmt::format(" {} ", sentence(around.language, "and"));
    spans +=
        sentence(around.language, "hours_span", Value::object({{"from", clock(span.from)}, {"to", clock(span.to)}}));
  }
  const auto holes = Value::object({{"place", place.name}, {"day", when}, {"hours", spans}});
  return sentence(around.language, spans.empty() ? "closed_on" : "open_on", holes);
}

}  // namespace frontdesk::dialog
