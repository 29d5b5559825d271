// What a message says of the two places, days or times of a flow: each of them once, and of the one that is named.
#include <algorithm>

#include "dialog/reading/sides.h"
#include "dialog/reading/slot_reader.h"
#include "dialog/reading/when.h"

namespace frontdesk::dialog::reading {
namespace {

// The slot of each mention: the one that is named; else the one that was asked for; else the first that is left.
void fill_up(std::vector<const Slot*>& slots, const std::vector<const Slot*>& both, const Slot* asked) {
  const auto is_left = [&](const Slot* slot) { return std::ranges::find(slots, slot) == slots.end(); };
  for (auto& slot : slots) {
    if (slot) continue;
    if (asked && is_left(asked)) {
      slot = asked;
    } else if (const auto left = std::ranges::find_if(both, is_left); left != both.end()) {
      slot = *left;
    }
  }
}

// A day, or one end of a range of them.
struct Told {
  Sides::Mention mention;
  Entity entity;
};

Entity one_end(const Entity& range, const Value& value) {
  auto entity = range;
  entity.value = value;
  entity.range.reset();
  return entity;
}

}  // namespace

bool SlotReader::is_one_of_two(const Slot& slot) const {
  if (shared_ || (slot.type != "location" && slot.type != "date" && slot.type != "time")) return false;
  return std::ranges::count(flow_.slots, slot.type, &Slot::type) == 2 &&
         std::ranges::any_of(flow_.slots, [&](const Slot& each) { return &each == &slot; });
}

// Where something was told of the other one of two, nothing is left for this one.
bool SlotReader::is_of_the_other(const Slot& slot) const {
  return is_one_of_two(slot) &&
         std::ranges::any_of(found_, [&](const SlotFinding& found) { return found.slot->type == slot.type; });
}

void SlotReader::take_two_places() {
  std::vector<const Slot*> both;
  for (const auto& slot : flow_.slots) {
    if (slot.type == "location" && is_one_of_two(slot)) both.push_back(&slot);
  }
  if (both.empty()) return;
  std::vector<Choice> named;
  std::vector<Sides::Mention> mentions;
  for (const auto& each : trade_->locations.find(heard_)) {
    const auto span = heard_.span(each.begin, each.end);
    const auto& id = trade_->locations.id(each.term);
    if (!named.empty() && named.back().span == span) {
      named.back().ids.push_back(id);
    } else if (heard_.scope.of(each.begin, each.begin + 1) == Standing::said && !heard_.is_taken(span)) {
      const bool is_alternative = !mentions.empty() && heard_.phrase_at(List::alternative, mentions.back().end) != 0 &&
                                  each.begin <= mentions.back().end + 2;
      if (is_alternative) {
        named.back().ids.push_back(id);
        mentions.back().end = each.end;
      } else {
        named.push_back({span, {id}});
        mentions.push_back({each.begin, each.end});
      }
    }
  }
  const auto* asked = asked_ && asked_->type == "location" ? asked_ : nullptr;
  auto slots = Sides(heard_, *both[0], *both[1], around_.config).of(mentions);
  fill_up(slots, both, asked);
  // Of two that are told for one the last counts.
  for (std::size_t i = slots.size(); i-- > 0;) {
    if (slots[i] && !is_filled(*slots[i])) put_choice(*slots[i], named[i]);
  }
}

void SlotReader::give_two_times(std::string_view type, const std::vector<TimedEntity>& timed) {
  std::vector<const Slot*> both;
  for (const auto& slot : flow_.slots) {
    if (slot.type == type && is_one_of_two(slot)) both.push_back(&slot);
  }
  if (both.empty()) return;
  const auto* asked = asked_ && asked_->type == type ? asked_ : nullptr;
  const auto kind = type == "date" ? EntityKind::date : EntityKind::time;
  std::vector<Told> all;
  for (const auto& each : timed) {
    const auto& entity = each.entity;
    const bool is_free = !heard_.is_taken(entity.span) && (!entity.bare || asked);
    if (entity.kind != kind || entity.standing != Standing::said || !is_free) continue;
    const Sides::Mention mention{each.begin, each.end};
    if (!entity.range || entity.doubt) {
      all.push_back({mention, entity});
      continue;
    }
    auto from = mention, to = mention;
    from.side = both[0], to.side = both[1];
    if (!entity.range->from.is_null()) all.push_back({from, one_end(entity, entity.range->from)});
    if (!entity.range->to.is_null()) all.push_back({to, one_end(entity, entity.range->to)});
  }
  std::vector<Sides::Mention> mentions;
  mentions.reserve(all.size());
  for (const auto& each : all) mentions.push_back(each.mention);
  auto slots = Sides(heard_, *both[0], *both[1], around_.config).of(mentions);
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {  // both ends of one range are both
    if (all[i].mention.begin == all[i + 1].mention.begin) slots[i] = both[0], slots[i + 1] = both[1];
  }
  fill_up(slots, both, asked);
  for (std::size_t i = slots.size(); i-- > 0;) {
    if (!slots[i] || is_filled(*slots[i])) continue;
    put_time(*slots[i], all[i].entity);
    if (kind == EntityKind::time) ask_by_which_clock(found_.back(), timed);
  }
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i] && all[i].entity.bare) heard_.take(all[i].entity.span);
  }
}

}  // namespace frontdesk::dialog::reading
