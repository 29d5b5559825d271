#include <algorithm>
#include <chrono>

#include "platform/pages/opening_rule.h"

namespace frontdesk::platform::pages {
namespace {

namespace chrono = std::chrono;

constexpr int kDayMinutes = 1440;

chrono::year_month_day date_of(std::int64_t day) { return chrono::sys_days(chrono::days(day)); }
std::int64_t number_of_day(chrono::year_month_day date) { return chrono::sys_days(date).time_since_epoch().count(); }
int weekday_of_day(std::int64_t day) { return static_cast<int>(((day + 3) % 7 + 7) % 7); }  // 1970-01-01 was a Thursday

std::int64_t first_of_month(int year, int month) {
  return number_of_day(chrono::year(year) / chrono::month(static_cast<unsigned>(month)) / 1);
}
int length_of_month(int year, int month) {
  return static_cast<int>(
      static_cast<unsigned>((chrono::year(year) / chrono::month(static_cast<unsigned>(month)) / chrono::last).day()));
}

// Gauss, as Meeus has it for the Gregorian calendar.
std::int64_t easter_of(int year) {
  const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
  return first_of_month(year, n / 31) + n % 31;
}

// The nth weekday of a month, from its end where it is negative.
std::optional<std::int64_t> nth_weekday(int year, int month, int weekday, int nth) {
  const auto first = first_of_month(year, month);
  const int length = length_of_month(year, month);
  const int begin = (weekday - weekday_of_day(first) + 7) % 7;
  const int count = (length - 1 - begin) / 7 + 1;
  const int at = nth > 0 ? nth - 1 : count + nth;
  if (at < 0 || at >= count) return std::nullopt;
  return first + begin + at * 7;
}

enum class Edge { begin, end, only };

// Which day it is in a year; nothing where that year has none.
std::optional<std::int64_t> day_in(const OpeningDate& date, int year, Edge edge) {
  std::optional<std::int64_t> day;
  switch (date.kind) {
    case OpeningDate::Kind::easter:
      day = easter_of(year);
      break;
    case OpeningDate::Kind::month:
      return first_of_month(year, date.month) + (edge == Edge::end ? length_of_month(year, date.month) - 1 : 0);
    case OpeningDate::Kind::weekday:
      day = nth_weekday(year, date.month, date.weekday, date.nth);
      break;
    case OpeningDate::Kind::day: {
      const int length = length_of_month(year, date.month);
      if (date.day > length && edge == Edge::only) return std::nullopt;
      // A day that a month has not: the last that it has ends, the first behind it begins.
      day =
          first_of_month(year, date.month) + (date.day > length ? length - (edge == Edge::end ? 1 : 0) : date.day - 1);
    }
  }
  if (!day) return std::nullopt;
  if (date.to_weekday >= 0) {
    const int way = (date.to_weekday - weekday_of_day(*day) + 7) % 7;
    *day += date.is_before ? (way == 0 ? -7 : way - 7) : way;
  }
  return *day + date.days;
}

bool is_step_within(std::int64_t day, std::int64_t begin, std::int64_t end, int step) {
  return day >= begin && day <= end && (day - begin) % step == 0;
}

bool covers(const OpeningDates& dates, std::int64_t day) {
  const int year = static_cast<int>(date_of(day).year());
  const auto& from = dates.from;
  if (!dates.to) {
    if (from.kind == OpeningDate::Kind::month) {
      const auto date = date_of(day);
      return static_cast<int>(static_cast<unsigned>(date.month())) == from.month &&
             (!from.year || *from.year == year) &&
             (static_cast<int>(static_cast<unsigned>(date.day())) - 1) % dates.step == 0;
    }
    for (int y = from.year.value_or(year - 1); y <= from.year.value_or(year + 1); ++y) {
      const auto only = day_in(from, y, Edge::only);
      if (only && (dates.has_no_end ? day >= *only && (from.year || y == year) : day == *only)) return true;
    }
    return false;
  }
  const auto& to = *dates.to;
  if (to.year && !from.year) {  // from the last one before it
    const auto end = day_in(to, *to.year, Edge::end);
    for (int y = *to.year; end && y >= *to.year - 1; --y) {
      const auto begin = day_in(from, y, Edge::begin);
      if (begin && *begin <= *end) return is_step_within(day, *begin, *end, dates.step);
    }
    return false;
  }
  if (from.kind == OpeningDate::Kind::easter && !from.year) {  // of this year, whichever way round the two are
    const auto begin = *day_in(from, year, Edge::begin);
    const auto end = day_in(to, year, Edge::end).value_or(begin);
    return begin <= end ? is_step_within(day, begin, end, dates.step) : day >= begin || day <= end;
  }
  for (int y = from.year.value_or(year - 1); y <= from.year.value_or(year + 1); ++y) {
    const auto begin = day_in(from, y, Edge::begin);
    auto end = day_in(to, to.year.value_or(y), Edge::end);
    if (begin && end && *end < *begin && !to.year && !dates.is_in_one_month) end = day_in(to, y + 1, Edge::end);
    if (begin && end && is_step_within(day, *begin, *end, dates.step)) return true;
  }
  return false;
}

bool is_one_of(const OpeningWeekdays& wanted, std::int64_t day) {
  const auto base = day - wanted.days;
  const int weekday = weekday_of_day(base);
  const bool is_in = wanted.from <= wanted.to ? weekday >= wanted.from && weekday <= wanted.to
                                              : weekday >= wanted.from || weekday <= wanted.to;
  if (!is_in || wanted.nth.empty()) return is_in;
  const auto date = date_of(base);
  return std::ranges::any_of(wanted.nth, [&](int nth) {
    return nth_weekday(static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())), weekday,
                       nth) == base;
  });
}

// ISO 8601: the week of the year that its Thursday is in.
int week_of(std::int64_t day) {
  const auto thursday = day - weekday_of_day(day) + 3;
  return static_cast<int>((thursday - first_of_month(static_cast<int>(date_of(thursday).year()), 1)) / 7) + 1;
}

bool is_among(const std::vector<OpeningNumbers>& ranges, int number) {
  return std::ranges::any_of(ranges, [&](const auto& range) {
    return number >= range.from && number <= range.to && (number - range.from) % range.step == 0;
  });
}

int minute_of(const OpeningTime& time, const OpeningPlace::Sun& sun) {
  switch (time.event) {
    case SunEvent::none:
      return time.minutes;
    case SunEvent::dawn:
      return sun.dawn + time.minutes;
    case SunEvent::sunrise:
      return sun.sunrise + time.minutes;
    case SunEvent::sunset:
      return sun.sunset + time.minutes;
    case SunEvent::dusk:
      return sun.dusk + time.minutes;
  }
  return time.minutes;
}

// When a place that says "until late" is likely to have closed: who opens late closes later.
int likely_end(int minute) {
  if (minute >= 22 * 60) return minute + 8 * 60;
  return minute >= 17 * 60 ? minute + 10 * 60 : kDayMinutes;
}

// Puts a part over what is there; where it only fills, what is open or may be stays.
void lay_over(std::vector<OpenPart>& parts, OpenPart over, bool fills) {
  std::vector<OpenPart> pieces;
  if (over.from >= over.to) return;
  if (!fills) {
    pieces.push_back(over);
  } else {
    int begin = over.from;
    for (const auto& part : parts) {
      if (part.state == OpenState::closed || part.to <= begin || part.from >= over.to) continue;
      if (part.from > begin) pieces.push_back({begin, part.from, over.state, over.comment});
      begin = std::max(begin, part.to);
    }
    if (begin < over.to) pieces.push_back({begin, over.to, over.state, over.comment});
  }
  for (auto& piece : pieces) {
    std::vector<OpenPart> next;
    for (auto& part : parts) {
      if (part.to <= piece.from || part.from >= piece.to) {
        next.push_back(std::move(part));
        continue;
      }
      if (part.from < piece.from) next.push_back({part.from, piece.from, part.state, part.comment});
      if (part.to > piece.to) next.push_back({piece.to, part.to, part.state, part.comment});
    }
    next.push_back(std::move(piece));
    std::ranges::sort(next, {}, &OpenPart::from);
    parts = std::move(next);
  }
}

std::vector<OpenPart> without_seams(std::vector<OpenPart> parts) {
  std::vector<OpenPart> out;
  for (auto& part : parts) {
    if (!out.empty() && out.back().to == part.from && out.back().state == part.state &&
        out.back().comment == part.comment) {
      out.back().to = part.to;
    } else {
      out.push_back(std::move(part));
    }
  }
  return out;
}

}  // namespace

bool OpeningHoursText::Rule::is_on(std::int64_t day, const OpeningPlace& place) const {
  if (!years.empty() && !is_among(years, static_cast<int>(date_of(day).year()))) return false;
  if (!dates.empty() && std::ranges::none_of(dates, [&](const auto& each) { return covers(each, day); })) return false;
  if (!weeks.empty() && !is_among(weeks, week_of(day))) return false;
  if (weekdays.empty() && public_holidays.empty() && school_holidays.empty()) return true;
  return std::ranges::any_of(weekdays, [&](const auto& each) { return is_one_of(each, day); }) ||
         std::ranges::any_of(public_holidays, [&](int days) { return place.is_public_holiday(day - days); }) ||
         std::ranges::any_of(school_holidays, [&](int days) { return place.is_school_holiday(day - days); });
}

std::vector<OpenPart> OpeningHoursText::Rule::parts(std::int64_t day, const OpeningPlace& place) const {
  if (spans.empty()) return {{0, kDayMinutes, state, comment}};
  const auto sun = place.sun(day);
  const auto begin_of = [&](const OpeningSpan& span) { return minute_of(span.from, sun); };
  std::vector<OpenPart> all;
  for (const auto& span : spans) {
    const int from = begin_of(span);
    int to = span.to ? minute_of(*span.to, sun) : from;
    if (span.to && to <= from) to += kDayMinutes;
    if (span.to) all.push_back({std::max(from, 0), std::min(to, 2 * kDayMinutes), state, comment});
    if (!span.is_open_end) continue;
    int end = std::min(likely_end(to), 2 * kDayMinutes);
    for (const auto& other : spans) {  // then it is open for sure, and closed behind
      if (begin_of(other) > to || (&other != &span && begin_of(other) == to)) end = std::min(end, begin_of(other));
    }
    all.push_back({to, end, state == OpenState::closed ? state : OpenState::unknown, comment});
  }
  return all;
}

namespace {

bool reaches_over_midnight(const OpeningSpan& span) {
  if (span.is_open_end || span.from.event != SunEvent::none) return true;
  return span.to &&
         (span.to->event != SunEvent::none || span.to->minutes <= span.from.minutes || span.to->minutes > kDayMinutes);
}

// What applies on a day: as the calendar has it, or with the nights that begin on it and without those that end on it.
std::vector<OpenPart> parts_on(const std::vector<OpeningHoursText::Rule>& rules, std::int64_t day,
                               const OpeningPlace& place, bool with_nights) {
  using Joins = OpeningHoursText::Rule::Joins;
  static const auto kBegin = first_of_month(1900, 1), kEnd = first_of_month(9999, 12) + 30;
  if (day < kBegin || day > kEnd) return {};
  std::vector<OpenPart> parts;
  for (const auto& rule : rules) {
    const bool fills = rule.joins == Joins::falling_back;
    const bool is_today = rule.is_on(day, place);
    // What is said of some days counts more than what was said before; times alone are laid over.
    if (is_today && rule.joins == Joins::overriding && rule.state != OpenState::closed && rule.names_days())
      parts.clear();
    if (!with_nights && std::ranges::any_of(rule.spans, reaches_over_midnight) && rule.is_on(day - 1, place)) {
      for (auto& part : rule.parts(day - 1, place)) {
        if (part.to > kDayMinutes)
          lay_over(parts, {std::max(part.from - kDayMinutes, 0), part.to - kDayMinutes, part.state, part.comment},
                   fills);
      }
    }
    if (!is_today) continue;
    for (auto& part : rule.parts(day, place)) {
      const int end = with_nights ? part.to : std::min(part.to, kDayMinutes);
      if (part.from < kDayMinutes) lay_over(parts, {part.from, end, part.state, part.comment}, fills);
    }
  }
  std::erase_if(parts, [](const auto& part) { return part.state == OpenState::closed && part.comment.empty(); });
  return without_seams(std::move(parts));
}

}  // namespace

std::vector<OpenPart> OpeningHoursText::day(std::int64_t day, const OpeningPlace& place) const {
  return parts_on(*rules_, day, place, false);
}

std::vector<OpenStretch> OpeningHoursText::between(WallTime from, WallTime to, Effort& effort,
                                                   const OpeningPlace& place) const {
  std::vector<OpenStretch> all;
  for (auto at = from.days(); WallTime::at(at, 0) < to; ++at) {
    effort.spend(16 * rules_->size());
    for (auto& part : day(at, place)) {
      if (part.state == OpenState::closed) continue;
      const auto begin = std::max(WallTime::at(at, part.from), from), end = std::min(WallTime::at(at, part.to), to);
      if (begin >= end) continue;
      if (!all.empty() && all.back().to == begin && all.back().state == part.state &&
          all.back().comment == part.comment) {
        all.back().to = end;
      } else {
        all.push_back({begin, end, part.state, std::move(part.comment)});
      }
    }
  }
  return all;
}

OpenState OpeningHoursText::state(WallTime at, const OpeningPlace& place) const {
  for (const auto& part : day(at.days(), place)) {
    if (at.minute_of_day() >= part.from && at.minute_of_day() < part.to) return part.state;
  }
  return OpenState::closed;
}

std::optional<WallTime> OpeningHoursText::next_change(WallTime at, WallTime until, Effort& effort,
                                                      const OpeningPlace& place) const {
  const OpenPart nothing{0, 0, OpenState::closed, ""};
  const OpenPart* now = nullptr;
  OpenPart first;
  for (auto day_at = at.days(); WallTime::at(day_at, 0) <= until; ++day_at) {
    effort.spend(16 * rules_->size());
    const auto parts = day(day_at, place);
    int minute = day_at == at.days() ? at.minute_of_day() : 0;
    while (minute < kDayMinutes) {
      const auto found = std::ranges::find_if(parts, [&](const auto& part) { return part.to > minute; });
      const bool is_in = found != parts.end() && found->from <= minute;
      const auto& here = is_in ? *found : nothing;
      if (now == nullptr) {
        first = here;
        now = &first;
      } else if (here.state != now->state || here.comment != now->comment) {
        const auto when = WallTime::at(day_at, minute);
        return when <= until ? std::optional(when) : std::nullopt;
      }
      minute = is_in ? found->to : found == parts.end() ? kDayMinutes : found->from;
    }
  }
  return std::nullopt;
}

config::OpeningHours OpeningHoursText::week(std::int64_t monday, const OpeningPlace& place) const {
  config::OpeningHours week;
  for (std::size_t i = 0; i < week.days.size(); ++i) {
    for (const auto& part : parts_on(*rules_, monday + static_cast<std::int64_t>(i), place, true)) {
      if (part.state != OpenState::open) continue;
      const bool is_a_day_long = part.to - part.from >= kDayMinutes;
      week.days[i].push_back({part.from, is_a_day_long           ? kDayMinutes
                                         : part.to > kDayMinutes ? part.to - kDayMinutes
                                                                 : part.to});
    }
  }
  return week;
}

void OpeningHoursText::add(const OpeningHoursText& other) {
  auto rules = *rules_;
  for (auto rule : *other.rules_) {
    if (rule.joins == Rule::Joins::overriding && rule.state != OpenState::closed) rule.joins = Rule::Joins::adding;
    rules.push_back(std::move(rule));
  }
  rules_ = std::make_shared<const std::vector<Rule>>(std::move(rules));
}

}  // namespace frontdesk::platform::pages
