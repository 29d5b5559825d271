#include "dialog/calendar.h"

#include <charconv>

#include "dialog/sentences.h"

namespace frontdesk::dialog {
namespace {

std::chrono::year_month_day chrono_of(const Date& date) {
  return {std::chrono::year(date.year), std::chrono::month(static_cast<unsigned>(date.month)),
          std::chrono::day(static_cast<unsigned>(date.day))};
}

// So many digits and no sign; -1 where they are none.
int digits(std::string_view text) {
  int value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : -1;
}

}  // namespace

Date Date::of(Timestamp time, int offset_minutes) {
  constexpr std::int64_t kDay = 86'400'000;
  const auto local = time.ms + offset_minutes * 60'000LL;
  return from_days(local / kDay - (local % kDay < 0 ? 1 : 0));
}

Date Date::from_days(std::int64_t days) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days))};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

bool Date::exists(int year, int month, int day) {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && chrono_of({year, month, day}).ok();
}

std::optional<Date> Date::parse_iso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const Date date{digits(text.substr(0, 4)), digits(text.substr(5, 2)), digits(text.substr(8, 2))};
  if (date.year < 0 || !exists(date.year, date.month, date.day)) return std::nullopt;
  return date;
}

std::int64_t Date::days() const { return std::chrono::sys_days(chrono_of(*this)).time_since_epoch().count(); }

int Date::weekday() const { return static_cast<int>(((days() + 3) % 7 + 7) % 7); }

std::string Date::iso() const { return fmt::format("{:04}-{:02}-{:02}", year, month, day); }

std::string Date::spoken(std::string_view language) const {
  const auto& names = word_list(language, "weekdays");
  const auto& months = word_list(language, "months");
  return sentence(language, "date",
                  Value::object({{"weekday", names[static_cast<std::size_t>(weekday())]},
                                 {"day", std::to_string(day)},
                                 {"month", months[static_cast<std::size_t>(month - 1)]}}));
}

std::string Date::spoken(std::string_view language, const Date& today) const {
  constexpr std::int64_t kDaysAhead = 300;
  const auto ahead = days() - today.days();
  return ahead >= 0 && ahead < kDaysAhead ? spoken(language) : fmt::format("{} {}", spoken(language), year);
}

std::optional<int> parse_clock(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const int hour = digits(text.substr(0, 2));
  const int minute = digits(text.substr(3));
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return hour * 60 + minute;
}

std::string clock_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

}  // namespace frontdesk::dialog
