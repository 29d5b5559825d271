#include "platform/work/schedules.h"

#include <chrono>
#include <deque>
#include <map>

namespace frontdesk::platform::work::schedules {
namespace {

constexpr store::Sql kAll{"SELECT name, rule, next FROM schedules"};
constexpr store::Sql kKeep{
    "INSERT INTO schedules (name, rule, next) VALUES ($1, $2, $3) "
    "ON CONFLICT (name) DO UPDATE SET rule = excluded.rule, next = excluded.next"};

struct Row {
  std::string rule;
  Timestamp next;
};

std::map<std::string, Row> rows(store::Reader& reader) {
  std::map<std::string, Row> all;
  reader.each_row(kAll, [&](const store::Row& row) {
    all.emplace(row.text(0), Row{std::string(row.text(1)), Timestamp{row.integer(2)}});
  });
  return all;
}

std::string rule_of(const Schedule& schedule, const Zone& zone) {
  return fmt::format("{} {}", schedule.rule.text(), zone.name());
}

// Those that are due from `from` up to now, as many of the latest as count, and the one that comes next.
struct Due {
  std::deque<Timestamp> times;
  std::optional<Timestamp> next;
};

Due due_since(const Schedule& schedule, Timestamp from, Timestamp now, const Zone& zone) {
  const auto most = schedule.missed == Missed::once ? 1 : kMissedMax;
  // A clock that was put ten years forward makes a million due times of some rules: the latest are looked for from now.
  constexpr std::chrono::hours kSpans[] = {std::chrono::hours(1), std::chrono::days(2), std::chrono::days(40),
                                           std::chrono::days(400), std::chrono::days(366 * 400)};
  for (const auto span : kSpans) {
    const Timestamp start{now.ms - std::chrono::milliseconds(span).count()};
    const bool is_all = start <= from;
    Due due{.next = is_all ? std::optional(from) : schedule.rule.next(start, zone)};
    while (due.next && *due.next <= now) {
      due.times.push_back(*due.next);
      if (due.times.size() > most) due.times.pop_front();
      due.next = schedule.rule.next(*due.next, zone);
    }
    if (is_all || due.times.size() == most) return due;
  }
  return {.next = schedule.rule.next(now, zone)};
}

}  // namespace

bool is_of(const Schedule& schedule, const TenantId& place) {
  return schedule.where == Where::both || (schedule.where == Where::operator_) == place.is_operator();
}

void ask(Writing& writing, std::span<const Schedule> all, const TenantId& place, const Zone& zone, bool anew) {
  const auto known = rows(writing.sql);
  for (const auto& schedule : all) {
    if (!is_of(schedule, place)) continue;
    const auto row = known.find(schedule.name);
    const auto rule = rule_of(schedule, zone);
    const bool is_new = row == known.end() || row->second.rule != rule;
    auto from = is_new ? schedule.rule.next(writing.at, zone) : std::optional(row->second.next);
    // What was due already is known by its key, and is not asked for again.
    if (anew && from && *from > writing.at) from = schedule.rule.next(writing.at, zone);
    if (!from) continue;
    const auto due = due_since(schedule, *from, writing.at, zone);
    for (const auto time : due.times) {
      writing.ask({.kind = schedule.kind,
                   .key = fmt::format("{}/{}", schedule.name, time.ms),
                   .payload = Value::object({{"schedule", schedule.name}, {"due", to_iso(time)}}),
                   .due = {},
                   .lane = {}});
    }
    const bool is_moved = is_new || !due.times.empty() || !(*from == row->second.next);
    if (is_moved && due.next) writing.sql.run(kKeep, schedule.name, rule, due.next->ms);
  }
}

std::optional<Timestamp> next(store::Reader& reader, std::span<const Schedule> all, const TenantId& place) {
  std::optional<Timestamp> first;
  const auto known = rows(reader);
  for (const auto& schedule : all) {
    const auto row = known.find(schedule.name);
    if (!is_of(schedule, place) || row == known.end()) continue;
    if (!first || row->second.next < *first) first = row->second.next;
  }
  return first;
}

}  // namespace frontdesk::platform::work::schedules
