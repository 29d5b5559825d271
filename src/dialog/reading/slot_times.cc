// What a message says of dates and times, for the slots of a flow.
#include <algorithm>

#include "dialog/calendar.h"
#include "dialog/reading/elsewhere.h"
#include "dialog/reading/slot_reader.h"
#include "dialog/reading/when.h"

namespace frontdesk::dialog::reading {
namespace {

// "An hour later", "the same day": a date or a time by the one that stands.
const Entity* by_what_stands(const std::vector<TimedEntity>& timed, std::string_view unit, std::string_view same) {
  const auto found = std::ranges::find_if(timed, [&](const TimedEntity& each) {
    const auto& value = each.entity.value;
    const bool shifts = each.entity.kind == EntityKind::shift && value.contains(unit);
    const bool is_same = each.entity.kind == EntityKind::same && value.text() == same;
    return (shifts || is_same) && each.entity.standing == Standing::said;
  });
  return found == timed.end() ? nullptr : &found->entity;
}

const Entity* date_among(const std::vector<TimedEntity>& timed) {
  const auto* date = told(timed, EntityKind::date);
  return date ? date : by_what_stands(timed, "days", "date");
}

const Entity* time_among(const std::vector<TimedEntity>& timed) {
  for (const auto kind : {EntityKind::time, EntityKind::part}) {
    if (const auto* time = told(timed, kind)) return time;
  }
  return by_what_stands(timed, "minutes", "time");
}

}  // namespace

// The branch that the message names, else the one that is known: its clock and its hours count.
const Location* SlotReader::place() const {
  std::vector<std::string> all;
  all.reserve(around_.config.locations.size());
  for (const auto& location : around_.config.locations) all.push_back(location.id);
  const auto* slot = slot_for("location");
  for (const auto& choice : read_choices(heard_, trade_->locations, all, slot && is_asked(*slot))) {
    if (choice.standing == Standing::said && !choice.is_any && choice.ids.size() == 1)
      return around_.config.location(choice.ids.front());
  }
  return around_.location;
}

std::vector<TimedEntity> SlotReader::heard_times() const {
  const auto* at = place();
  WhenAround around{around_.now, trade_->zone(at), trade_->hours(at), trade_->parts};
  around.about = around_.about;
  around.changed = around_.changed;
  around.offered = around_.offered;
  around.day_first = trade_->day_first(at);
  around.has_counts = std::ranges::find(flow_.slots, "number", &Slot::type) != flow_.slots.end();
  if (asked_ && asked_->type == "date") around.asked = Asked::date;
  if (asked_ && asked_->type == "time") around.asked = Asked::time;
  auto timed = read_when(heard_.heard, around);
  std::erase_if(timed, [&](const TimedEntity& each) { return leads_a_count(each) || is_of_who_comes(each); });
  return timed;
}

void SlotReader::take_times() {
  const auto timed = heard_times();
  for (const auto* const type : {"date", "time"}) give_two_times(type, timed);
  if (asked_) give_time(*asked_, timed);
  for (const auto& slot : flow_.slots) give_time(slot, timed);
  take_parts(timed);
  for (const auto& each : timed) {
    if (!each.entity.bare && !may_be_a_count(each)) heard_.take(each.entity.span);
  }
}

// A time that only a bare number tells counts where it was asked for.
void SlotReader::give_time(const Slot& slot, const std::vector<TimedEntity>& timed) {
  if (is_filled(slot) || (slot.type != "date" && slot.type != "time")) return;
  if (is_of_the_other(slot)) return;
  const auto* best = slot.type == "date" ? date_among(timed) : time_among(timed);
  if (!best || best->standing != Standing::said || heard_.is_taken(best->span)) return;
  if (best->bare && !is_asked(slot)) return;
  put_time(slot, *best);
  if (best->bare) heard_.take(best->span);
  if (best->kind == EntityKind::time) ask_by_which_clock(found_.back(), timed);
}

// "Tuesday afternoon" tells the day, and of a list of parts of the day which one.
void SlotReader::take_parts(const std::vector<TimedEntity>& timed) {
  const auto* part = told(timed, EntityKind::part);
  if (!part) return;
  for (const auto& slot : flow_.slots) {
    if (slot.type != "choice" || is_filled(slot)) continue;
    if (std::ranges::find(slot.of, part->value.text()) != slot.of.end()) put(slot, part->span, part->value);
  }
}

// "4 or 5" may be hours; where a number was asked for, it is one.
bool SlotReader::may_be_a_count(const TimedEntity& timed) const {
  if (!asked_ || asked_->type != "number" || timed.entity.kind != EntityKind::time) return false;
  for (auto at = timed.begin; at < timed.end; ++at) {
    const auto number = heard_.number_at(at);
    if (number) at = number->end - 1;
    const bool joins = heard_.phrase_at(List::until, at) || heard_.phrase_at(List::between, at) ||
                       heard_.phrase_at(List::joins, at) || heard_.is_mark(at, "-");
    if (!number && !joins) return false;
  }
  return true;
}

// "We'd be ten": a phrase that leads a count is no time, however it is written.
bool SlotReader::leads_a_count(const TimedEntity& timed) const {
  return timed.end == timed.begin + 1 && heard_.phrase_at(List::count_lead, timed.begin) > timed.end;
}

// "7, my mother comes too" and "about 20 people" count people, whatever was asked for.
bool SlotReader::is_of_who_comes(const TimedEntity& timed) const {
  const auto counts = [&](const Slot& slot) { return slot.type == "number" && trade_->counts_people(slot); };
  if (!std::ranges::any_of(flow_.slots, counts)) return false;
  return (timed.entity.bare && heard_.has(List::comes_too)) || counts_those_behind(timed) || is_of_one_of_them(timed);
}

// "Uno da 4": the words that lead a time lead a count behind "one".
bool SlotReader::is_of_one_of_them(const TimedEntity& timed) const {
  const bool is_number = timed.end > timed.begin && heard_.number_at(timed.end - 1).has_value();
  return is_number && timed.entity.kind == EntityKind::time &&
         std::ranges::any_of(heard_.heard.phrases, [&](const PhraseAt& phrase) {
           return phrase.list == List::one_of_them && phrase.begin < timed.begin && phrase.end > timed.begin &&
                  phrase.end < timed.end;
         });
}

// A number alone, with people right behind it.
bool SlotReader::counts_those_behind(const TimedEntity& timed) const {
  constexpr List kPeople[] = {List::people, List::persons, List::of_us};
  if (timed.entity.kind != EntityKind::time || timed.begin >= timed.end) return false;
  const auto number = heard_.number_at(timed.end - 1);
  if (!number || number->end != timed.end) return false;
  for (auto at = timed.begin; at + 1 < timed.end; ++at) {
    if (heard_.number_at(at)) return false;  // "at 7 30 people" is no hour and a count
  }
  return std::ranges::any_of(kPeople, [&](List list) { return heard_.phrase_at(list, timed.end) != 0; });
}

void SlotReader::put_time(const Slot& slot, const Entity& entity) {
  SlotFinding finding{&slot, entity.value, entity.doubt, entity.range};
  finding.is_relative = entity.kind == EntityKind::shift;
  finding.is_about = entity.approx;
  finding.is_same = entity.kind == EntityKind::same;
  finding.span = entity.span;
  if (finding.is_same) finding.value = {};
  if (entity.kind == EntityKind::part) {
    finding.value = {};
    finding.doubt = Doubt{Why::vague, {}};
  }
  found_.push_back(std::move(finding));
}

// A time by the clock of another place is never taken for one of the clock here.
void SlotReader::ask_by_which_clock(SlotFinding& finding, const std::vector<TimedEntity>& timed) const {
  const auto clock = clock_elsewhere(heard_, heard_.token_at(finding.span.end), trade_->locations);
  if (!clock) return;
  const auto here = trade_->zone(place());
  const auto* date = told(timed, EntityKind::date);
  const auto day =
      date && date->is_certain() ? Date::parse_iso(date->value.text())->days() : here.wall(around_.now).days();
  const auto said = finding.doubt ? finding.value_though_closed().value_or(Value()) : finding.value;
  const auto minute = parse_clock(said.text());
  Doubt doubt{Why::elsewhere, {}};
  if (clock->zone && minute) {
    const auto moment = clock->zone->moments(WallTime::at(day, *minute)).first;
    const auto wall = here.wall(moment);
    const auto shown = clock_text(wall.minute_of_day());
    if (Value(shown) == said) return;
    doubt.candidates = {said, clock->place, shown};
    if (wall.days() != day) doubt.candidates.emplace_back(Date::from_days(wall.days()).iso());
  }
  finding.value = {};
  finding.range.reset();
  finding.doubt = std::move(doubt);
}

}  // namespace frontdesk::dialog::reading
