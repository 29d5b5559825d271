#include "base/iso_time.h"

#include <chrono>

#include "base/ascii.h"

namespace frontdesk {
namespace {

bool has_form(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '0' ? !text::is_digit(text[i]) : text[i] != form[i]) return false;
  }
  return true;
}

int digits(std::string_view text, std::size_t at, std::size_t count) {
  int number = 0;
  for (const char digit : text.substr(at, count)) number = number * 10 + (digit - '0');
  return number;
}

}  // namespace

std::optional<Timestamp> from_iso(std::string_view text) {
  using namespace std::chrono;
  const bool has_ms = has_form(text, "0000-00-00T00:00:00.000Z");
  if (!has_ms && !has_form(text, "0000-00-00T00:00:00Z")) return std::nullopt;
  const year_month_day day{year(digits(text, 0, 4)), month(static_cast<unsigned>(digits(text, 5, 2))),
                           std::chrono::day(static_cast<unsigned>(digits(text, 8, 2)))};
  const hours hour(digits(text, 11, 2));
  const minutes minute(digits(text, 14, 2));
  const seconds second(digits(text, 17, 2));
  if (!day.ok() || hour > hours(23) || minute > minutes(59) || second > seconds(59)) return std::nullopt;
  const milliseconds rest(has_ms ? digits(text, 20, 3) : 0);
  const milliseconds all = sys_days(day).time_since_epoch() + hour + minute + second + rest;
  return Timestamp{all.count()};
}

}  // namespace frontdesk
