#include "dialog/told_in.h"

#include <algorithm>

#include "dialog/other_place.h"
#include "dialog/question.h"
#include "dialog/reading/heard.h"
#include "dialog/shift.h"

namespace frontdesk::dialog {
namespace {

Value looked_up(std::string_view name, const Value& vars) {
  const auto result =
      std::ranges::find_if(vars.members(), [&](const auto& each) { return !each.value[name].is_null(); });
  return result == vars.members().end() ? Value() : result->value[name];
}

// What a slot is known as: in the form, or in what was looked up and has a member of its name.
Value known_value(std::string_view name, const Value& slots, const Value& vars) {
  return slots[name].is_null() ? looked_up(name, vars) : slots[name];
}

// Of a range that lies beyond the bounds of its slot, the end that is nearest to them; else null.
Value out_of_range(const SlotFinding& found) {
  const auto& slot = *found.slot;
  if (slot.type != "number" || !found.range) return {};
  const auto& [from, to] = *found.range;
  if (slot.max && !from.is_null() && from.integer() > *slot.max) return from;
  return slot.min && !to.is_null() && to.integer() < *slot.min ? to : Value();
}

// What of a doubt the slot's bounds leave.
Value within_bounds(const Slot& slot, const Value& doubt) {
  if (!doubt.contains("choices")) return doubt;
  std::vector<Value> choices;
  for (const auto& choice : doubt["choices"].items()) {
    if (is_in_bounds(slot, choice)) choices.push_back(choice);
  }
  return doubt.with("choices", Value::list(std::move(choices)));
}

}  // namespace

Value added_to(const Value& before, std::string_view remark) {
  if (before.text().empty()) return remark;
  return before.text().find(remark) != std::string_view::npos ? before : fmt::format("{}; {}", before.text(), remark);
}

bool is_in_bounds(const Slot& slot, const Value& value) {
  if (slot.type != "number" || value.type() != Value::Type::integer) return true;
  return (!slot.min || value.integer() >= *slot.min) && (!slot.max || value.integer() <= *slot.max);
}

bool is_shift(const Value& value) { return value.is_object() && value.contains("shift"); }

SlotsTold told_in(const Flow& flow, const Slot* asked, std::string_view sentence, const Value& slots, const Value& vars,
                  const Surroundings& around) {
  SlotsTold told;
  const auto elsewhere = other_place(flow, sentence, slots, around);
  const bool is_unnoted = std::ranges::any_of(flow.slots, &Slot::remarks) &&
                          reading::says(sentence, around.language_heard(), reading::List::no_note);
  for (const auto& found : read_message(flow, asked, sentence, around)) {
    // "At the other one" and "en el otro" count nobody, and "en Harbor no" is not Harbor.
    const bool is_of_it = found.is_relative || found.value == Value(1) || found.value == slots[found.slot->name];
    if (!elsewhere.is_empty() && is_of_it) continue;
    if (found.is_same) {
      // Of something that is changed it is the one that it had.
      const auto known = looked_up(found.slot->name, vars);
      const auto& before = known.is_null() ? slots[found.slot->name] : known;  // as it stood before it was refused
      if (!before.is_null()) told.values = told.values.with(found.slot->name, before);
      continue;
    }
    auto value = found.doubt ? found.value_though_closed().value_or(Value()) : found.value;
    if (found.range) value = out_of_range(found);
    if (value.is_null()) {
      auto doubt = within_bounds(*found.slot, doubt_of(found));
      if (doubt["choices"].size() == 1) {
        told.values = told.values.with(found.slot->name, doubt["choices"][0]);
      } else if (!doubt.is_null()) {
        told.doubts = told.doubts.with(found.slot->name, std::move(doubt));
      }
      continue;
    }
    if (found.is_relative) {
      const auto base = known_value(found.slot->name, slots, vars);
      value = base.is_null() ? Value::object({{"shift", value}}) : shifted(base, value);
    }
    if (found.slot->remarks && is_unnoted) continue;
    if (found.slot->remarks && value.is_text()) value = added_to(slots[found.slot->name], value.text());
    if (!value.is_null()) told.values = told.values.with(found.slot->name, std::move(value));
  }
  for (const auto& slot : flow.slots) {
    if (is_unnoted && slot.remarks && !slots[slot.name].text().empty()) told.values = told.values.with(slot.name, "");
  }
  told.values = elsewhere.values.merged(told.values);
  told.doubts = elsewhere.doubts.merged(told.doubts);
  return told;
}

SlotsTold told_of_another(const Flow& flow, const Slot& asked, std::string_view sentence, const Value& slots,
                          const Value& vars, const Surroundings& around) {
  constexpr std::string_view kBare[] = {"number", "time", "date"};
  constexpr std::string_view kOfNoNumber[] = {"location", "choice", "yes_no"};
  if (std::ranges::find(kOfNoNumber, asked.type) == std::end(kOfNoNumber)) return {};
  const bool corrects = reading::says(sentence, around.language, reading::List::correction);
  SlotsTold told;
  std::size_t count = 0;
  for (const auto& slot : flow.slots) {
    const bool is_known = !slots[slot.name].is_null();
    if (std::ranges::find(kBare, slot.type) == std::end(kBare) || slot.optional || is_known != corrects) continue;
    if (corrects && slot.type == "date") continue;  // a bare number that puts something right is no day
    const auto all = told_in(flow, &slot, sentence, slots, vars, around);
    const auto& value = all.values[slot.name];
    const auto& doubt = all.doubts[slot.name];
    if (!value.is_null() && !is_shift(value) && is_in_bounds(slot, value)) {
      told.values = Value::object({{slot.name, value}}), ++count;
    } else if (doubt["choices"].size() > 0) {
      told.doubts = Value::object({{slot.name, doubt}}), ++count;
    }
  }
  return count == 1 ? told : SlotsTold();
}

bool changes_what_is_known(const SlotsTold& told, const Value& slots) {
  return std::ranges::any_of(told.values.members(),
                             [&](const auto& member) {
                               return !slots[member.key()].is_null() && !(slots[member.key()] == member.value);
                             }) ||
         std::ranges::any_of(told.doubts.members(), [&](const auto& member) { return slots.contains(member.key()); });
}

bool tells_nothing_new(const SlotsTold& told, const Slot& asked, const Value& state) {
  if (told.values.contains(asked.name) || told.doubts.size() > 0) return false;
  return std::ranges::all_of(told.values.members(),
                             [&](const auto& slot) { return state["slots"][slot.key()] == slot.value; });
}

}  // namespace frontdesk::dialog
