#include <algorithm>

#include "platform/pages/opening_rule.h"

// Hours written anew, in the notation's one form for each thing.
namespace frontdesk::platform::pages {
namespace {

using NotedRule = OpeningHoursText::Rule;

constexpr std::array<std::string_view, 7> kNotedDays{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
constexpr std::array<std::string_view, 12> kNotedMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string noted_clock(int minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

std::string noted_time(const OpeningTime& time) {
  if (time.event == SunEvent::none) return noted_clock(time.minutes);
  static constexpr std::array<std::string_view, 5> kEvents{"", "dawn", "sunrise", "sunset", "dusk"};
  const auto event = kEvents[static_cast<std::size_t>(time.event)];
  if (time.minutes == 0) return std::string(event);
  return fmt::format("({}{}{})", event, time.minutes < 0 ? '-' : '+', noted_clock(std::abs(time.minutes)));
}

std::string noted_span(const OpeningSpan& span) {
  return noted_time(span.from) + (span.to ? "-" + noted_time(*span.to) : "") + (span.is_open_end ? "+" : "");
}

std::string noted_move(int days) {
  return days == 0 ? ""
                   : fmt::format(" {}{} day{}", days < 0 ? '-' : '+', std::abs(days), std::abs(days) == 1 ? "" : "s");
}

std::string noted_nth(const std::vector<int>& nth) {
  return nth.empty() ? "" : fmt::format("[{}]", fmt::join(nth, ","));
}

std::string noted_date(const OpeningDate& date, const std::optional<int>& year) {
  std::string text = year ? fmt::format("{} ", *year) : "";
  if (date.kind == OpeningDate::Kind::easter) {
    text += "easter";
  } else {
    text += kNotedMonths[static_cast<std::size_t>(date.month - 1)];
    if (date.kind == OpeningDate::Kind::day) text += fmt::format(" {}", date.day);
    if (date.kind == OpeningDate::Kind::weekday)
      text += fmt::format(" {}[{}]", kNotedDays[static_cast<std::size_t>(date.weekday)], date.nth);
  }
  if (date.to_weekday >= 0)
    text += fmt::format("{}{}", date.is_before ? '-' : '+', kNotedDays[static_cast<std::size_t>(date.to_weekday)]);
  return text + noted_move(date.days);
}

std::string noted_dates(const OpeningDates& dates) {
  auto text = noted_date(dates.from, dates.from.year);
  if (dates.has_no_end) text += "+";
  const bool is_moved = dates.to && (dates.to->to_weekday >= 0 || dates.to->days != 0);
  if (dates.to && dates.is_in_one_month && (dates.from.kind == OpeningDate::Kind::weekday || is_moved)) {
    // Within its month, or not at all.
    text += fmt::format("-{}", dates.to->day);
    if (dates.to->to_weekday >= 0)
      text += fmt::format("{}{}", dates.to->is_before ? '-' : '+',
                          kNotedDays[static_cast<std::size_t>(dates.to->to_weekday)]);
    text += noted_move(dates.to->days);
  } else if (dates.to) {
    text += "-" + noted_date(*dates.to, dates.to->year          ? dates.to->year
                                        : dates.is_in_one_month ? dates.from.year
                                                                : std::nullopt);
  }
  return dates.step > 1 ? text + fmt::format("/{}", dates.step) : text;
}

std::string noted_years(const OpeningNumbers& years) {
  constexpr int kLast = 9999;
  auto text = fmt::format("{}", years.from);
  if (years.to == kLast && years.step > 1) return text + fmt::format("/{}", years.step);
  if (years.to == kLast && years.from != kLast)
    text += "+";
  else if (years.to != years.from)
    text += fmt::format("-{}", years.to);
  return years.step > 1 ? text + fmt::format("/{}", years.step) : text;
}

std::string noted_weeks(const OpeningNumbers& weeks) {
  return fmt::format("{:02}{}{}", weeks.from, weeks.to == weeks.from ? "" : fmt::format("-{:02}", weeks.to),
                     weeks.step > 1 ? fmt::format("/{}", weeks.step) : "");
}

std::array<bool, 7> plain_days(const std::vector<OpeningWeekdays>& all) {
  std::array<bool, 7> days{};
  for (const auto& each : all) {
    if (!each.nth.empty() || each.days != 0) continue;
    for (int day = each.from;; day = (day + 1) % 7) {
      days[static_cast<std::size_t>(day)] = true;
      if (day == each.to) break;
    }
  }
  return days;
}

std::vector<std::string> noted_weekdays(const NotedRule& rule) {
  std::vector<std::string> parts;
  const auto days = plain_days(rule.weekdays);
  for (std::size_t from = 0; from < days.size(); ++from) {
    if (!days[from]) continue;
    auto to = from;
    while (to + 1 < days.size() && days[to + 1]) ++to;
    parts.push_back(std::string(kNotedDays[from]) + (to == from ? "" : "-" + std::string(kNotedDays[to])));
    from = to;
  }
  for (const auto& each : rule.weekdays) {
    if (each.nth.empty() && each.days == 0) continue;
    parts.push_back(std::string(kNotedDays[static_cast<std::size_t>(each.from)]) +
                    (each.to == each.from ? "" : "-" + std::string(kNotedDays[static_cast<std::size_t>(each.to)])) +
                    noted_nth(each.nth) + noted_move(each.days));
  }
  for (const int days_moved : rule.public_holidays) parts.push_back("PH" + noted_move(days_moved));
  for (const int days_moved : rule.school_holidays) parts.push_back("SH" + noted_move(days_moved));
  return parts;
}

template <class Of>
std::string noted_list(const auto& all, Of of) {
  std::string text;
  for (const auto& each : all) text += (text.empty() ? "" : ",") + of(each);
  return text;
}

// `is_later`: something stands before it; `goes_on`: something is added to it.
std::string noted_rule(const NotedRule& rule, bool is_later, bool goes_on) {
  std::vector<std::string> parts;
  // A year in front of a month is one of that date, and a weekday of a month behind one as well; a colon parts them.
  const bool is_one_year = rule.years.size() == 1 && rule.years[0].from == rule.years[0].to && !rule.dates.empty();
  if (!rule.years.empty()) parts.push_back(noted_list(rule.years, noted_years) + (is_one_year ? ":" : ""));
  if (!rule.dates.empty()) {
    const auto& last = rule.dates.back();
    const bool ends_in_month =
        last.to && last.to->kind == OpeningDate::Kind::month && last.from.kind != OpeningDate::Kind::month;
    parts.push_back(noted_list(rule.dates, noted_dates) + (ends_in_month ? ":" : ""));
  }
  if (!rule.weeks.empty()) parts.push_back("week" + noted_list(rule.weeks, noted_weeks));
  auto weekdays = fmt::format("{}", fmt::join(noted_weekdays(rule), ","));
  if (weekdays == "Mo-Su" && !is_later) weekdays.clear();  // behind something, what names days counts for more
  // Times alone behind a comma would be more times of the rule before.
  if (weekdays.empty() && rule.joins == NotedRule::Joins::adding && !rule.spans.empty() && !rule.names_days())
    weekdays = "Mo-Su";
  if (!weekdays.empty()) parts.push_back(weekdays);
  if (!rule.spans.empty()) parts.push_back(noted_list(rule.spans, noted_span));
  if (parts.empty()) parts.emplace_back("24/7");
  if (rule.state == OpenState::closed) parts.emplace_back("closed");
  if (rule.state == OpenState::unknown) parts.emplace_back("unknown");
  // Days behind a comma would be more days of this rule, where nothing ends them.
  const bool needs_end = goes_on && rule.spans.empty() && rule.comment.empty();
  if (rule.state == OpenState::open && (!rule.comment.empty() || needs_end)) parts.emplace_back("open");
  if (!rule.comment.empty()) parts.push_back("\"" + rule.comment + "\"");
  return fmt::format("{}", fmt::join(parts, " "));
}

bool is_whole_week(const NotedRule& rule) {
  return rule.years.empty() && rule.dates.empty() && rule.weeks.empty() &&
         std::ranges::all_of(plain_days(rule.weekdays), std::identity());
}

// Whether nothing that was said before it is left behind it.
bool takes_all(const NotedRule& rule) {
  const bool is_every_day = !rule.names_days() || is_whole_week(rule);
  return rule.joins == NotedRule::Joins::overriding && is_every_day &&
         (rule.spans.empty() || (rule.state != OpenState::closed && rule.names_days()));
}

}  // namespace

std::string OpeningHoursText::notation() const {
  const auto& rules = *rules_;
  std::size_t first = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (takes_all(rules[i])) first = i;
  }
  // What is closed needs not be said where nothing is open yet.
  const auto is_moot = [&](const Rule& rule) {
    return rule.state == OpenState::closed && rule.comment.empty() && rule.joins == Rule::Joins::overriding;
  };
  while (first + 1 < rules.size() && is_moot(rules[first])) ++first;
  std::string text;
  for (auto i = first; i < rules.size(); ++i) {
    const auto& rule = rules[i];
    if (i > first)
      text += rule.joins == Rule::Joins::falling_back ? " || " : rule.joins == Rule::Joins::adding ? ", " : "; ";
    text += noted_rule(rule, i > first, i + 1 < rules.size() && rules[i + 1].joins == Rule::Joins::adding);
  }
  return text;
}

}  // namespace frontdesk::platform::pages
