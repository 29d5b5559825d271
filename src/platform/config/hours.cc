#include "platform/config/hours.h"

#include <algorithm>
#include <optional>

#include "platform/config/findings.h"

namespace frontdesk::platform::config {
namespace {

constexpr int kDay = 24 * 60;

std::optional<int> parse_time(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : -1; };
  if (text.size() != 5 || text[2] != ':' || std::min({digit(0), digit(1), digit(3), digit(4)}) < 0) return {};
  const int minutes = digit(3) * 10 + digit(4);
  const int time = (digit(0) * 10 + digit(1)) * 60 + minutes;
  if (minutes > 59 || time > kDay) return {};
  return time;
}

std::optional<Span> parse_span(std::string_view text) {
  const auto dash = text.find('-');
  if (dash == std::string_view::npos) return {};
  const auto from = parse_time(text.substr(0, dash));
  const auto to = parse_time(text.substr(dash + 1));
  if (!from || !to || *from == kDay || *from == *to) return {};
  return Span{*from, *to};
}

int end_of(const Span& span) { return span.to > span.from ? span.to : span.to + kDay; }

struct DayReader {
  std::vector<Span>& spans;
  std::vector<HoursProblem>& problems;

  void read(const Value& given, const std::string& pointer) {
    if (given.is_list()) {
      if (given.size() == 0)
        problem(pointer, "No hours are given.", "Write `closed`, or a span such as \"11:30-22:00\".");
      for (std::size_t i = 0; i < given.size(); ++i) read_span(given[i], join(pointer, i));
      refuse_overlaps(pointer);
    } else if (given.text() != "closed") {
      read_span(given, pointer);
    }
  }

  void read_span(const Value& given, const std::string& pointer) {
    const auto span = parse_span(given.text());
    if (span) return spans.push_back(*span);
    problem(
        pointer,
        given.is_text() ? fmt::format("\"{}\" is not a span of hours.", given.text()) : "A span of hours is a text.",
        "Write it like \"11:30-22:00\" (24 hours, two digits each, in quotes), or `closed`.");
  }

  void refuse_overlaps(const std::string& pointer) {
    auto sorted = spans;
    std::ranges::sort(sorted, {}, &Span::from);
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      if (sorted[i].from < end_of(sorted[i - 1])) {
        return problem(pointer, "Two spans of this day overlap.", "Join them into one.");
      }
    }
  }

  void problem(const std::string& pointer, std::string what, std::string remedy) {
    problems.push_back({pointer, std::move(what), std::move(remedy)});
  }
};

}  // namespace

bool OpeningHours::is_open(int weekday, int minute) const {
  const auto covers = [](const std::vector<Span>& spans, int at) {
    return std::ranges::any_of(spans, [&](const Span& span) { return span.from <= at && at < end_of(span); });
  };
  const auto today = static_cast<std::size_t>(weekday);
  return covers(days[today], minute) || covers(days[(today + 6) % 7], minute + kDay);
}

OpeningHours parse_hours(const Value& hours, std::vector<HoursProblem>& problems) {
  OpeningHours result;
  for (std::size_t day = 0; day < kWeekdays.size(); ++day) {
    const auto* given = hours.find(kWeekdays[day]);
    if (!given) continue;
    DayReader reader{result.days[day], problems};
    reader.read(*given, join("", kWeekdays[day]));
  }
  return result;
}

}  // namespace frontdesk::platform::config
