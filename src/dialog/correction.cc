#include "dialog/correction.h"

#include <algorithm>

#include "dialog/bare_number.h"
#include "dialog/calendar.h"
#include "dialog/looks.h"
#include "dialog/question.h"
#include "dialog/reading/heard.h"
#include "dialog/reading/hearing.h"

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

}  // namespace

SlotsTold corrected(const Flow& flow, SlotsTold told, const Value& state, std::string_view message,
                    const Surroundings& around) {
  const auto slots = or_empty(state["slots"]);
  if (const auto bare = bare_number(flow, message, around); is_loose(told, bare)) {
    if (auto meant = meant_by(bare, slots, state["latest"]); meant.size() > 0) return {std::move(meant), {}};
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
  return told;
}

Value bare_value(const Flow& flow, std::string_view message, const Surroundings& around) {
  auto all = bare_number(flow, message, around);
  const bool is_one = all.size() == 1 && !all.members().begin()->value.is_list();
  return is_one ? all : Value::object();
}

}  // namespace frontdesk::dialog
