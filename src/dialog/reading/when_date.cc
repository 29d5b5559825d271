#include "dialog/reading/when_date.h"

#include <algorithm>

namespace frontdesk::dialog::reading {
namespace {

// A day and month without a year that has passed so lately is more likely a mistake than a wish for next year.
constexpr int kLatelyDays = 92;

Date plus(const Date& date, std::int64_t days) { return Date::from_days(date.days() + days); }

Date plus_months(const Date& date, int months) {
  const auto month = date.year * 12 + date.month - 1 + months;
  Date moved{month / 12, month % 12 + 1, date.day};
  while (!Date::exists(moved.year, moved.month, moved.day)) --moved.day;
  return moved;
}

Value shown(const Date& date) { return Value(date.iso()); }

DateRead certain(const Date& date) { return {date, std::nullopt}; }
DateRead asked(Why why, std::vector<Value> candidates = {}) {
  return {std::nullopt, Doubt{why, std::move(candidates)}};
}

DateRead one_of(const Date& left, const Date& right) {
  if (left == right) return certain(left);
  return asked(Why::which, {shown(std::min(left, right)), shown(std::max(left, right))});
}

// Behind us: the value is kept, since it may be told of and not wished for.
DateRead not_before(const Date& date, const Date& today) {
  if (date >= today) return certain(date);
  return {date, Doubt{Why::past, {}}};
}

class DateReader {
 public:
  DateReader(const Fields& fields, const Language& language, const DateAround& around)
      : fields_(fields), language_(language), around_(around), today_(around.today) {}

  DateRead run() const {
    const auto shape = static_cast<PatternShape>(get(Field::shape, -1));
    if (has(Field::shape) && shape == PatternShape::vague) return asked(Why::vague);
    if (has(Field::shape) && shape == PatternShape::from_now) return from_now(1);
    if (has(Field::shape) && shape == PatternShape::ago) return from_now(-1);
    if (has(Field::holiday)) return holiday();
    if (get(Field::which, kThis) == kNthOfMonth) return nth_of_month();
    if (get(Field::which, kThis) == kDayOfMonth) return day_of_month_from_now();
    if (get(Field::which, kThis) == kOfWeek && !has(Field::weekday)) return offered_of_week(get(Field::weeks));
    if (has(Field::day) && has(Field::month)) return with_weekday(day_and_month());
    if (has(Field::day)) return with_weekday(day_of_month());
    if (has(Field::weekday)) return weekday();
    if (has(Field::days)) return not_before(plus(today_, get(Field::days) + 7 * get(Field::weeks)), today_);
    return asked(Why::vague);
  }

 private:
  bool has(Field field) const { return fields_.has(field); }
  int get(Field field, int otherwise = 0) const { return fields_.get(field, otherwise); }

  DateRead from_now(int sign) const {
    const int count = sign * get(Field::number, 1);
    switch (static_cast<Unit>(get(Field::unit, static_cast<int>(Unit::day)))) {
      case Unit::day:
        return not_before(plus(today_, count), today_);
      case Unit::week:
        return not_before(plus(today_, 7LL * count), today_);
      case Unit::month:
        return not_before(plus_months(today_, count), today_);
      case Unit::year:
        return not_before(plus_months(today_, 12 * count), today_);
      case Unit::minute:
      case Unit::hour:
        break;  // a time; see when.cc
    }
    return asked(Why::vague);
  }

  DateRead holiday() const {
    const auto& holiday = language_.holidays[static_cast<std::size_t>(get(Field::holiday))];
    if (has(Field::year)) return from_day(day_of(holiday, get(Field::year)));
    for (int year = today_.year - 1; year <= today_.year + 4; ++year) {
      const auto day = day_of(holiday, year);
      if (!day) continue;
      const auto date = plus(*day, get(Field::more));
      if (date >= today_) return certain(date);
      if (date.days() + kLatelyDays / 3 > today_.days())
        return passed_lately(date, from_day(day_of(holiday, year + 1)));
    }
    return asked(Why::impossible);
  }

  DateRead from_day(std::optional<Date> day) const {
    return day ? not_before(plus(*day, get(Field::more)), today_) : asked(Why::impossible);
  }

  static DateRead passed_lately(const Date& passed, const DateRead& coming) {
    std::vector<Value> candidates;
    if (coming.date) candidates.push_back(shown(*coming.date));
    return {passed, Doubt{Why::past, std::move(candidates)}};
  }

  DateRead day_and_month() const {
    const int day = get(Field::day);
    const int month = get(Field::month);
    if (!has(Field::order)) return of_month(month, day);
    const bool first = Date::exists(2000, month, day);
    const bool second = Date::exists(2000, day, month);
    if (first && second && day != month && around_.order_doubtful) {
      const auto left = of_month(month, day);
      const auto right = of_month(day, month);
      if (left.date && right.date) return one_of(*left.date, *right.date);
      return asked(Why::which);
    }
    if (first && second) return around_.day_first ? of_month(month, day) : of_month(day, month);
    return first ? of_month(month, day) : second ? of_month(day, month) : asked(Why::impossible);
  }

  DateRead of_month(int month, int day) const {
    if (has(Field::year)) {
      const int year = get(Field::year);
      return Date::exists(year, month, day) ? not_before({year, month, day}, today_) : asked(Why::impossible);
    }
    if (!Date::exists(2000, month, day)) return asked(Why::impossible);  // 2000 has a 29th of February
    bool missed = false;
    for (int year = today_.year - 1; year <= today_.year + 8; ++year) {
      const Date date{year, month, day};
      if (!Date::exists(year, month, day)) {
        missed = missed || date >= today_;
        continue;
      }
      // The next 29th of February is hardly meant where this year, or the next, has none.
      if (date >= today_) return missed ? asked(Why::impossible, {shown(date)}) : certain(date);
      if (date.days() + kLatelyDays > today_.days())
        return passed_lately(date, certain(Date::exists(year + 1, month, day) ? Date{year + 1, month, day} : date));
    }
    return asked(Why::impossible);
  }

  // "the first saturday in december", "the last sunday of next month"
  DateRead nth_of_month() const {
    Holiday nth{"", std::nullopt, std::nullopt, std::nullopt, get(Field::weekday), get(Field::day)};
    const auto month = plus_months({today_.year, today_.month, 1}, get(Field::more));
    nth.month = has(Field::month) ? get(Field::month) : month.month;
    if (!has(Field::month)) return from_day_of(nth, month.year);
    const auto here = day_of(nth, today_.year);
    return from_day_of(nth, !here || *here < today_ ? today_.year + 1 : today_.year);
  }

  DateRead from_day_of(const Holiday& nth, int year) const {
    const auto date = day_of(nth, year);
    return date ? not_before(*date, today_) : asked(Why::impossible);
  }

  DateRead day_of_month_from_now() const {
    auto date = plus_months({today_.year, today_.month, 1}, get(Field::more));
    date.day = get(Field::day);
    return Date::exists(date.year, date.month, date.day) ? not_before(date, today_) : asked(Why::impossible);
  }

  // "the 5th": of the month that is spoken of; else of this month, or of the next.
  DateRead day_of_month() const {
    const int day = get(Field::day);
    const auto& offered = around_.offered;
    if (const auto only = offered_where([&](const Date& date) { return date.day == day; })) return certain(*only);
    if (day >= 1 && static_cast<std::size_t>(day) <= offered.size())  // "the first"
      return certain(offered[static_cast<std::size_t>(day) - 1]);
    const auto& about = around_.about;
    if (about && Date::exists(about->year, about->month, day)) {
      if (const Date date{about->year, about->month, day}; date >= today_) return certain(date);
    }
    for (int months = 0; months <= 1; ++months) {
      const auto month = plus_months({today_.year, today_.month, 1}, months);
      if (!Date::exists(month.year, month.month, day)) continue;
      if (const Date date{month.year, month.month, day}; date >= today_) return certain(date);
    }
    return asked(Why::impossible);
  }

  // An explicit date wins over its weekday; where they contradict each other, nobody knows which is wrong.
  DateRead with_weekday(DateRead read) const {
    if (!has(Field::weekday)) return read;
    const int weekday = get(Field::weekday);
    if (read.doubt && read.doubt->why == Why::which) {
      std::erase_if(read.doubt->candidates, [&](const Value& candidate) {
        const auto date = Date::parse_iso(candidate.text());
        return !date || date->weekday() != weekday;
      });
      if (read.doubt->candidates.size() == 1) return certain(*Date::parse_iso(read.doubt->candidates[0].text()));
      return read;
    }
    if (!read.date || read.date->weekday() == weekday) return read;
    // "friday the 13th" may be that of a later month.
    std::vector<Value> candidates{shown(*read.date)};
    if (const auto later = later_month_with(weekday)) candidates.push_back(shown(*later));
    return asked(Why::contradicts, std::move(candidates));
  }

  std::optional<Date> later_month_with(int weekday) const {
    const int day = get(Field::day);
    for (int months = 0; months <= 12 && !has(Field::month); ++months) {
      const auto month = plus_months({today_.year, today_.month, 1}, months);
      if (!Date::exists(month.year, month.month, day)) continue;
      if (const Date date{month.year, month.month, day}; date >= today_ && date.weekday() == weekday) return date;
    }
    return std::nullopt;
  }

  Date of_week(int weeks) const { return plus(today_, get(Field::weekday) - today_.weekday() + 7LL * weeks); }

  // The only one of the offered dates that fits.
  template <class Fits>
  std::optional<Date> offered_where(Fits fits) const {
    std::optional<Date> only;
    for (const auto& date : around_.offered) {
      if (!fits(date)) continue;
      if (only) return std::nullopt;
      only = date;
    }
    return only;
  }

  // "Next week's".
  DateRead offered_of_week(int weeks) const {
    const auto monday = today_.days() - today_.weekday() + 7LL * weeks;
    const auto only =
        offered_where([&](const Date& date) { return date.days() >= monday && date.days() < monday + 7; });
    return only ? certain(*only) : asked(Why::vague);
  }

  DateRead weekday() const {
    const auto meant = get(Field::which, kThis);
    const bool may_be_offered = !has(Field::weeks) && !has(Field::number) && (meant == kThis || meant == kComing);
    const auto offered = offered_where([&](const Date& date) { return date.weekday() == get(Field::weekday); });
    if (may_be_offered && offered) return certain(*offered);
    const int ahead = (get(Field::weekday) - today_.weekday() + 7) % 7;
    const auto coming = plus(today_, ahead == 0 ? 7 : ahead);
    const int weeks = get(Field::weeks, get(Field::number));
    if (may_be_offered && !has(Field::which) && around_.changed) {
      const auto of_that_week = plus(*around_.changed, get(Field::weekday) - around_.changed->weekday());
      if (of_that_week > coming) return certain(of_that_week);
    }
    switch (get(Field::which, kThis)) {
      case kComing:
        return certain(plus(coming, 7LL * weeks));
      case kNext:
        return one_of(coming, of_week(1));
      case kAfter: {
        if (!around_.about) return asked(Why::vague);
        const int behind = (get(Field::weekday) - around_.about->weekday() + 7) % 7;
        return not_before(plus(*around_.about, behind == 0 ? 7 : behind), today_);
      }
      case kLast: {
        const auto date = plus(today_, ahead == 0 ? -7 : ahead - 7);
        return {date, Doubt{Why::past, {}}};
      }
      case kOfWeek:
        return not_before(of_week(weeks), today_);
      case kInWeeks:
        return one_of(plus(coming, 7LL * weeks), of_week(weeks));
      default:
        break;
    }
    // The day of today by its name: today, or in a week?
    return ahead == 0 ? one_of(today_, plus(today_, 7)) : certain(coming);
  }

  const Fields& fields_;
  const Language& language_;
  const DateAround& around_;
  Date today_;
};

}  // namespace

DateRead date_of(const Fields& fields, const Language& language, const DateAround& around) {
  return DateReader(fields, language, around).run();
}

std::optional<bool> writes_day_first(std::string_view country) {
  constexpr std::string_view kMonthFirst[] = {"US", "PH", "FM", "MH", "PW", "GU", "PR"};
  constexpr std::string_view kBoth[] = {"", "CA", "KE", "ZA"};
  if (std::ranges::find(kBoth, country) != std::end(kBoth)) return std::nullopt;
  return std::ranges::find(kMonthFirst, country) == std::end(kMonthFirst);
}

// The Gregorian computus of Meeus, Jones and Butcher.
Date easter_sunday(int year) {
  const int a = year % 19;
  const int b = year / 100;
  const int c = year % 100;
  const int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  const int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
  return {year, f / 31, f % 31 + 1};
}

std::optional<Date> day_of(const Holiday& holiday, int year) {
  if (holiday.easter) return plus(easter_sunday(year), *holiday.easter);
  if (!holiday.month) return std::nullopt;
  if (holiday.day) {
    const Date date{year, *holiday.month, *holiday.day};
    return Date::exists(date.year, date.month, date.day) ? std::optional(date) : std::nullopt;
  }
  if (!holiday.weekday || !holiday.nth) return std::nullopt;
  if (*holiday.nth < 0) {
    const auto last = plus(plus_months({year, *holiday.month, 1}, 1), -1);
    return plus(last, -((last.weekday() - *holiday.weekday + 7) % 7));
  }
  const Date first{year, *holiday.month, 1};
  const auto date = plus(first, (*holiday.weekday - first.weekday() + 7) % 7 + 7LL * (*holiday.nth - 1));
  return date.month == *holiday.month ? std::optional(date) : std::nullopt;
}

}  // namespace frontdesk::dialog::reading
