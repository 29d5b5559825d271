// The judge `dates`: what is read of when. Each line of tests/judges/expectations/dates/*.jsonl, and of
// cases/when.jsonl where it is there, is a message with the day, the time, the range or the question that is right;
// written from the calendar, not from the program. A line may say where and when it is heard (`zone`, `now` there,
// `hours` or null, `language`), else it is Thursday 26 November 2026, 10:00 in Rome, and open from 11:30 to 23:00.
// Right is what was meant; rightly asked is what cannot be known. A certain day that is not the right one is a silent
// fault: there may be none.
// --broken: a reader that lives in UTC and never asks. --say LANGUAGE MESSAGE: shows what is read.
#include <fmt/format.h>

#include "base/json.h"
#include "dialog/calendar.h"
#include "dialog/reading/when.h"
#include "judges/judge.h"
#include "support/corpora.h"

using namespace frontdesk;
using namespace frontdesk::dialog;
using namespace frontdesk::dialog::reading;

namespace {

constexpr double kBar = 97;
constexpr double kCasesBar = 98;

std::optional<platform::config::OpeningHours> hours_of(const Value& line) {
  const auto* given = line.find("hours");
  if (given && given->is_null()) return std::nullopt;
  ObjectBuilder days;
  for (const auto day : platform::config::kWeekdays) days.set(Value(day), given ? *given : Value("11:30-23:00"));
  std::vector<platform::config::HoursProblem> problems;
  return platform::config::parse_hours(days.build(), problems);
}

// "2026-11-26T10:00" on the wall of the zone.
Timestamp now_of(const Value& line, const Zone& zone) {
  const auto text = line["now"].is_text() ? line["now"].text() : std::string_view("2026-11-26T10:00");
  const auto date = Date::parse_iso(text.substr(0, 10));
  if (!date || text.size() != 16) throw std::runtime_error("No time: " + std::string(text));
  const int minute = std::stoi(std::string(text.substr(11, 2))) * 60 + std::stoi(std::string(text.substr(14, 2)));
  return zone.moments(WallTime::at(date->days(), minute)).first;
}

struct Read {
  std::vector<TimedEntity> all;
  const Entity* date() const { return told(all, EntityKind::date); }
  const Entity* time() const { return told(all, EntityKind::time); }
};

Read read(const Value& line, bool broken) {
  const auto zone = Zone::find(line["zone"].is_text() ? line["zone"].text() : "Europe/Rome");
  if (!zone) throw std::runtime_error("No zone: " + std::string(line["zone"].text()));
  const auto hours = hours_of(line);
  const auto* language = find_language(line["language"].is_text() ? line["language"].text() : "en");
  if (!language) throw std::runtime_error("No language: " + std::string(line["language"].text()));
  WhenAround around{now_of(line, *zone), broken ? Zone() : *zone, hours ? &*hours : nullptr};
  around.asked = Asked::date_and_time;
  if (line["day_first"].is_bool()) around.day_first = line["day_first"].boolean();
  Read result{read_when(heard_as(line["say"].text(), *language), around)};
  for (auto& timed : result.all) {
    auto& entity = timed.entity;
    if (!broken || !entity.doubt) continue;
    if (entity.value.is_null() && !entity.doubt->candidates.empty()) entity.value = entity.doubt->candidates[0];
    entity.doubt.reset();
  }
  return result;
}

std::string shown(const Read& read) {
  std::string out;
  for (const auto& timed : read.all) {
    out += (out.empty() ? "" : " ") + json::print(to_trace(timed.entity).without("begin").without("end"));
  }
  return out.empty() ? "nothing" : out;
}

bool is_asked(const Read& read) {
  bool doubtful = false;
  bool denied = false;
  for (const auto& timed : read.all) {
    const auto& entity = timed.entity;
    if (entity.kind != EntityKind::date && entity.kind != EntityKind::time) continue;
    doubtful = doubtful || (entity.standing == Standing::said && entity.doubt);
    denied = denied || entity.standing == Standing::denied;
  }
  return doubtful || (denied && !read.date() && !read.time());
}

Value certain(const Entity* entity) { return entity && entity->is_certain() ? entity->value : Value(); }

bool is_range(const Entity* entity, const Value& from, const Value& to) {
  return entity && entity->range && !entity->doubt && entity->range->from == from && entity->range->to == to;
}

struct Verdict {
  bool right = false;
  bool silent = false;  // a day was taken that was not meant
};

Verdict judged(const Value& line, const Read& read) {
  const auto* date = read.date();
  const auto* time = read.time();
  Verdict verdict;
  const auto said = certain(date);
  verdict.silent = !said.is_null() && said != line["date"] && !(line["ask"].boolean() && line["date"].is_null());
  if (line["ask"].boolean()) {
    verdict.right = is_asked(read) && !verdict.silent;
    // What is certain all the same.
    if (!line["date"].is_null()) verdict.right = verdict.right && said == line["date"];
    return verdict;
  }
  if (const auto& days = line["days"]; days.is_list()) {
    verdict.right = is_range(date, days[0], days[1]);
    return verdict;
  }
  const auto& between = line["between"];
  if (between.is_list()) {
    verdict.right = is_range(time, between[0], between[1]);
  } else if (line["after"].is_text()) {
    verdict.right = is_range(time, line["after"], Value());
  } else if (line["before"].is_text()) {
    verdict.right = is_range(time, Value(), line["before"]);
  } else {
    verdict.right = certain(time) == line["time"] && (time == nullptr) == line["time"].is_null();
  }
  verdict.right = verdict.right && said == line["date"] && (date == nullptr) == line["date"].is_null();
  return verdict;
}

struct Count {
  std::size_t right = 0;
  std::size_t total = 0;
  std::size_t silent = 0;

  double percent() const { return total == 0 ? 0 : 100.0 * static_cast<double>(right) / static_cast<double>(total); }
  Count& operator+=(const Count& other) {
    right += other.right, total += other.total, silent += other.silent;
    return *this;
  }
};

Count judge_file(const std::filesystem::path& file, bool broken) {
  Count count;
  for (const auto& text : judge::lines_of(file)) {
    const auto line = json::parse(text);
    const auto found = read(line, broken);
    const auto verdict = judged(line, found);
    ++count.total;
    count.right += verdict.right ? 1U : 0U;
    count.silent += verdict.silent ? 1U : 0U;
    if (!verdict.right && !broken)
      fmt::print("  {} {}\n    read: {}\n", verdict.silent ? "silently wrong:" : "miss:", text, shown(found));
  }
  fmt::print("  {}: {}/{}, {} silently wrong\n", file.filename().string(), count.right, count.total, count.silent);
  return count;
}

int say(std::string_view language, std::string_view message) {
  const auto line = Value::object({{"language", language}, {"say", message}});
  fmt::print("{}\n", shown(read(line, false)));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  bool broken = false;
  std::optional<std::filesystem::path> data;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--say" && i + 2 < argc) return say(argv[i + 1], argv[i + 2]);
    if (word == "--broken") broken = true;
    if (word == "--data" && i + 1 < argc) data = argv[++i];
  }
  Count all;
  for (const auto& file : judge::files_below(judge::expectations("dates"), ".jsonl")) all += judge_file(file, broken);
  Count cases;
  const auto corpora = data ? std::optional(data->string()) : support::corpus(".");
  const auto collected = std::filesystem::path(corpora.value_or("")) / "../cases/when.jsonl";
  if (corpora && std::filesystem::exists(collected)) cases = judge_file(collected, broken);
  const bool enough =
      all.percent() >= kBar && all.silent + cases.silent == 0 && (cases.total == 0 || cases.percent() >= kCasesBar);
  fmt::print("dates: {}/{} = {:.1f} %, cases {}/{}, silently wrong {} (bar {} %, cases {} %, 0)\n", all.right,
             all.total, all.percent(), cases.right, cases.total, all.silent + cases.silent, kBar, kCasesBar);
  return enough ? 0 : 1;
}
