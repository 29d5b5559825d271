#include "almanac.h"

#include <algorithm>
#include <array>

#include "base/error.h"

namespace frontdesk::trade {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr int kAlternatives = 3;

[[noreturn]] void refuse(std::string_view text, std::string_view wanted) {
  throw Error(Kind::invalid, "trade/calendar", fmt::format("\"{}\" is not {}.", text, wanted));
}

bool are_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char sign) { return sign >= '0' && sign <= '9'; });
}

int number_of(std::string_view text) {
  int number = 0;
  for (const char sign : text) number = number * 10 + (sign - '0');
  return number;
}

int minutes_of(std::string_view time) {
  if (time.size() != 5 || time[2] != ':' || !are_digits(time.substr(0, 2)) || !are_digits(time.substr(3)))
    refuse(time, "a time like 19:30");
  const int minutes = number_of(time.substr(0, 2)) * 60 + number_of(time.substr(3));
  if (minutes > 24 * 60 || number_of(time.substr(3)) > 59) refuse(time, "a time of the day");
  return minutes;
}

std::string time_of(int minutes) { return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60); }

bool has(const Value& list, std::string_view text) {
  return std::ranges::any_of(list.items(), [&](const Value& item) { return item.text() == text; });
}

struct Span {
  int from;
  int to;
};

Span span_of(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) refuse(text, "a span like 08:00-12:00");
  return {minutes_of(text.substr(0, dash)), minutes_of(text.substr(dash + 1))};
}

}  // namespace

std::int64_t days_of(std::string_view iso) {
  const bool has_form = iso.size() == 10 && iso[4] == '-' && iso[7] == '-' && are_digits(iso.substr(0, 4)) &&
                        are_digits(iso.substr(5, 2)) && are_digits(iso.substr(8));
  if (!has_form) refuse(iso, "a day like 2026-11-26");
  const std::chrono::year_month_day day{std::chrono::year(number_of(iso.substr(0, 4))),
                                        std::chrono::month(static_cast<unsigned>(number_of(iso.substr(5, 2)))),
                                        std::chrono::day(static_cast<unsigned>(number_of(iso.substr(8))))};
  if (!day.ok()) refuse(iso, "a day that exists");
  return std::chrono::sys_days(day).time_since_epoch().count();
}

Almanac::Almanac(Value rules, std::string today)
    : rules_(std::move(rules)), today_(std::move(today)), today_days_(days_of(today_)) {
  for (const auto& [place, week] : rules_["hours"].members()) {
    for (const auto& [day, spans] : week.members()) {
      if (std::ranges::find(kDays, day.text()) == kDays.end()) refuse(day.text(), "a day of the week");
      for (const auto& span : spans.items()) span_of(span.text());
    }
  }
  for (const auto& row : rules_["taken"].items()) {
    days_of(row["date"].text()), minutes_of(row["from"].text()), minutes_of(row["to"].text());
  }
}

std::string Almanac::place_of(const Value& wish) const {
  const auto field = rules_["place"].text();
  return field.empty() ? "any" : std::string(wish[field].text());
}

bool Almanac::is_open(const Value& wish, const std::string& date) const {
  if (has(rules_["closed"], date)) return false;
  const auto weekday = ((days_of(date) + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
  const auto& spans = rules_["hours"][place_of(wish)][kDays[static_cast<std::size_t>(weekday)]];
  const auto time = wish["time"].text();
  if (time.empty()) return spans.size() > 0;
  const int at = minutes_of(time);
  return std::ranges::any_of(spans.items(), [&](const Value& text) {
    const auto span = span_of(text.text());
    return at >= span.from && at <= span.to - static_cast<int>(rules_["last_minutes"].integer());
  });
}

bool Almanac::is_taken(const Value& wish, const std::string& date) const {
  for (const auto& row : rules_["taken"].items()) {
    const bool is_here = row["place"].is_null() || row["place"].text() == place_of(wish);
    const bool is_many = row["over"].is_null() || wish["guests"].integer() > row["over"].integer();
    if (row["date"].text() != date || !is_here || !is_many || wish["time"].text().empty()) continue;
    const int at = minutes_of(wish["time"].text());
    if (at >= minutes_of(row["from"].text()) && at < minutes_of(row["to"].text())) return true;
  }
  return std::ranges::any_of(rules_["full"].items(), [&](const Value& row) {
    return std::ranges::all_of(row.members(), [&](const Member& member) { return wish[member.key()] == member.value; });
  });
}

Verdict Almanac::judge(const Value& wish) const {
  const std::string date(wish["date"].text());
  const auto days = days_of(date);
  const auto& first = rules_["first_date"];
  if (days < (first.is_text() ? days_of(first.text()) : today_days_)) return Verdict::past;
  const auto horizon = rules_["horizon_days"];
  if (horizon.is_integer() && days > today_days_ + horizon.integer()) return Verdict::closed;
  if (!is_open(wish, date)) return Verdict::closed;
  return is_taken(wish, date) ? Verdict::taken : Verdict::open;
}

std::vector<std::string> Almanac::alternatives(const Value& wish) const {
  const auto every = static_cast<int>(rules_["every_minutes"].integer());
  if (every <= 0 || wish["time"].text().empty()) return {};
  const int wished = minutes_of(wish["time"].text());
  std::vector<std::string> found;
  for (int away = every; away < 24 * 60 && found.size() < kAlternatives; away += every) {
    for (const int at : {wished - away, wished + away}) {
      if (at < 0 || at >= 24 * 60 || found.size() == kAlternatives) continue;
      if (judge(wish.with("time", time_of(at))) == Verdict::open) found.push_back(time_of(at));
    }
  }
  return found;
}

std::string Almanac::reason(Verdict verdict) const {
  const auto said = [this](const char* name, const char* otherwise) {
    return rules_[name].is_text() ? std::string(rules_[name].text()) : otherwise;
  };
  switch (verdict) {
    case Verdict::open:
      return "";
    case Verdict::past:
      return said("past_says", "That day is over.");
    case Verdict::closed:
      return said("closed_says", "We are closed then.");
    case Verdict::taken:
      return said("taken_says", "That is taken.");
  }
  return "";
}

}  // namespace frontdesk::trade
