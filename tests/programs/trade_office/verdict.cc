#include "verdict.h"

#include <algorithm>

#include "base/json.h"
#include "guest.h"
#include "office.h"

namespace frontdesk::trade {
namespace {

// One entry a record: how it was before the conversation, how it is now.
std::vector<Done> in_all(const std::vector<Done>& writes) {
  std::vector<Done> records;
  for (const auto& write : writes) {
    const auto known = std::ranges::find_if(
        records, [&](const Done& done) { return done.kind == write.kind && done.code == write.code; });
    if (known == records.end()) {
      records.push_back(write);
    } else {
      known->after = write.after;
    }
  }
  std::erase_if(records, [](const Done& done) { return done.before == done.after; });
  return records;
}

// Names are compared whole here: half a name is not what the guest gave.
bool is_same(std::string_view field, const Value& wanted, const Value& got) {
  return same_to_a_clerk(field, wanted, got) && (field != "name" || same_to_a_clerk(field, got, wanted));
}

bool is_as_wanted(const Value& wanted, const Done& done) {
  return std::ranges::all_of(wanted.members(), [&](const Member& member) {
    const auto field = member.key();
    return field == "record" || field == "code" || is_same(field, member.value, done.after[field]);
  });
}

bool is_new_as_wanted(const Value& wanted, const Done& done) {
  return done.before.is_null() && wanted["record"].text() == done.kind && is_as_wanted(wanted, done);
}

bool is_change_as_wanted(const Value& wanted, const Done& done) {
  if (done.before.is_null() || wanted["code"].text() != done.code || !is_as_wanted(wanted, done)) return false;
  return std::ranges::all_of(done.after.members(), [&](const Member& member) {
    return wanted.contains(member.key()) || done.before[member.key()] == member.value;
  });
}

struct Books {
  std::vector<Done> unwanted;
  std::vector<Value> missing;
};

Books compare(const Goal& goal, const std::vector<Done>& writes) {
  Books books;
  auto fresh = goal.fresh;
  auto changed = goal.changed;
  for (const auto& done : in_all(writes)) {
    const auto made = std::ranges::find_if(fresh, [&](const Value& wanted) { return is_new_as_wanted(wanted, done); });
    const auto moved =
        std::ranges::find_if(changed, [&](const Value& wanted) { return is_change_as_wanted(wanted, done); });
    if (made != fresh.end()) {
      fresh.erase(made);
    } else if (moved != changed.end()) {
      changed.erase(moved);
    } else {
      books.unwanted.push_back(done);
    }
  }
  books.missing = std::move(fresh);
  books.missing.insert(books.missing.end(), changed.begin(), changed.end());
  return books;
}

bool is_among(const std::vector<std::string>& queues, const std::string& queue) {
  return std::ranges::find(queues, queue) != queues.end();
}

std::string wrong_write(const Done& done) {
  return fmt::format("it wrote {} {}: {}", done.kind, done.code, json::print(done.after));
}

// What keeps the goal from being reached, "" where nothing does.
std::string obstacle(const Goal& goal, const End& end, const Books& books) {
  if (!books.unwanted.empty()) return wrong_write(books.unwanted.front());
  if (is_among(goal.or_person, end.queue)) return "";
  if (!books.missing.empty()) return "it did not write " + json::print(books.missing.front());
  if (!goal.person.empty() && !is_among(goal.person, end.queue))
    return fmt::format("the people of {} should have it, not {}", goal.person.front(),
                       end.queue.empty() ? "the bot" : end.queue);
  if (goal.person.empty() && !end.queue.empty()) return "it fetched people of " + end.queue;
  if (!hears_all(goal, end.said)) return "it did not say what was to be heard";
  if (goal.left && !end.has_left) return "it did not let the guest go";
  if (goal.no_form && end.opened_with_form) return "it answered with a form";
  return "";
}

}  // namespace

Judgement judge(const Goal& goal, const End& end) {
  const auto books = compare(goal, end.writes);
  auto why = obstacle(goal, end, books);
  return {why.empty(), !books.unwanted.empty(), std::move(why)};
}

}  // namespace frontdesk::trade
