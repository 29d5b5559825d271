// Judges how opening hours are read by the cases of opening-hours-rs and the facts of OpenStreetMap's notation:
// judge_opening_hours CORPORA [--each]. The two differ in what a comment alone means, in fall-backs and in open ends,
// where the facts are followed, and in whether a range that ends at Easter has its last day, where the notation is. Not
// offered: joining rules where hours are written anew ("normalise"), where the sun is at a place, calendars of
// holidays.
#include <map>

#include "base/value.h"
#include "judges/chance.h"
#include "judges/judge.h"
#include "platform/pages/opening_hours.h"

namespace {

using namespace frontdesk;
using namespace frontdesk::platform::pages;

constexpr std::size_t kBar = 723;

bool forgets_nights = false;  // the negative control

std::int64_t day_number(int year, int month, int day) {
  using namespace std::chrono;
  return sys_days(std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) /
                  std::chrono::day(static_cast<unsigned>(day)))
      .time_since_epoch()
      .count();
}

// "2012-10-01" or "2012-10-01 22:00".
WallTime time_of(std::string_view text) {
  const int sign = text.starts_with('+') ? 1 : 0;
  text.remove_prefix(static_cast<std::size_t>(sign));
  std::vector<int> numbers{0};
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      numbers.back() = numbers.back() * 10 + (c - '0');
    } else {
      numbers.push_back(0);
    }
  }
  numbers.resize(5);
  return WallTime::at(day_number(numbers[0], numbers[1], numbers[2]), numbers[3] * 60 + numbers[4]);
}

int minute_of(std::string_view text) {
  return std::stoi(std::string(text.substr(0, 2))) * 60 + std::stoi(std::string(text.substr(3, 2)));
}

std::string shown(WallTime time) {
  using namespace std::chrono;
  const year_month_day date{sys_days(days(time.days()))};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.minute_of_day() / 60,
                     time.minute_of_day() % 60);
}

std::string_view name_of(OpenState state) {
  return state == OpenState::open ? "open" : state == OpenState::closed ? "closed" : "unknown";
}

OpeningPlace place_of(const Value& example) {
  OpeningPlace place;
  if (const auto* sun = example.find("sun")) {
    const OpeningPlace::Sun times{minute_of((*sun)["dawn"].text()), minute_of((*sun)["sunrise"].text()),
                                  minute_of((*sun)["sunset"].text()), minute_of((*sun)["dusk"].text())};
    place.sun = [times](std::int64_t) { return times; };
  }
  return place;
}

Value row(std::string from, std::string to, OpenState state, const std::string& comment) {
  std::vector<Value> values{from, to, name_of(state)};
  if (!comment.empty()) values.emplace_back(comment);
  return Value::list(std::move(values));
}

Value answer(const Value& example) {
  Effort effort;
  const auto kind = example["kind"].text();
  const auto hours = OpeningHoursText::parse(example["hours"].text());
  if (kind == "parse") return hours.has_value();
  if (!hours) return "cannot be read";
  if (kind == "normalise") return hours->notation();
  const auto place = place_of(example);
  if (kind == "state") return name_of(hours->state(time_of(example["at"].text()), place));
  if (kind == "next_change") {
    const auto next = hours->next_change(time_of(example["at"].text()), time_of("9999-12-31 23:59"), effort, place);
    return next ? Value(shown(*next)) : Value();
  }
  std::vector<Value> rows;
  if (kind == "day") {
    for (const auto& part : hours->day(time_of(example["date"].text()).days(), place)) {
      if (forgets_nights && part.from == 0) continue;
      rows.push_back(row(fmt::format("{:02}:{:02}", part.from / 60, part.from % 60),
                         fmt::format("{:02}:{:02}", part.to / 60, part.to % 60), part.state, part.comment));
    }
    return Value::list(std::move(rows));
  }
  if (kind.empty()) {
    for (const auto& stretch :
         hours->between(time_of(example["from"].text()), time_of(example["to"].text()), effort, place)) {
      if (forgets_nights && stretch.from.minute_of_day() == 0) continue;
      rows.push_back(row(shown(stretch.from), shown(stretch.to), stretch.state, stretch.comment));
    }
    return Value::list(std::move(rows));
  }
  return Value();
}

// Whether hours written anew mean the same on each day of some years.
bool means_the_same(std::string_view text, int years) {
  const auto hours = OpeningHoursText::parse(text);
  if (!hours) return true;
  const auto again = OpeningHoursText::parse(hours->notation());
  for (auto day = day_number(2011, 1, 1); again && day < day_number(2011 + years, 1, 1); ++day) {
    if (hours->day(day) == again->day(day)) continue;
    fmt::print("  {} is another on day {} as {}\n", text, shown(WallTime::at(day, 0)), hours->notation());
    return false;
  }
  if (!again) fmt::print("  {} cannot be read again as {}\n", text, hours->notation());
  return again.has_value();
}

}  // namespace

int main(int count, char** values) {
  const auto arguments = judge::arguments_of(count, values);
  const bool each = std::find(values, values + count, std::string_view("--each")) != values + count;
  forgets_nights = arguments.broken;
  const auto folder = arguments.corpora / "schema-org" / "opening-hours";
  std::size_t got = 0, total = 0;
  int changed = 0, broken = 0;
  judge::Chance chance;
  const std::vector<std::string_view> pieces{"Mo",     "-",       ",",      ";",   " || ",    "10:00-12:00", "off",
                                             "+",      "Jan",     "week 3", "[1]", "\"x\"",   "2012",        "/2",
                                             "easter", " +1 day", "24/7",   "PH",  "unknown", ":",           "-Su"};
  std::map<std::string, std::pair<int, int>> kinds;
  for (const auto* file : {"opening-hours-rs.jsonl", "facts.jsonl"}) {
    for (const auto& example : judge::values_of(folder / file)) {
      for (int i = 0; i < 10; ++i, ++broken) {
        const auto hours = chance.broken(std::string(example["hours"].text()), pieces);
        changed += means_the_same(hours, 1) ? 0 : 1;
      }
      const auto kind = std::string(example.contains("kind")      ? example["kind"].text()
                                    : example["strict"].boolean() ? "facts, strict"
                                                                  : "facts, as people write");
      const auto answered = answer(example);
      const bool is_right = answered == example["expected"];
      ++total;
      changed += means_the_same(example["hours"].text(), 15) ? 0 : 1;
      got += is_right ? 1 : 0;
      kinds[kind].first += is_right ? 1 : 0;
      ++kinds[kind].second;
      if (each && !is_right) {
        fmt::print("  {} {}: {} {} {}: {} is {}\n", kind, example["id"].text(), example["hours"].text(),
                   example["date"].text(), example["at"].text(), json::print(example["expected"]).substr(0, 300),
                   json::print(answered).substr(0, 300));
      }
    }
  }
  for (const auto& [kind, of] : kinds) fmt::print("opening-hours: {}: {} of {}\n", kind, of.first, of.second);
  fmt::print("opening-hours: {} of these and of {} broken by chance mean something else written anew (bar 0)\n",
             changed, broken);
  return judge::verdict("opening-hours", got, total, kBar, changed == 0);
}
