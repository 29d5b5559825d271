#include "script.h"

#include <set>

#include "base/error.h"

namespace frontdesk::trade {
namespace {

using Names = std::set<std::string_view>;

[[noreturn]] void refuse(std::string_view id, std::string_view what) {
  throw Error(Kind::invalid, "guests/script", fmt::format("The guest {}: {}", id, what));
}

void check_members(const Value& value, const Names& known, std::string_view id) {
  for (const auto& member : value.members()) {
    if (!known.contains(member.key())) refuse(id, fmt::format("\"{}\" is not known here.", member.key()));
  }
}

std::vector<std::string> texts_of(const Value& value) {
  if (value.is_null()) return {};
  if (!value.is_list()) return {std::string(value.text())};
  std::vector<std::string> texts;
  for (const auto& item : value.items()) texts.emplace_back(item.text());
  return texts;
}

std::vector<Value> items_of(const Value& value) { return {value.items().begin(), value.items().end()}; }

void check_moment(const Value& when, std::string_view id) {
  static const Names kWords = {"read_back", "refused", "not_understood", "answered"};
  check_members(when, {"asked", "refused", "message"}, id);
  if (!(when.is_object() && when.size() == 1) && !kWords.contains(when.text())) refuse(id, "a habit has no moment.");
}

Habit habit_of(const Value& value, std::string_view id) {
  check_members(value, {"when", "say", "wants", "says", "leaves"}, id);
  check_moment(value["when"], id);
  if (value["say"].text().empty()) refuse(id, "a habit says nothing.");
  return {value["when"], std::string(value["say"].text()), value["wants"], value["says"], value["leaves"].boolean()};
}

Wish wish_of(const Value& value, std::string_view id) {
  Wish wish{.opens = texts_of(value["opens"]), .wants = value["wants"], .yes = std::string(value["yes"].text())};
  for (const auto& [slot, wordings] : value["says"].members()) wish.says[std::string(slot.text())] = texts_of(wordings);
  for (const auto& [slot, wording] : value["corrects"].members())
    wish.corrects[std::string(slot.text())] = wording.text();
  for (const auto& habit : value["habits"].items()) wish.habits.push_back(habit_of(habit, id));
  for (const auto& [slot, wordings] : wish.says) {
    if (wordings.empty() || wordings.front().empty()) refuse(id, fmt::format("says nothing for \"{}\".", slot));
  }
  return wish;
}

Goal goal_of(const Value& value, std::string_view id) {
  check_members(value, {"new", "changed", "hears", "person", "or_person", "left", "no_form"}, id);
  Goal goal{.fresh = items_of(value["new"]),
            .changed = items_of(value["changed"]),
            .person = texts_of(value["person"]),
            .or_person = texts_of(value["or_person"]),
            .left = value["left"].boolean(),
            .no_form = value["no_form"].boolean()};
  for (const auto& item : value["hears"].items()) goal.hears.push_back(texts_of(item));
  for (const auto& record : goal.fresh) {
    if (record["record"].text().empty()) refuse(id, "a new record of its goal has no kind (record).");
  }
  for (const auto& record : goal.changed) {
    if (record["code"].text().empty()) refuse(id, "a changed record of its goal has no code.");
  }
  const bool is_empty = goal.fresh.empty() && goal.changed.empty() && goal.hears.empty() && goal.person.empty() &&
                        !goal.left && !goal.no_form;
  if (is_empty) refuse(id, "its goal names nothing.");
  return goal;
}

Script script_of(const Value& value, const std::string& trade) {
  const std::string id(value["id"].text());
  static const Names kWish = {"opens", "wants", "says", "corrects", "yes", "habits"};
  auto known = kWish;
  known.insert({"id", "about", "language", "goal", "shortest", "then"});
  check_members(value, known, id);
  if (!value["then"].is_null()) check_members(value["then"], kWish, id);
  Script script{.id = id,
                .trade = trade,
                .about = std::string(value["about"].text()),
                .wishes = {wish_of(value, id)},
                .goal = goal_of(value["goal"], id),
                .shortest = static_cast<int>(value["shortest"].integer())};
  if (value["language"].is_text()) script.language = value["language"].text();
  if (!value["then"].is_null()) script.wishes.push_back(wish_of(value["then"], id));
  if (id.empty() || script.wishes[0].opens.empty()) refuse(id, "it needs an id and an opening.");
  if (script.shortest < 1) refuse(id, "its shortest way is at least 1.");
  return script;
}

}  // namespace

std::vector<Script> read_scripts(const Value& file, const std::string& trade) {
  std::vector<Script> scripts;
  for (const auto& guest : file.items()) scripts.push_back(script_of(guest, trade));
  return scripts;
}

}  // namespace frontdesk::trade
