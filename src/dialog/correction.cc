#include "dialog/correction.h"

#include <algorithm>

#include "base/text.h"
#include "dialog/bare_number.h"
#include "dialog/calendar.h"
#include "dialog/looks.h"
#include "dialog/question.h"
#include "dialog/reading/heard.h"
#include "dialog/reading/hearing.h"
#include "dialog/told_in.h"

namespace frontdesk::dialog {
namespace {

using reading::List;

constexpr List kLeading[] = {List::refusal, List::correction, List::courtesy, List::assent};

// What stands behind the refusal with which a message begins, a sigh before it passed over; "" where there is none.
std::string_view behind_refusal(std::string_view message, const reading::Language& language) {
  const auto heard = reading::heard_as(message, language);
  const auto& tokens = heard.tokens;
  bool is_refused = false;
  for (std::uint32_t at = 0; at < tokens.size();) {
    const auto found = std::ranges::find_if(kLeading, [&](List list) { return heard.phrase(list, at) != nullptr; });
    if (found != std::end(kLeading)) {
      is_refused = is_refused || *found == List::refusal;
      at = heard.phrase(*found, at)->end;
    } else if (std::ispunct(static_cast<unsigned char>(tokens[at].text[0])) ||
               (at == 0 && tokens[at].text.size() <= 3)) {
      ++at;
    } else {
      return is_refused ? message.substr(tokens[at].span.begin) : std::string_view();
    }
  }
  return {};
}

// "Sorry, I meant January": the day stays.
Value in_another_month(const Flow& flow, const Value& known, const reading::Hearing& heard,
                       const Surroundings& around) {
  if (!heard.has(List::correction) && !heard.has(List::refusal)) return Value::object();
  std::optional<int> month;
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    const auto named = heard.said_by("month", at, reading::Field::month);
    if (heard.tokens[at].number || (named && month)) return Value::object();
    if (named) month = static_cast<int>(named->value);
  }
  for (const auto& slot : flow.slots) {
    auto day = slot.type == "date" ? Date::parse_iso(known[slot.name].text()) : std::nullopt;
    if (!day || !month || day->month == *month) continue;
    const auto today = Date::of(around.now);
    day->month = *month;
    day->year = today.year;
    if (*day < today) ++day->year;
    if (Date::exists(day->year, day->month, day->day)) return Value::object({{slot.name, day->iso()}});
  }
  return Value::object();
}

// Behind the last word that turns to something else; "" where there is none.
std::string_view behind_turn(std::string_view message, const reading::Hearing& heard) {
  std::uint32_t behind = 0;
  for (const auto& phrase : heard.heard.phrases) {
    if (phrase.list == List::correction || phrase.list == List::contrast) behind = std::max(behind, phrase.end);
  }
  while (behind > 0 && behind < heard.count() && !heard.tokens[behind].number && !heard.is_word(behind)) ++behind;
  return behind > 0 && behind < heard.count() ? message.substr(heard.tokens[behind].span.begin) : std::string_view();
}

// Several small words behind a refusal are rather a sentence ("no hay problema") than a name.
bool may_be_name(std::string_view rest) {
  const auto words = reading::words_of(rest);
  return words.size() == 1 || std::ranges::any_of(words, &reading::Word::capital);
}

// What is told and differs from what is known; else what is told behind a refusal.
Value corrected_slots(const Flow& flow, const Value& told, const Value& known, std::string_view message,
                      const Surroundings& around) {
  const auto differs = [&](const auto& member) { return !(known[member.key()] == member.value); };
  if (std::ranges::any_of(told.members(), differs)) return told;
  const auto* language = reading::find_language(around.language);
  const auto rest = language ? behind_refusal(message, *language) : std::string_view();
  if (rest.empty()) return told;
  Value corrected = Value::object();
  for (const auto& slot : flow.slots) {
    if (known[slot.name].is_null() || slot.type == "text") continue;
    if (slot.type == "name" && !may_be_name(rest)) continue;
    const auto value = read_slot(slot, rest, true, around);
    if (value && !(*value == known[slot.name])) corrected = corrected.with(slot.name, *value);
  }
  return corrected.size() == 1 ? told.merged(corrected) : told;
}

// What says a value and nothing else, where it is clear of which slot that is.
Value bare_change(const Flow& flow, const Value& known, const Value& latest, std::string_view message,
                  const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return Value::object();
  const reading::Hearing heard(message, *language);
  if (auto moved = in_another_month(flow, known, heard, around); moved.size() > 0) return moved;
  if (auto later = at_another_minute(flow, known, message, around); later.size() > 0) return later;
  if (auto change = meant_by(bare_number(flow, message, around), known, latest); change.size() > 0) return change;
  const auto rest = behind_turn(message, heard);
  return rest.empty() ? Value::object() : meant_by(bare_number(flow, rest, around), known, latest);
}

struct Replaced {
  std::string wanted;  // the message without what is not to be any more: "8 [instead of 7]"
  std::string old;     // "7"
};

Replaced replaced_in(std::string_view message, const Surroundings& around) {
  Replaced replaced{std::string(message), {}};
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return replaced;
  auto& rest = replaced.wanted;
  const reading::Hearing heard(message, *language);
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    const bool is_old = heard.scope.standing[at] == reading::Standing::old && heard.tokens[at].number;
    const auto behind = heard.phrase_at(List::instead_of, at);
    if (!is_old && behind == 0) continue;
    const auto span = heard.span(at, is_old ? at + 1 : behind);
    if (is_old) replaced.old += heard.bytes(span);
    std::fill(rest.begin() + span.begin, rest.begin() + span.end, ' ');
  }
  return replaced;
}

// Of what a number may be of: where what it replaces stands.
Value in_place_of(Value bare, const std::string& old, const Flow& flow, const Value& known,
                  const Surroundings& around) {
  const auto was = old.empty() ? Value::object() : bare_number(flow, old, around);
  auto there = Value::object();
  for (const auto& each : bare.members()) {
    const auto& values = was[each.key()];
    const bool stands = values.is_list() ? std::ranges::find(values.items(), known[each.key()]) != values.items().end()
                                         : !values.is_null() && values == known[each.key()];
    if (stands) there = there.with(each.key(), each.value);
  }
  return there.size() == 1 ? there : bare;
}

std::vector<std::string_view> sentences_in(std::string_view message) {
  std::vector<std::string_view> all;
  for (std::size_t begin = 0; begin < message.size();) {
    auto end = message.find_first_of("?!", begin);
    end = end == std::string_view::npos ? message.size() : end + 1;
    all.push_back(message.substr(begin, end - begin));
    begin = end;
  }
  return all;
}

// "Can we make it 8? My sister works till 7": what another sentence says of a time is no wish of its own.
SlotsTold without_bounds(SlotsTold told, std::string_view part, std::string_view message) {
  const auto doubts = told.doubts;
  for (const auto& doubt : doubts.members()) {
    const bool is_bound = doubt.value.contains("from") || doubt.value.contains("to");
    if (is_bound && part.size() < message.size()) told.doubts = told.doubts.without(doubt.key());
  }
  return told;
}

// "Exactly, but please a place out of the draught": what is asked for beside a yes, and tells the form nothing, goes to
// the slot that keeps what customers want beside it. {slot: value}, or empty.
Value asked_beside_yes(const Flow& flow, const Value& known, std::string_view message, const Surroundings& around) {
  const auto slot = std::ranges::find_if(flow.slots, &Slot::remarks);
  const auto* language = reading::find_language(around.language_heard());
  if (slot == flow.slots.end() || !language || message.find('?') != std::string_view::npos) return Value::object();
  const reading::Hearing heard(message, *language);
  auto at = heard.phrase_at(List::assent, 0);
  while (at != 0 && at < heard.count() && heard.is_mark(at, ",.;:-")) ++at;
  const auto turn = at != 0 && at < heard.count()
                        ? std::max(heard.phrase_at(List::contrast, at), heard.phrase_at(List::also, at))
                        : 0;
  const auto begin = turn != 0 && turn < heard.count() ? heard.phrase_at(List::courtesy, turn) : 0;
  if (begin == 0 || begin >= heard.count()) return Value::object();
  const auto wanted = text::trim(message.substr(heard.tokens[begin].span.begin));
  return Value::object({{slot->name, added_to(known[slot->name], wanted)}});
}

}  // namespace

SlotsTold corrected(const Flow& flow, SlotsTold told, const Value& state, std::string_view message,
                    const Surroundings& around) {
  const auto slots = or_empty(state["slots"]);
  const auto replaced = replaced_in(message, around);
  for (const auto& part : sentences_in(replaced.wanted)) {
    const auto bare = bare_number(flow, part, around);
    auto meant = is_loose(without_bounds(told, part, message), bare)
                     ? meant_by(in_place_of(bare, replaced.old, flow, slots, around), slots, state["latest"])
                     : Value::object();
    if (meant.size() > 0) return {std::move(meant), {}};
  }
  for (const auto& member : Value(told.doubts).members()) {
    if (allows(member.value, slots[member.key()]) || member.value.contains("why"))
      told.doubts = told.doubts.without(member.key());
  }
  told.values = corrected_slots(flow, told.values, slots, message, around);
  if (told.values.size() > 0) return told;
  const auto bare = bare_change(flow, slots, state["latest"], message, around);
  for (const auto& member : bare.members()) told.doubts = told.doubts.without(member.key());
  told.values = told.values.merged(bare);
  if (told.is_empty()) told.values = asked_beside_yes(flow, slots, message, around);
  return told;
}

Value bare_value(const Flow& flow, std::string_view message, const Surroundings& around) {
  auto all = bare_number(flow, message, around);
  const bool is_one = all.size() == 1 && !all.members().begin()->value.is_list();
  return is_one ? all : Value::object();
}

}  // namespace frontdesk::dialog
