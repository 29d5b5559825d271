#include <algorithm>

#include "platform/pages/opening_rule.h"
#include "platform/pages/opening_words.h"

namespace frontdesk::platform::pages {

using OpeningKind = OpeningToken::Kind;

// By descent, without going back: what a token begins is told by those behind it.
class OpeningParser {
 public:
  explicit OpeningParser(std::vector<OpeningToken> tokens) : tokens_(std::move(tokens)) {}

  std::optional<OpeningHoursText> parse() {
    std::vector<Rule> rules;
    auto joins = Joins::overriding;
    for (;;) {
      while (at().is(';') || at().is(',')) {
        joins = at().is(',') && !rules.empty() ? Joins::adding : Joins::overriding;
        skip();
      }
      if (at().is('|')) joins = Joins::falling_back, skip();
      if (at().is(OpeningKind::end)) break;
      Rule rule{.joins = joins};
      if (!read_rule(rule) || rules.size() >= kRulesMax) return std::nullopt;
      rules.push_back(std::move(rule));
      joins = Joins::overriding;
    }
    if (rules.empty()) return std::nullopt;
    OpeningHoursText text;
    text.rules_ = std::make_shared<const std::vector<Rule>>(std::move(rules));
    return text;
  }

 private:
  using Rule = OpeningHoursText::Rule;
  using Joins = Rule::Joins;
  static constexpr std::size_t kRulesMax = 200;

  const OpeningToken& at(std::size_t ahead = 0) const { return tokens_[std::min(next_ + ahead, tokens_.size() - 1)]; }
  void skip(std::size_t count = 1) { next_ = std::min(next_ + count, tokens_.size() - 1); }
  bool take(char sign) { return at().is(sign) && (skip(), true); }

  bool is_year(std::size_t ahead = 0) const {
    return at(ahead).is(OpeningKind::number) && at(ahead).digits == 4 && at(ahead).value >= 1000;
  }
  // "10:00", "10.00", "10am"; not the day of "Jun 01:10:00".
  bool is_clock(std::size_t ahead = 0) const {
    if (!at(ahead).is(OpeningKind::number) || at(ahead).digits > 2) return false;
    if (at(ahead + 1).is(OpeningKind::before_noon) || at(ahead + 1).is(OpeningKind::after_noon) ||
        at(ahead + 1).is(OpeningKind::oclock))
      return true;
    if (!at(ahead + 1).is(':') && !at(ahead + 1).is('.')) return false;
    if (!at(ahead + 2).is(OpeningKind::number) || at(ahead + 2).digits != 2) return false;
    return !(at(ahead + 3).is(':') && at(ahead + 4).is(OpeningKind::number) && at(ahead + 1).is(':'));
  }
  // "10:00:00", which is never more than a time where no day or week can stand.
  bool has_seconds(std::size_t ahead) const {
    for (const std::size_t part : {0U, 2U, 4U}) {
      if (!at(ahead + part).is(OpeningKind::number) || at(ahead + part).digits > 2) return false;
    }
    return at(ahead + 1).is(':') && at(ahead + 3).is(':');
  }
  // The hour of "10-14".
  bool is_hour(std::size_t ahead = 0) const {
    return at(ahead).is(OpeningKind::number) && at(ahead).digits <= 2 && at(ahead + 1).is('-') &&
           at(ahead + 2).is(OpeningKind::number) && at(ahead + 2).digits <= 2;
  }
  bool is_time(std::size_t ahead = 0) const {
    return is_clock(ahead) || has_seconds(ahead) || is_hour(ahead) || at(ahead).is(OpeningKind::noon) ||
           at(ahead).is(OpeningKind::midnight) || at(ahead).is(OpeningKind::event) ||
           (at(ahead).is('(') && at(ahead + 1).is(OpeningKind::event));
  }
  bool is_date(std::size_t ahead = 0) const {
    if (is_year(ahead)) return at(ahead + 1).is(OpeningKind::month) || at(ahead + 1).is(OpeningKind::easter);
    return at(ahead).is(OpeningKind::month) || at(ahead).is(OpeningKind::easter);
  }
  bool is_weekday(std::size_t ahead = 0) const {
    return at(ahead).is(OpeningKind::weekday) || at(ahead).is(OpeningKind::public_holiday) ||
           at(ahead).is(OpeningKind::school_holiday);
  }
  bool is_end_of_rule() const { return at().is(OpeningKind::end) || at().is(';') || at().is('|') || at().is(','); }

  bool read_rule(Rule& rule) {
    std::optional<OpenState> state;
    bool has_comment = false, is_always = false, has_something = false;
    while (!is_end_of_rule() || (at().is(',') && ends_in_days(rule, state, has_comment))) {
      take(',');
      const auto& token = at();
      if (token.is(OpeningKind::comment)) {
        if (has_comment) return false;
        rule.comment = token.text;
        has_comment = true;
        skip();
      } else if (token.is(OpeningKind::open) || token.is(OpeningKind::closed) || token.is(OpeningKind::unknown)) {
        if (state) return false;
        state = token.is(OpeningKind::open)     ? OpenState::open
                : token.is(OpeningKind::closed) ? OpenState::closed
                                                : OpenState::unknown;
        skip();
      } else if (token.is(OpeningKind::number) && token.value == 24 && at(1).is('/') && at(2).is(OpeningKind::number) &&
                 at(2).value == 7) {
        is_always = true;
        skip(3);
      } else if (token.is(OpeningKind::number) && token.value == 24 && at(1).is(OpeningKind::oclock) &&
                 !at(2).is('-')) {
        is_always = true;
        skip(2);
      } else if (token.is(OpeningKind::every_day)) {
        is_always = true;
        skip();
      } else if (is_late_begin(rule, state, has_comment)) {
        return finish(rule, state, has_comment);  // somebody forgot a ";"
      } else if (!read_selector(rule)) {
        return false;
      }
      has_something = true;
    }
    return (has_something || is_always) && finish(rule, state, has_comment);
  }

  // "Monday to Friday, 9 to 5": the comma parts nothing.
  bool ends_in_days(const Rule& rule, const std::optional<OpenState>& state, bool has_comment) const {
    return is_time(1) && !rule.weekdays.empty() && rule.spans.empty() && !state && !has_comment;
  }

  // Whether the days of another rule begin here: behind times or a state.
  bool is_late_begin(const Rule& rule, const std::optional<OpenState>& state, bool has_comment) const {
    return (is_date() || is_year() || at().is(OpeningKind::week)) && !rule.spans.empty() && !has_comment && !state;
  }

  static bool finish(Rule& rule, const std::optional<OpenState>& state, bool has_comment) {
    rule.state = state.value_or(has_comment ? OpenState::unknown : OpenState::open);
    return true;
  }

  bool read_selector(Rule& rule) {
    if (take(':')) return true;
    if (is_date()) return read_dates(rule);
    if (is_year()) return read_years(rule);
    if (at().is(OpeningKind::week)) return skip(), read_weeks(rule);
    if (is_weekday()) return read_weekdays(rule);
    return is_time() && read_spans(rule);
  }

  bool read_step(int& step) {
    if (!at().is('/') || !at(1).is(OpeningKind::number)) return true;
    step = at(1).value;
    skip(2);
    return step > 0;
  }

  bool read_years(Rule& rule) {
    for (;;) {
      OpeningNumbers years{.from = at().value, .to = at().value};
      skip();
      if (at().is('-') && is_year(1)) {
        years.to = at(1).value;
        skip(2);
      } else if (take('+')) {
        years.to = kYearMax;
      } else if (at().is('/')) {
        years.to = kYearMax;
      }
      if (!read_step(years.step) || years.to < years.from || years.step > 999) return false;
      rule.years.push_back(years);
      if (!at().is(',') || !is_year(1)) return true;
      skip();
    }
  }

  bool read_weeks(Rule& rule) {
    for (;;) {
      if (!at().is(OpeningKind::number) || at().digits > 2) return false;
      OpeningNumbers weeks{.from = at().value, .to = at().value};
      skip();
      if (at().is('-') && at(1).is(OpeningKind::number)) {
        weeks.to = at(1).value;
        skip(2);
      }
      if (!read_step(weeks.step) || weeks.from < 1 || weeks.to > 53 || weeks.to < weeks.from || weeks.step > 53)
        return false;
      rule.weeks.push_back(weeks);
      if (!at().is(',') || !at(1).is(OpeningKind::number) || at(1).digits > 2 || is_clock(1)) return true;
      skip();
    }
  }

  // "+2 days"
  int read_days() {
    if ((!at().is('+') && !at().is('-')) || !at(1).is(OpeningKind::number) || !at(2).is(OpeningKind::day)) return 0;
    const int days = std::min(at(1).value, 3660) * (at().is('-') ? -1 : 1);
    skip(3);
    return days;
  }

  bool read_weekdays(Rule& rule) {
    for (;;) {
      const auto kind = at().kind;
      OpeningWeekdays days{.from = at().value, .to = at().value};
      skip();
      if (kind == OpeningKind::weekday && at().is('-') && at(1).is(OpeningKind::weekday)) {
        days.to = at(1).value;
        skip(2);
      }
      if (kind == OpeningKind::weekday && at().is('[') && !read_nth(days.nth)) return false;
      days.days = read_days();
      if (kind == OpeningKind::weekday) rule.weekdays.push_back(days);
      if (kind == OpeningKind::public_holiday) rule.public_holidays.push_back(days.days);
      if (kind == OpeningKind::school_holiday) rule.school_holidays.push_back(days.days);
      if (!at().is(',') || !is_weekday(1)) return true;
      skip();
    }
  }

  // "[1,3-4,-1]"
  bool read_nth(std::vector<int>& nth) {
    skip();
    while (!at().is(']')) {
      const bool is_from_end = take('-');
      if (!at().is(OpeningKind::number) || at().value < 1 || at().value > 5) return false;
      const int from = at().value;
      int to = from;
      skip();
      if (!is_from_end && at().is('-') && at(1).is(OpeningKind::number)) {
        to = at(1).value;
        if (to < from || to > 5) return false;
        skip(2);
      }
      for (int i = from; i <= to; ++i) nth.push_back(is_from_end ? -i : i);
      take(',');
    }
    skip();
    return !nth.empty();
  }

  // A day of a month behind it; not the hour of a time.
  bool is_day_number(std::size_t ahead = 0) const {
    return at(ahead).is(OpeningKind::number) && at(ahead).digits <= 2 && !is_clock(ahead);
  }

  // Whether "Jan Mo[1]" is a date, and not what is wanted of January.
  bool is_weekday_date(bool is_end) const {
    if (!at().is(OpeningKind::weekday) || !at(1).is('[')) return false;
    if (is_end) return true;
    std::size_t ahead = 2;
    while (!at(ahead).is(']') && !at(ahead).is(OpeningKind::end)) ++ahead;
    ++ahead;
    if ((at(ahead).is('+') || at(ahead).is('-')) && at(ahead + 1).is(OpeningKind::number) &&
        at(ahead + 2).is(OpeningKind::day))
      ahead += 3;
    return at(ahead).is('-') && (is_date(ahead + 1) || is_day_number(ahead + 1));
  }

  bool read_date(OpeningDate& date, bool is_end, bool must_be_exact) {
    if (is_year()) date.year = at().value, skip();
    if (at().is(OpeningKind::easter)) {
      date.kind = OpeningDate::Kind::easter;
      skip();
    } else if (at().is(OpeningKind::month)) {
      date.month = at().value;
      skip();
      if (is_day_number()) {
        if (!read_day_number(date)) return false;
      } else if ((!is_end || must_be_exact) && is_weekday_date(is_end)) {
        if (!read_weekday_date(date)) return false;
      }
    } else {
      return false;
    }
    if (date.kind != OpeningDate::Kind::month) move(date);
    return true;
  }

  bool read_day_number(OpeningDate& date) {
    date.kind = OpeningDate::Kind::day;
    date.day = at().value;
    skip();
    return date.day >= 1 && date.day <= 31;
  }

  bool read_weekday_date(OpeningDate& date) {
    date.kind = OpeningDate::Kind::weekday;
    date.weekday = at().value;
    skip();
    std::vector<int> nth;
    if (!read_nth(nth) || nth.size() != 1) return false;
    date.nth = nth[0];
    return true;
  }

  // "+Sa", "-Su", "-28 days"
  void move(OpeningDate& date) {
    if ((at().is('+') || at().is('-')) && at(1).is(OpeningKind::weekday) && !at(2).is('[')) {
      date.is_before = at().is('-');
      date.to_weekday = at(1).value;
      skip(2);
    }
    date.days = read_days();
  }

  bool read_dates(Rule& rule) {
    int month = 0;
    for (;;) {
      OpeningDates dates;
      if (is_day_number() && month != 0) {  // of the month before
        dates.from.month = month;
        if (!read_day_number(dates.from)) return false;
      } else if (!read_date(dates.from, false, false)) {
        return false;
      }
      month = dates.from.month;
      const bool is_exact = dates.from.kind != OpeningDate::Kind::month;
      if (at().is('-') && is_date(1)) {
        skip();
        if (!read_date(dates.to.emplace(), true, is_exact)) return false;
        month = dates.to->month;
      } else if (at().is('-') && is_exact && dates.from.month != 0 && is_day_number(1)) {
        skip();
        if (!read_end_in_month(dates)) return false;
      } else if (is_exact && at().is('+')) {
        dates.has_no_end = take('+');
      }
      if (!read_step(dates.step)) return false;
      rule.dates.push_back(dates);
      if (!at().is(',') || !(is_date(1) || (month != 0 && is_day_number(1)))) return true;
      skip();
    }
  }

  bool read_end_in_month(OpeningDates& dates) {
    auto& to = dates.to.emplace();
    to.month = dates.from.month;
    if (!read_day_number(to)) return false;
    move(to);
    dates.is_in_one_month = true;
    if (dates.from.kind == OpeningDate::Kind::day && to.day < dates.from.day) {  // "May 15-01"
      to.month = to.month % 12 + 1;
      dates.is_in_one_month = false;
    }
    return true;
  }

  bool read_time(OpeningTime& time, bool is_end) {
    if (at().is('(')) {
      skip();
      if (!read_time(time, is_end) || (!at().is('+') && !at().is('-'))) return false;
      const int sign = at().is('-') ? -1 : 1;
      skip();
      OpeningTime moved;
      if (!read_time(moved, false) || moved.event != SunEvent::none) return false;
      time.minutes += sign * moved.minutes;
      return take(')');
    }
    if (at().is(OpeningKind::event)) {
      time.event = static_cast<SunEvent>(at().value);
      skip();
      return true;
    }
    if (at().is(OpeningKind::noon) || at().is(OpeningKind::midnight)) {
      time.minutes = at().is(OpeningKind::noon) ? 720 : is_end ? 1440 : 0;
      skip();
      return true;
    }
    if (!at().is(OpeningKind::number) || at().digits > 2) return false;
    int hours = at().value, minutes = 0;
    skip();
    if ((at().is(':') || at().is('.')) && at(1).is(OpeningKind::number) && at(1).digits == 2) {
      minutes = at(1).value;
      skip(2);
    }
    if (at().is(':') && at(1).is(OpeningKind::number) && at(1).digits == 2) skip(2);
    if (at().is(OpeningKind::before_noon) || at().is(OpeningKind::after_noon)) {
      if (hours > 12) return false;
      hours = hours % 12 + (at().is(OpeningKind::after_noon) ? 12 : 0);
      skip();
    }
    if (at().is(OpeningKind::oclock)) skip();
    time.minutes = hours * 60 + minutes;
    return minutes < 60 && time.minutes <= (is_end ? 2 * 1440 : 1439);
  }

  bool read_spans(Rule& rule) {
    for (;;) {
      OpeningSpan span;
      if (!read_time(span.from, false)) return false;
      if (take('+')) {
        span.is_open_end = true;
      } else if (take('-')) {
        if (at().is(OpeningKind::late)) {
          span.is_open_end = true;
          skip();
        } else {
          if (!read_time(span.to.emplace(), true)) return false;
          if (take('+')) span.is_open_end = true;
        }
      } else {
        return false;
      }
      if (!read_period()) return false;
      rule.spans.push_back(span);
      if (rule.spans.size() > kRulesMax) return false;
      if (at().is(',') && is_time(1))
        skip();
      else if (!is_time())
        return true;
    }
  }

  // "/30", "/01:30": how often something leaves within them. They are open all the same.
  bool read_period() {
    if (!at().is('/')) return true;
    skip();
    OpeningTime period;
    if (is_clock()) return read_time(period, false);
    return at().is(OpeningKind::number) && (skip(), true);
  }

  static constexpr int kYearMax = 9999;

  std::vector<OpeningToken> tokens_;
  std::size_t next_ = 0;
};

std::optional<OpeningHoursText> OpeningHoursText::parse(std::string_view text) {
  if (text.size() > kBytesMax) return std::nullopt;
  return OpeningParser(opening_tokens(text)).parse();
}

}  // namespace frontdesk::platform::pages
