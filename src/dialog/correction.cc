#include "dialog/correction.h"

#include <algorithm>

#include "dialog/calendar.h"
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

// Beside a value they say that it is to be so.
constexpr List kSmall[] = {List::common, List::question, List::suggests, List::correction, List::courtesy, List::assent,
                           List::filler, List::also,     List::made_so,  List::as_well,    List::contrast, List::move};

bool is_all_of(const reading::Span& span, const reading::Hearing& heard) {
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    const auto& token = heard.tokens[at];
    const bool is_idle = !token.number && (!heard.is_word(at) || std::ranges::any_of(kSmall, [&](List list) {
      return heard.heard.has(list, at, at + 1);
    }));
    if (!is_idle && (token.span.begin < span.begin || token.span.end > span.end)) return false;
  }
  return heard.count() > 0;
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

// Several small words behind a refusal are rather a sentence ("no hay problema") than a name.
bool may_be_name(std::string_view rest) {
  const auto words = reading::words_of(rest);
  return words.size() == 1 || std::ranges::any_of(words, &reading::Word::capital);
}

}  // namespace

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

Value bare_change(const Flow& flow, const Value& known, std::string_view message, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return Value::object();
  const reading::Hearing heard(message, *language);
  if (auto moved = in_another_month(flow, known, heard, around); moved.size() > 0) return moved;
  const auto change = bare_value(flow, message, around);
  const auto is_known = [&](const auto& member) { return !known[member.key()].is_null(); };
  return std::ranges::all_of(change.members(), is_known) ? change : Value::object();
}

Value bare_value(const Flow& flow, std::string_view message, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return Value::object();
  const reading::Hearing heard(message, *language);
  auto told = Value::object();
  std::size_t may_be = 0;
  for (const auto& slot : flow.slots) {
    if (slot.type != "date" && slot.type != "time" && slot.type != "number") continue;
    for (const auto& found : read_message(flow, &slot, message, around)) {
      if (found.slot != &slot || !is_all_of(found.span, heard)) continue;
      ++may_be;
      if (found.is_certain()) told = told.with(slot.name, found.value);
    }
  }
  return may_be == 1 ? told : Value::object();
}

}  // namespace frontdesk::dialog
