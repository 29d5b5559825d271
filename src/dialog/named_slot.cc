#include "dialog/named_slot.h"

#include <algorithm>
#include <utility>

#include "dialog/consent.h"
#include "dialog/reading/heard.h"

namespace frontdesk::dialog {
namespace {

using reading::List;

constexpr std::pair<List, std::string_view> kTypes[] = {{List::of_day, "date"},
                                                        {List::of_time, "time"},
                                                        {List::of_count, "number"},
                                                        {List::of_name, "name"},
                                                        {List::of_place, "location"}};

}  // namespace

const Slot* slot_named(const Flow& flow, std::string_view message, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language || !told_slots(flow, message, around).is_empty()) return nullptr;
  const auto heard = reading::heard_as(message, *language);
  const Slot* named = nullptr;
  for (const auto& [list, type] : kTypes) {
    const auto slot = heard.has(list) ? std::ranges::find(flow.slots, type, &Slot::type) : flow.slots.end();
    if (slot == flow.slots.end()) continue;
    if (named) return nullptr;
    named = &*slot;
  }
  return named;
}

const Slot* slot_to_change(const Flow& flow, const Value& known, std::string_view message, const Surroundings& around) {
  constexpr List kTurning[] = {List::move, List::is_wrong, List::correction, List::refusal};
  const auto* slot = slot_named(flow, message, around);
  if (!slot || known[slot->name].is_null()) return nullptr;
  const auto* language = reading::find_language(around.language_heard());
  const auto heard = reading::heard_as(message, *language);
  const bool turns = std::ranges::any_of(kTurning, [&](List list) { return heard.has(list); });
  const bool asks = message.ends_with('?') && !asks_for_a_change(message);
  return turns && !asks ? slot : nullptr;
}

}  // namespace frontdesk::dialog
