#include "platform/work/rule.h"

#include <charconv>
#include <chrono>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace frontdesk::platform::work {
namespace {

constexpr int kDaysMax = 366 * 9;  // 29 February is away for eight years around 2100

Error bad_rule(std::string_view text, std::string_view why) {
  return {
      frontdesk::Kind::invalid, "work/bad-rule",
      fmt::format("\"{}\" is no rule of due times: {} Write minute, hour, day, month and weekday, as \"30 7 * * 1-5\".",
                  text, why)};
}

struct Field {
  std::string_view name;
  int least, most;
};
constexpr Field kFields[] = {{"minute", 0, 59}, {"hour", 0, 23}, {"day", 1, 31}, {"month", 1, 12}, {"weekday", 0, 7}};

// One field of a rule, piece by piece of its list.
class FieldReader {
 public:
  FieldReader(std::string_view rule, const Field& field) : rule_(rule), field_(field) {}

  std::bitset<64> read(std::string_view text) {
    std::bitset<64> set;
    for (const auto piece : text::split(text, ',')) add(piece, set);
    return set;
  }

 private:
  int number(std::string_view text) {
    int value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < field_.least || value > field_.most) {
      throw bad_rule(rule_,
                     fmt::format("\"{}\" is no {} from {} to {}.", text, field_.name, field_.least, field_.most));
    }
    return value;
  }

  void add(std::string_view piece, std::bitset<64>& set) {
    const auto slash = piece.find('/');
    const auto range = piece.substr(0, slash);
    int step = 1;
    if (slash != std::string_view::npos) {
      const auto text = piece.substr(slash + 1);
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), step);
      if (error != std::errc() || end != text.data() + text.size() || step < 1 || step > field_.most)
        throw bad_rule(rule_, fmt::format("\"{}\" is no step of a {}.", text, field_.name));
    }
    int from = field_.least, to = field_.most;
    if (range != "*") {
      const auto dash = range.find('-');
      from = number(range.substr(0, dash));
      to = dash == std::string_view::npos ? from : number(range.substr(dash + 1));
      if (dash == std::string_view::npos && slash != std::string_view::npos)
        throw bad_rule(rule_, fmt::format("\"{}\" has a step and no range.", piece));
      if (to < from) throw bad_rule(rule_, fmt::format("\"{}\" ends before it begins.", piece));
    }
    for (int value = from; value <= to; value += step) set.set(static_cast<std::size_t>(value));
  }

  std::string_view rule_;
  const Field& field_;
};

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (const auto word : text::split(text, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

std::chrono::year_month_day date_of(std::int64_t days) { return std::chrono::sys_days(std::chrono::days(days)); }

}  // namespace

Rule Rule::parse(std::string_view text) {
  const auto words = words_of(text);
  if (words.size() != std::size(kFields)) throw bad_rule(text, fmt::format("it has {} fields.", words.size()));
  const auto field = [&](std::size_t index) {
    return FieldReader(text, kFields[index]).read(words[index]).to_ullong();
  };
  Rule rule;
  rule.text_ = fmt::format("{}", fmt::join(words, " "));
  rule.minutes_ = field(0);
  rule.hours_ = field(1);
  rule.days_ = field(2);
  rule.months_ = field(3);
  const auto weekdays = field(4);
  rule.weekdays_ = (weekdays | (weekdays >> 7)) & 0x7F;  // 7 is Sunday, too
  rule.is_hourly_ = rule.hours_.all();
  rule.any_day_ = words[2] == "*";
  rule.any_weekday_ = words[4] == "*";
  if (!rule.next(Timestamp{0}, Zone())) throw bad_rule(text, "no month has such a day.");
  return rule;
}

bool Rule::fits(std::int64_t days_since_1970) const {
  const auto date = date_of(days_since_1970);
  if (!months_.test(static_cast<unsigned>(date.month()))) return false;
  const bool is_day = days_.test(static_cast<unsigned>(date.day()));
  const bool is_weekday = weekdays_.test(std::chrono::weekday(std::chrono::sys_days(date)).c_encoding());
  if (any_day_ || any_weekday_) return is_day && is_weekday;
  return is_day || is_weekday;
}

std::optional<Timestamp> Rule::next_on(std::int64_t days, Timestamp after, const Zone& zone) const {
  std::optional<Timestamp> first;
  const auto offer = [&](Timestamp time) {
    if (time > after && (!first || time < *first)) first = time;
  };
  constexpr std::int64_t kChangeMax = 3 * 3'600'000;  // by which clocks are moved at once, and more
  const auto behind = zone.wall(after).ms - kChangeMax;
  for (int minute_of_day = 0; minute_of_day < 24 * 60; ++minute_of_day) {
    const auto hour = static_cast<std::size_t>(minute_of_day / 60),
               minute = static_cast<std::size_t>(minute_of_day % 60);
    const auto wall = WallTime::at(days, minute_of_day);
    if (!hours_.test(hour) || !minutes_.test(minute) || wall.ms < behind) continue;
    const auto moments = zone.moments(wall);
    // In the hour that is skipped, hours that pass have no minutes of their own.
    if (!is_hourly_ || moments.passing != Zone::Passing::never) offer(moments.first);
    if (is_hourly_ && moments.passing == Zone::Passing::twice) offer(moments.second);
    // Behind the first one there are only later ones, but for an hour that comes twice.
    if (first && moments.passing == Zone::Passing::once && moments.first.ms > first->ms + kChangeMax) break;
  }
  return first;
}

std::optional<Timestamp> Rule::next(Timestamp after, const Zone& zone) const {
  const auto today = zone.wall(after).days();
  for (std::int64_t days = today; days < today + kDaysMax; ++days) {
    if (!fits(days)) continue;
    if (auto due = next_on(days, after, zone)) return due;
  }
  return std::nullopt;
}

}  // namespace frontdesk::platform::work
