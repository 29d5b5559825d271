#include "dialog/reading/slot_reader.h"

#include <algorithm>

#include "base/text.h"
#include "dialog/calendar.h"
#include "dialog/consent.h"
#include "dialog/reading/contacts.h"
#include "dialog/reading/elsewhere.h"
#include "dialog/reading/money.h"
#include "dialog/reading/names.h"
#include "dialog/reading/phones.h"
#include "dialog/reading/when.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr std::size_t kCandidatesMax = 6;  // more are no choice, but a list

Doubt which(const std::vector<std::string>& ids) {
  Doubt doubt;
  for (const auto& id : ids) {
    if (doubt.candidates.size() < kCandidatesMax) doubt.candidates.emplace_back(id);
  }
  return doubt;
}

}  // namespace

SlotReader::SlotReader(const Flow& flow, const Slot* asked, std::string_view message, const Surroundings& around,
                       const Language& language, bool shared)
    : flow_(flow),
      asked_(asked),
      around_(around),
      shared_(shared),
      trade_(trade_of(around.config)),
      heard_(message, language) {}

// What can be nothing else goes first; then what was asked for; then the rest, by how much its words say.
std::vector<SlotFinding> SlotReader::run() {
  take_contacts();
  take_money();
  take_codes(!asked_ || asked_->type != "code");
  take_names();
  if (asked_) take_list(*asked_);
  take_times();
  take_lists();
  take_numbers();
  take_same();
  take_yes_no();
  take_text();
  std::ranges::sort(found_, {}, [](const SlotFinding& each) { return each.slot; });
  return std::move(found_);
}

const Slot* SlotReader::slot_for(std::string_view type) const {
  if (asked_ && asked_->type == type) return asked_;
  const auto found = std::ranges::find(flow_.slots, type, &Slot::type);
  return found == flow_.slots.end() ? nullptr : &*found;
}

bool SlotReader::is_filled(const Slot& slot) const {
  return std::ranges::find(found_, &slot, &SlotFinding::slot) != found_.end();
}

bool SlotReader::is_free(const Slot& slot, const Span& span) const {
  if (!heard_.is_taken(span)) return true;
  return shared_ && std::ranges::any_of(found_, [&](const SlotFinding& found) {
           return found.span == span && found.slot->type == slot.type;
         });
}

void SlotReader::put(const Slot& slot, Span span, Value value) {
  SlotFinding finding;
  finding.slot = &slot;
  finding.value = std::move(value);
  finding.span = span;
  heard_.take(span);
  found_.push_back(std::move(finding));
}

void SlotReader::take_contacts() {
  const bool asks_email = asked_ && asked_->type == "email";
  for (const auto& email : read_emails(heard_, asks_email)) {
    const auto* slot = slot_for("email");
    slot && !is_filled(*slot) ? put(*slot, email.span, email.text) : heard_.take(email.span);
  }
  take_lettered_codes();
  const bool has_digits = std::ranges::count_if(heard_.message, [](char c) { return c >= '0' && c <= '9'; }) >= 6;
  if (has_digits) {
    const bool asks_code = asked_ && asked_->type == "code";
    for (const auto& phone : find_phones(heard_.message, trade_->region())) {
      const Span span{phone.begin, phone.end};
      if (heard_.is_taken(span) || (asks_code && !phone.is_valid && !phone.number.starts_with('+'))) continue;
      const auto* slot = slot_for("phone");
      slot && !is_filled(*slot) ? put(*slot, span, phone.number) : heard_.take(span);
    }
  }
  const auto* slot = slot_for("address");
  if (!slot) return;
  for (const auto& address : read_addresses(heard_, is_asked(*slot))) {
    if (!is_filled(*slot)) put(*slot, address.span, address.text);
  }
}

// A code whose letters were said is no telephone number, however many digits it has.
void SlotReader::take_lettered_codes() {
  for (const auto& slot : flow_.slots) {
    const auto* pattern = slot.type == "code" ? trade_->code(slot) : nullptr;
    if (!pattern || is_filled(slot)) continue;
    for (const auto& code : pattern->read(heard_, false)) {
      const auto bytes = heard_.bytes(code.span);
      const bool lettered =
          std::ranges::any_of(bytes, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
      const bool has_digit = std::ranges::any_of(bytes, [](char c) { return c >= '0' && c <= '9'; });
      if (!lettered || !has_digit || !is_free(slot, code.span)) continue;
      put(slot, code.span, code.code);
      break;
    }
  }
}

void SlotReader::take_codes(bool whole_only) {
  const auto take = [&](const Slot& slot) {
    const auto* pattern = slot.type == "code" ? trade_->code(slot) : nullptr;
    std::optional<CodePattern> own;
    if (slot.type == "code" && !pattern) pattern = &own.emplace(slot.pattern.value_or("[A-Za-z0-9-]{3,}"));
    if (!pattern || is_filled(slot)) return;
    for (auto& code : pattern->read(heard_, is_asked(slot))) {
      if (!is_free(slot, code.span) || (!code.is_whole && !is_asked(slot)) || is_of_another(slot, code)) continue;
      return put(slot, code.span, code.code);
    }
  };
  if (asked_ && !whole_only) take(*asked_);
  for (const auto& slot : flow_.slots) take(slot);
}

// "Order 1042" is no booking's code, and digits beside other digits ("555 2211") are no code by themselves.
bool SlotReader::is_of_another(const Slot& slot, const Code& code) const {
  const auto bytes = heard_.bytes(code.span);
  if (!std::ranges::all_of(bytes, [](char c) { return c >= '0' && c <= '9'; })) return false;
  const auto begin = heard_.token_at(code.span.begin);
  const auto end = heard_.token_at(code.span.end);
  const auto is_long = [&](std::uint32_t at) { return heard_.tokens[at].number && heard_.tokens[at].text.size() > 2; };
  if ((begin > 0 && is_long(begin - 1)) || (end < heard_.count() && is_long(end))) return true;
  auto at = begin;
  while (at > 0 && heard_.is_mark(at - 1, "#:.")) --at;
  if (const auto sign = heard_.phrase_before(List::number_sign, at)) at = *sign;
  while (const auto small = heard_.phrase_before(List::common, at)) at = *small;  // "my order [is] 1042"
  return at > 0 && trade_->is_of_another_code(heard_.tokens[at - 1].text, slot);
}

void SlotReader::take_names() {
  const auto* slot = slot_for("name");
  const bool asked = slot && is_asked(*slot);
  for (const auto& name : read_names(heard_, asked, trade_->ordinary)) {
    if (name.standing != Standing::said) continue;
    slot && !is_filled(*slot) ? put(*slot, name.span, name.name) : heard_.take(name.span);
  }
}

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

// A time that only a bare number tells counts where it was asked for.
void SlotReader::take_times() {
  const auto* at = place();
  WhenAround around{around_.now, trade_->zone(at), trade_->hours(at), trade_->parts};
  around.day_first = trade_->day_first(at);
  around.has_counts = std::ranges::find(flow_.slots, "number", &Slot::type) != flow_.slots.end();
  if (asked_ && asked_->type == "date") around.asked = Asked::date;
  if (asked_ && asked_->type == "time") around.asked = Asked::time;
  auto timed = read_when(heard_.heard, around);
  std::erase_if(timed, [&](const TimedEntity& each) { return leads_a_count(each) || is_of_who_comes(each); });
  const auto give = [&](const Slot& slot) {
    if (is_filled(slot) || (slot.type != "date" && slot.type != "time")) return;
    const bool is_date = slot.type == "date";
    const Entity* best = told(timed, is_date ? EntityKind::date : EntityKind::time);
    if (!best && !is_date) best = told(timed, EntityKind::part);
    for (const auto& each : timed) {
      const bool shifts =
          each.entity.kind == EntityKind::shift && each.entity.value.contains(is_date ? "days" : "minutes");
      const bool is_same =
          each.entity.kind == EntityKind::same && each.entity.value.text() == (is_date ? "date" : "time");
      if (!best && (shifts || is_same) && each.entity.standing == Standing::said) best = &each.entity;
    }
    if (!best || best->standing != Standing::said || heard_.is_taken(best->span)) return;
    if (best->bare && !is_asked(slot)) return;
    put_time(slot, *best);
    if (best->kind == EntityKind::time) ask_by_which_clock(found_.back(), timed);
  };
  if (asked_) give(*asked_);
  for (const auto& slot : flow_.slots) give(slot);
  for (const auto& each : timed) {
    if (!each.entity.bare && !may_be_a_count(each)) heard_.take(each.entity.span);
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

// "7, my mother comes too" counts people, whatever was asked for.
bool SlotReader::is_of_who_comes(const TimedEntity& timed) const {
  const auto counts = [&](const Slot& slot) { return slot.type == "number" && trade_->counts_people(slot); };
  return timed.entity.bare && heard_.has(List::comes_too) && std::ranges::any_of(flow_.slots, counts);
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
  const auto clock = clock_elsewhere(heard_, heard_.token_at(finding.span.end));
  if (!clock) return;
  const auto here = trade_->zone(place());
  const auto* date = told(timed, EntityKind::date);
  const auto day =
      date && date->is_certain() ? Date::parse_iso(date->value.text())->days() : here.wall(around_.now).days();
  const auto minute = finding.doubt ? std::nullopt : parse_clock(finding.value.text());
  Doubt doubt{Why::elsewhere, {}};
  if (clock->zone && minute) {
    const auto moment = clock->zone->moments(WallTime::at(day, *minute)).first;
    const auto shown = clock_text(here.wall(moment).minute_of_day());
    if (Value(shown) == finding.value) return;
    doubt.candidates = {finding.value, clock->place, shown};
  }
  finding.value = {};
  finding.range.reset();
  finding.doubt = std::move(doubt);
}

void SlotReader::take_money() {
  for (const auto& money : read_money(heard_, trade_->region())) {
    const auto* slot = slot_for("money");
    const auto value = Value::object({{"amount", money.amount()}, {"currency", money.currency}});
    slot && !is_filled(*slot) ? put(*slot, money.span, value) : heard_.take(money.span);
  }
}

bool SlotReader::fits(const Quantity& quantity, const Slot& slot) const {
  if (quantity.standing != Standing::said) return false;
  const bool is_of_who_comes = heard_.has(List::comes_too) && trade_->counts_people(slot);
  if (!is_asked(slot) && !quantity.is_told && !is_of_who_comes) return false;
  if (slot.counts.empty()) return true;
  if (!quantity.of.empty() && std::ranges::any_of(slot.counts, [&](const std::string& list) {
        return text::equal_ignoring_case(list, quantity.of);
      }))
    return true;
  if (quantity.of_people) return trade_->counts_people(slot);
  return quantity.of.empty();
}

void SlotReader::take_numbers() {
  const bool has_number = std::ranges::find(flow_.slots, "number", &Slot::type) != flow_.slots.end() ||
                          (asked_ && asked_->type == "number");
  if (!has_number) return;
  auto quantities = read_quantities(heard_, trade_->counted);
  const auto give = [&](const Slot& slot) {
    if (slot.type != "number" || is_filled(slot)) return;
    std::vector<Quantity> mine;
    for (const auto& each : quantities) {
      if (fits(each, slot)) mine.push_back(each);
    }
    if (mine.empty()) return;
    put_number(slot, mine);
    if (shared_) return;
    const auto& span = found_.back().span;
    std::erase_if(quantities, [&](const Quantity& each) { return each.span.overlaps(span); });
  };
  if (asked_) give(*asked_);
  for (const auto& slot : flow_.slots) give(slot);
  // "for too": it sounds like a number, and may be one.
  if (!asked_ || asked_->type != "number" || is_filled(*asked_)) return;
  for (std::uint32_t at = 0; at < heard_.count(); ++at) {
    const auto number = heard_.said_by("sounds_like", at);
    if (!number || heard_.count() > at + 2 || at > 2) continue;
    put(*asked_, heard_.span(at, number->end), {});
    found_.back().doubt = Doubt{Why::which, {Value(number->value)}};
    return;
  }
}

void SlotReader::put_number(const Slot& slot, std::vector<Quantity> quantities) {
  // All of them, where that was said; else what was told to be a count; kinds of people that were told apart add up.
  const auto whole = std::ranges::find_if(quantities, [](const Quantity& each) { return each.is_whole; });
  auto best = whole != quantities.end() ? *whole : quantities.front();
  if (whole == quantities.end() && quantities.size() > 1) {
    const auto told = std::ranges::find_if(quantities, &Quantity::is_told);
    if (told != quantities.end()) best = *told;
    const bool kinds = std::ranges::all_of(quantities, [](const Quantity& each) {
      return each.of_people && !each.is_relative && !each.from && !each.is_vague;
    });
    for (std::size_t i = 1; kinds && i < quantities.size(); ++i) best.value += quantities[i].value;
  }
  put(slot, best.span, best.value);
  auto& finding = found_.back();
  finding.is_relative = best.is_relative;
  finding.is_about = best.is_approximate;
  finding.is_out_of_range =
      !best.is_relative && ((slot.min && best.value < *slot.min) || (slot.max && best.value > *slot.max));
  if (best.is_vague) {
    finding.value = {};
    finding.is_out_of_range = false;
    finding.doubt = Doubt{Why::vague, {}};
  }
  if (!best.from && !best.to) return;
  finding.value = {};
  finding.is_out_of_range = false;
  finding.range = Range{best.from ? Value(*best.from) : Value(), best.to ? Value(*best.to) : Value()};
  finding.doubt = Doubt{Why::which, {}};
  for (auto value = best.from.value_or(0); best.from && best.to && value <= *best.to; ++value) {
    if (finding.doubt->candidates.size() < kCandidatesMax) finding.doubt->candidates.emplace_back(value);
  }
}

// Where the words of one list are a part of another's ("small" of "too small"), the longer ones have them.
void SlotReader::take_lists() {
  std::vector<std::pair<const Slot*, Choice>> all;
  for (const auto& slot : flow_.slots) {
    for (const auto& choice : choices_for(slot)) all.emplace_back(&slot, choice);
  }
  const auto size = [](const auto& each) { return each.second.span.end - each.second.span.begin; };
  std::ranges::stable_sort(all, std::greater(), size);
  for (const auto& [slot, choice] : all) {
    if (!is_filled(*slot) && is_free(*slot, choice.span)) put_choice(*slot, choice);
  }
}

void SlotReader::take_list(const Slot& slot) {
  for (const auto& choice : choices_for(slot)) put_choice(slot, choice);
}

std::vector<Choice> SlotReader::choices_for(const Slot& slot) const {
  if (is_filled(slot) || (slot.type != "choice" && slot.type != "location")) return {};
  std::vector<std::string> all = slot.of;
  if (slot.type == "location") {
    all.clear();
    for (const auto& location : around_.config.locations) all.push_back(location.id);
  }
  Terms own;
  const auto* terms = slot.type == "location" ? &trade_->locations : trade_->choices(slot);
  if (!terms) {
    for (const auto& choice : slot.of) own.add(choice, choice);
    terms = &own;
  }
  return read_choices(heard_, *terms, all, is_asked(slot));
}

void SlotReader::put_choice(const Slot& slot, const Choice& choice) {
  if (choice.is_any && slot.any) return put(slot, choice.span, *slot.any);
  const bool is_said = choice.standing == Standing::said;
  put(slot, choice.span, choice.ids.size() == 1 && is_said ? Value(choice.ids.front()) : Value());
  if (choice.ids.size() > 1 || !is_said) found_.back().doubt = which(choice.ids);
}

// "The same branch, as many of us": what is known already.
void SlotReader::take_same() {
  constexpr std::pair<std::string_view, List> kSame[] = {
      {"location", List::same_place}, {"number", List::same_count}, {"name", List::same_name}};
  for (const auto& [type, list] : kSame) {
    const auto phrase = std::ranges::find(heard_.heard.phrases, list, &PhraseAt::list);
    const auto* slot = phrase == heard_.heard.phrases.end() ? nullptr : slot_for(type);
    if (!slot || is_filled(*slot) || heard_.scope.of(phrase->begin, phrase->end) != Standing::said) continue;
    put(*slot, heard_.span(phrase->begin, phrase->end), {});
    found_.back().is_same = true;
  }
}

void SlotReader::take_yes_no() {
  const auto* slot = slot_for("yes_no");
  if (!slot || is_filled(*slot) || !is_asked(*slot)) return;
  const auto answer = read_answer(heard_.message);
  if (answer != Answer::yes && answer != Answer::no) return;
  put(*slot, {0, static_cast<std::uint32_t>(heard_.message.size())}, answer == Answer::yes);
}

void SlotReader::take_text() {
  if (!asked_ || asked_->type != "text" || is_filled(*asked_)) return;
  const auto trimmed = text::trim(heard_.message);
  if (!trimmed.empty()) put(*asked_, {0, static_cast<std::uint32_t>(heard_.message.size())}, trimmed);
}

}  // namespace frontdesk::dialog::reading
