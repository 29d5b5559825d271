#include "platform/pages/feed_time.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "base/text.h"
#include "base/unicode.h"

namespace frontdesk::platform::pages {
namespace {

struct DateParts {
  int year = 0, month = 1, day = 1;
  int day_of_year = 0;  // instead of month and day
  int hour = 0, minute = 0, second = 0;
  int zone_minutes = 0;
};

std::optional<Timestamp> moment_of(const DateParts& parts) {
  using namespace std::chrono;
  if (parts.year < 1 || parts.year > 9999 || parts.hour > 24 || parts.minute > 59 || parts.second > 60)
    return std::nullopt;
  sys_days day;
  if (parts.day_of_year > 0) {
    if (parts.day_of_year > 366) return std::nullopt;
    day = sys_days(year(parts.year) / January / 1) + days(parts.day_of_year - 1);
  } else {
    const year_month_day date{year(parts.year), month(static_cast<unsigned>(parts.month)),
                              std::chrono::day(static_cast<unsigned>(parts.day))};
    if (!date.ok()) return std::nullopt;
    day = sys_days(date);
  }
  const auto seconds_of_day =
      parts.hour * 3600LL + parts.minute * 60LL + std::min(parts.second, 59) - parts.zone_minutes * 60LL;
  return Timestamp{(day.time_since_epoch().count() * 86'400LL + seconds_of_day) * 1000};
}

// Of English, and of those whose publishers write their own.
int month_named(std::string_view word) {
  struct Name {
    std::string_view begin;
    int month;
  };
  static constexpr std::array<Name, 46> kNames{{
      {"jan", 1},  {"gen", 1}, {"ene", 1},  {"feb", 2},  {"fev", 2},  {"mar", 3},  {"apr", 4},  {"avr", 4},
      {"abr", 4},  {"may", 5}, {"mai", 5},  {"maj", 5},  {"mag", 5},  {"mau", 5},  {"jun", 6},  {"juin", 6},
      {"giu", 6},  {"jul", 7}, {"juil", 7}, {"lug", 7},  {"aug", 8},  {"ago", 8},  {"aou", 8},  {"sep", 9},
      {"sze", 9},  {"set", 9}, {"oct", 10}, {"okt", 10}, {"ott", 10}, {"nov", 11}, {"dec", 12}, {"dez", 12},
      {"dic", 12}, {"ιαν", 1}, {"φεβ", 2},  {"μαρ", 3},  {"απρ", 4},  {"μαι", 5},  {"ιουν", 6}, {"ιουλ", 7},
      {"αυγ", 8},  {"σεπ", 9}, {"οκτ", 10}, {"νοε", 11}, {"δεκ", 12}, {"mrz", 3},
  }};
  for (const auto& name : kNames) {
    if (word.starts_with(name.begin)) return name.month;
  }
  return 0;
}

std::optional<int> zone_named(std::string_view word) {
  struct Name {
    std::string_view name;
    int minutes;
  };
  static constexpr std::array<Name, 36> kNames{{
      {"z", 0},       {"ut", 0},      {"utc", 0},    {"gmt", 0},    {"wet", 0},    {"west", 60},
      {"bst", 60},    {"cet", 60},    {"mez", 60},   {"cest", 120}, {"mesz", 120}, {"eet", 120},
      {"eest", 180},  {"msk", 180},   {"jst", 540},  {"kst", 540},  {"aest", 600}, {"aedt", 660},
      {"nzst", 720},  {"nzdt", 780},  {"est", -300}, {"edt", -240}, {"cst", -360}, {"cdt", -300},
      {"mst", -420},  {"mdt", -360},  {"pst", -480}, {"pdt", -420}, {"ast", -240}, {"adt", -180},
      {"akst", -540}, {"akdt", -480}, {"hst", -600}, {"hdt", -540}, {"met", 60},   {"mest", 120},
  }};
  if (word.starts_with("etc/")) word.remove_prefix(4);
  for (const auto& name : kNames) {
    if (word == name.name) return name.minutes;
  }
  return std::nullopt;
}

// What is read from left to right.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}
  bool at_end() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool take(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n,"), rest_.size())); }
  std::size_t digits() const {
    return static_cast<std::size_t>(std::ranges::find_if_not(rest_, text::is_digit) - rest_.begin());
  }
  // A number of at most so many digits; -1 where there is none.
  int number(std::size_t digits_max) {
    const auto count = std::min(digits(), digits_max);
    if (count == 0) return -1;
    int value = 0;
    for (const char c : rest_.substr(0, count)) value = value * 10 + (c - '0');
    rest_.remove_prefix(count);
    return value;
  }
  std::string_view word() {
    const auto end = std::min(rest_.find_first_of(" \t\r\n,"), rest_.size());
    const auto found = rest_.substr(0, end);
    rest_.remove_prefix(end);
    return found;
  }
  void skip(std::size_t count) { rest_.remove_prefix(std::min(count, rest_.size())); }

 private:
  std::string_view rest_;
};

int full_year(int year, std::size_t digits) {
  if (digits > 2) return year;
  return year < 69 ? year + 2000 : year + 1900;  // POSIX
}

// "+01:00", "-0500", "Z", "EST"; false where it is none.
bool read_zone(Cursor& in, DateParts& parts) {
  in.skip_blanks();
  const bool is_west = in.rest().starts_with('-');
  if (in.take('+') || in.take('-')) {
    const auto digits = in.digits();
    const int hours = in.number(digits == 3 ? 1 : 2);
    in.take(':');
    const int minutes = std::max(in.number(2), 0);
    if (hours < 0 || hours > 24 || minutes > 59) return false;
    parts.zone_minutes = (hours * 60 + minutes) * (is_west ? -1 : 1);
    return true;
  }
  const auto zone = zone_named(in.word());
  if (zone) parts.zone_minutes = *zone;
  return zone.has_value();
}

// "10:14[:55[.123]]" or "1014[55]", and what its zone is.
bool read_clock(Cursor& in, DateParts& parts) {
  parts.hour = in.number(2);
  if (parts.hour < 0) return false;
  if (in.take(':') || in.digits() >= 2) {
    parts.minute = in.number(2);
    if (parts.minute < 0) return false;
    if (in.take(':') || in.digits() >= 2) parts.second = in.number(2);
    if (parts.second < 0) return false;
    if (in.take('.') || in.take(',')) in.skip(in.digits());
  }
  read_zone(in, parts);
  return true;
}

// ISO 8601 and what is like it: the year first. `text` is folded.
std::optional<Timestamp> year_first(std::string_view text) {
  Cursor in(text);
  DateParts parts;
  const auto digits = in.digits();
  if (digits == 5 || digits > 8) return std::nullopt;
  if (digits == 6) {
    parts.year = full_year(in.number(2), 2);
    parts.month = in.number(2);
    parts.day = in.number(2);
  } else {
    const auto of_year = std::min<std::size_t>(digits, digits == 2 ? 2 : 4);
    parts.year = full_year(in.number(of_year), of_year);
    const bool is_parted = in.take('-') || in.take('/') || in.take('.');
    if (in.take('w')) {
      const int week = in.number(2);
      in.take('-');
      const int day = std::max(in.number(1), 1);
      if (week < 1 || week > 53 || day > 7) return std::nullopt;
      using namespace std::chrono;
      const auto fourth = sys_days(year(parts.year) / January / 4);  // is in the first week
      const auto monday = fourth - days(weekday(fourth).iso_encoding() - 1);
      const year_month_day date(monday + days((week - 1) * 7 + day - 1));
      parts.year = static_cast<int>(date.year());
      parts.month = static_cast<int>(static_cast<unsigned>(date.month()));
      parts.day = static_cast<int>(static_cast<unsigned>(date.day()));
    } else if (in.digits() == 3) {
      parts.day_of_year = in.number(3);
    } else if (in.digits() > 0) {
      parts.month = in.number(2);
      if ((is_parted && (in.take('-') || in.take('/') || in.take('.'))) || in.digits() >= 1) parts.day = in.number(2);
    } else if (is_parted) {
      parts.month = month_named(in.rest());
      if (parts.month == 0) return std::nullopt;
      in.skip(std::min(in.rest().find_first_of("-/0123456789"), in.rest().size()));
      in.take('-');
      parts.day = in.number(2);
    }
  }
  if (parts.day < 1 || parts.month < 1) return std::nullopt;
  const bool is_apart = in.rest().starts_with(' ');
  if (in.take('t') || is_apart) {
    in.skip_blanks();
    const bool has_clock = in.digits() < in.rest().size() && in.rest()[in.digits()] == ':';
    if (!in.at_end() && ((is_apart && !has_clock) || !read_clock(in, parts))) return std::nullopt;
  } else if (!in.at_end()) {
    read_zone(in, parts);
  }
  return moment_of(parts);
}

// RFC 822 and what is like it: words and numbers, of which each says what it is.
std::optional<Timestamp> by_words(std::string_view text) {
  Cursor in(text);
  DateParts parts;
  std::vector<std::pair<int, std::size_t>> numbers;  // and their digits
  int month = 0;
  bool has_clock = false;
  for (in.skip_blanks(); !in.at_end(); in.skip_blanks()) {
    const auto at = in.rest();
    const auto digits = in.digits();
    if (digits > 0 && digits <= 2 && at.size() > digits && at[digits] == ':' && !has_clock) {
      has_clock = true;
      Cursor clock(in.word());
      if (!read_clock(clock, parts)) return std::nullopt;
    } else if (digits > 0) {
      numbers.emplace_back(in.number(9), digits);
      if (!in.at_end())
        in.take(in.rest().front() == '-' || in.rest().front() == '/' || in.rest().front() == '.' ? in.rest().front()
                                                                                                 : '\0');
    } else if (has_clock && (at[0] == '+' || at[0] == '-')) {
      read_zone(in, parts);
    } else {
      const auto end = std::min(at.find_first_of(" \t\r\n,+-0123456789"), at.size());
      const auto word = at.substr(0, end);
      const int named = word.size() >= 3 ? month_named(word) : 0;
      if (named != 0 && month == 0 && !(has_clock && zone_named(word))) {
        month = named;
      } else if (const auto zone = zone_named(word); zone && has_clock) {
        parts.zone_minutes = *zone;
        if (end < at.size() && (at[end] == '-' || at[end] == '+') && at.size() > end + 1 &&
            text::is_digit(at[end + 1])) {
          in.skip(end);
          read_zone(in, parts);
          continue;
        }
      } else if (word == "pm" && parts.hour < 12) {
        parts.hour += 12;
      }
      in.skip(std::max<std::size_t>(end, 1));
    }
  }
  if (month == 0 && numbers.size() >= 3 && numbers[0].first <= 12) {  // "9/15/2006"
    month = numbers[0].first;
    numbers.erase(numbers.begin());
  }
  if (month == 0 || numbers.size() < 2) return std::nullopt;
  const bool is_year_first = numbers[0].second > 2 || numbers[0].first > 31;
  const auto& year = numbers[is_year_first ? 0 : 1];
  parts.year = full_year(year.first, year.second);
  parts.month = month;
  parts.day = numbers[is_year_first ? 1 : 0].first;
  return moment_of(parts);
}

// "2004년 05월 28일 01:31:15", "2004-05-25 오후 11:23:17": of Korea, whose time it is.
std::optional<std::string> out_of_korean(std::string_view text) {
  constexpr std::string_view kYear = "년", kMonth = "월", kDay = "일", kBeforeNoon = "오전", kAfterNoon = "오후";
  const bool has_days = text.find(kYear) != std::string_view::npos;
  const auto half = text.find(kAfterNoon) != std::string_view::npos ? text.find(kAfterNoon) : text.find(kBeforeNoon);
  if (!has_days && half == std::string_view::npos) return std::nullopt;
  const bool is_after = text.find(kAfterNoon) != std::string_view::npos;
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto rest = text.substr(i);
    if (rest.starts_with(kYear) || rest.starts_with(kMonth)) {
      out += '-';
      i += kYear.size();
      while (i < text.size() && text[i] == ' ') ++i;
    } else if (rest.starts_with(kDay)) {
      i += kDay.size();
    } else if (rest.starts_with(kAfterNoon) || rest.starts_with(kBeforeNoon)) {
      i += kAfterNoon.size();
      while (i < text.size() && text[i] == ' ') ++i;
      Cursor in(text.substr(i));
      const auto digits = in.digits();
      const int hour = in.number(2);
      if (hour < 0) return std::nullopt;
      out += fmt::format("{:02}", hour % 12 + (is_after ? 12 : 0));
      i += digits;
    } else {
      out += text[i++];
    }
  }
  return out + " kst";
}

}  // namespace

std::optional<Timestamp> feed_time(std::string_view text) {
  constexpr std::size_t kBytesMax = 128;
  text = text::trim(text);
  if (text.empty() || text.size() > kBytesMax || !text::is_utf8(text)) return std::nullopt;
  const auto folded = unicode::folded(out_of_korean(text).value_or(std::string(text)));
  Cursor in(folded);
  // A day of the week says nothing.
  if (in.digits() == 0) {
    const auto comma = folded.find(',');
    if (comma < 24 && std::string_view(folded).substr(0, comma).find(' ') == std::string_view::npos) in.skip(comma + 1);
  }
  in.skip_blanks();
  const auto digits = in.digits();
  const auto behind = in.rest().size() > digits ? in.rest()[digits] : '\0';
  const bool is_year_first =
      digits >= 4 || (digits == 2 && behind == '-' && in.rest().size() > 3 && text::is_digit(in.rest()[3]));
  if (is_year_first && behind != ':') {
    if (const auto found = year_first(in.rest())) return found;
  }
  return by_words(in.rest());
}

}  // namespace frontdesk::platform::pages
