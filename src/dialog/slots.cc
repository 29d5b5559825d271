#include "dialog/slots.h"

#include <algorithm>
#include <cmath>

#include "dialog/calendar.h"
#include "dialog/reading/names.h"
#include "dialog/reading/slot_reader.h"
#include "dialog/reading/spoken.h"

namespace frontdesk::dialog {
namespace {

// A part of a message is in the language of the whole.
const reading::Language& language_heard_in(std::string_view message, const Surroundings& around) {
  const auto* heard = reading::find_language(around.heard_in);
  return heard ? *heard
               : *reading::spoken_in(reading::words_of(message), around.config.languages, around.language).language;
}

// What the readers of sentences would read as something else, or not at all.
bool has_form(const Slot& slot, const Value& value, const Surroundings& around) {
  if (slot.type == "time") return parse_clock(value.text()).has_value();
  if (slot.type == "location") return around.config.location(value.text()) != nullptr;
  if (slot.type == "choice") return std::ranges::find(slot.of, value.text()) != slot.of.end();
  if (slot.type == "choices") return value.is_list() && value.size() > 0;
  if (slot.type == "yes_no") return value.is_bool();
  if (slot.type == "number" && value.type() == Value::Type::integer)
    return (!slot.min || value.integer() >= *slot.min) && (!slot.max || value.integer() <= *slot.max);
  return false;
}

std::string words_of(const Value& value) {
  if (value.is_text()) return std::string(value.text());
  if (value.type() == Value::Type::integer) return std::to_string(value.integer());
  if (value.type() == Value::Type::real && value.number() == std::trunc(value.number()))
    return fmt::format("{:.0f}", value.number());
  return {};
}

// What can be taken as it is.
std::optional<Value> value_of(const SlotFinding& finding) {
  if (finding.is_certain()) return finding.value;
  return finding.is_relative || finding.range ? std::nullopt : finding.value_though_closed();
}

}  // namespace

const Location* location_of(const DialogConfig& config, const Value& state) {
  const auto* flow = config.flow(state["flow"].text());
  for (const auto& member : state["slots"].members()) {
    const auto* slot = flow ? flow->slot(member.key()) : nullptr;
    const auto* place = slot && slot->type == "location" ? config.location(member.value.text()) : nullptr;
    if (place) return place;
  }
  for (const auto& result : state["vars"].members()) {
    if (const auto* place = config.location(result.value["location"].text())) return place;
  }
  return nullptr;
}

std::optional<Date> date_spoken_of(const DialogConfig& config, const Value& state) {
  const auto* flow = config.flow(state["flow"].text());
  for (const auto& member : state["slots"].members()) {
    const auto* slot = flow ? flow->slot(member.key()) : nullptr;
    if (slot && slot->type == "date" && member.value.is_text()) return Date::parse_iso(member.value.text());
  }
  for (const auto& result : state["vars"].members()) {
    if (const auto date = Date::parse_iso(result.value["date"].text())) return date;
  }
  return std::nullopt;
}

std::vector<Date> dates_offered(const DialogConfig& config, const Value& state) {
  std::vector<Date> dates;
  const auto add = [&](const Value& value) {
    if (const auto date = Date::parse_iso(value.text())) dates.push_back(*date);
  };
  for (const auto& choice : state["doubts"][state["asked"].text()]["choices"].items()) add(choice);
  if (!dates.empty()) return dates;
  for (const auto& wish : state["then"].items()) {
    if (wish["whole"].boolean()) add(wish["words"]);
  }
  const auto open = dates.empty() ? std::nullopt : date_spoken_of(config, state);
  if (open) dates.insert(dates.begin(), *open);
  return dates;
}

const Location* place_out_of_reach(const Flow& flow, std::string_view message, const Surroundings& around) {
  using reading::List;
  if (std::ranges::find(flow.slots, "location", &Slot::type) != flow.slots.end()) return nullptr;
  const reading::Hearing heard(message, language_heard_in(message, around));
  const bool turns = heard.has(List::instead_of) || heard.has(List::contrast);  // "Old Town instead of Harbor"
  if (!turns && (!heard.has(List::move) || !heard.has(List::new_value))) return nullptr;
  const auto trade = reading::trade_of(around.config);
  for (const auto& named : trade->locations.find(heard)) {
    const auto before = heard.phrase_before(List::determiner, named.begin).value_or(named.begin);
    const bool is_moved = heard.scope.clauses[heard.scope.clause_of[named.begin]].moves;
    const bool is_said = heard.scope.of(named.begin, named.end) == reading::Standing::said;
    if (turns && is_said) return around.config.location(trade->locations.id(named.term));
    if (is_moved && is_said && heard.phrase_before(List::new_value, before))
      return around.config.location(trade->locations.id(named.term));
  }
  return nullptr;
}

std::optional<Value> SlotFinding::value_though_closed() const {
  if (!doubt || doubt->why != reading::Why::closed) return std::nullopt;
  if (!value.is_null()) return value;
  return doubt->candidates.size() == 1 ? std::optional(doubt->candidates.front()) : std::nullopt;
}

std::vector<SlotFinding> read_message(const Flow& flow, const Slot* asked, std::string_view message,
                                      const Surroundings& around) {
  return reading::SlotReader(flow, asked, message, around, language_heard_in(message, around)).run();
}

std::vector<SlotFinding> read_for_all(const Flow& form, std::string_view message, const Surroundings& around) {
  return reading::SlotReader(form, nullptr, message, around, language_heard_in(message, around), true).run();
}

std::optional<Value> read_slot(const Slot& slot, std::string_view sentence, bool asked, const Surroundings& around) {
  Flow flow;
  flow.slots.push_back(slot);
  const auto found = read_message(flow, asked ? &flow.slots.front() : nullptr, sentence, around);
  return found.empty() ? std::nullopt : value_of(found.front());
}

std::optional<std::string> introduced_name(std::string_view message, const Surroundings& around) {
  const reading::Hearing heard(message, language_heard_in(message, around));
  const auto trade = reading::trade_of(around.config);
  reading::NamesAround about;
  about.ordinary = &trade->ordinary;
  for (auto& name : reading::read_names(heard, about)) {
    if (name.standing == reading::Standing::said) return std::move(name.name);
  }
  return std::nullopt;
}

std::optional<std::string> place_named(std::string_view message, const Surroundings& around) {
  Slot slot;
  slot.name = slot.type = "location";
  const auto place = read_slot(slot, message, false, around);
  return place ? std::optional(std::string(place->text())) : std::nullopt;
}

Value read_slots(const Flow& flow, const Value& known, std::string_view sentence, const Surroundings& around) {
  Value found = Value::object();
  for (const auto& each : read_message(flow, nullptr, sentence, around)) {
    const auto value = value_of(each);
    if (known[each.slot->name].is_null() && value) found = found.with(each.slot->name, *value);
  }
  return found;
}

Value read_given(const Flow& flow, const Value& given, const Surroundings& around) {
  Value read = Value::object();
  for (const auto& slot : flow.slots) {
    const auto& value = given[slot.name];
    if (has_form(slot, value, around)) {
      read = read.with(slot.name, value);
    } else if (auto found = read_slot(slot, words_of(value), true, around)) {
      read = read.with(slot.name, std::move(*found));
    }
  }
  // "tomorrow at 8" for a date tells the time too; what somebody is called tells nothing else, be it "Mo".
  for (const auto& slot : flow.slots) {
    constexpr std::string_view kOfPeople[] = {"name", "phone", "email", "code"};
    const bool is_of_people = std::ranges::find(kOfPeople, slot.type) != std::end(kOfPeople);
    if (given[slot.name].is_text() && !is_of_people)
      read = read_slots(flow, read, given[slot.name].text(), around).merged(read);
  }
  return read;
}

}  // namespace frontdesk::dialog
