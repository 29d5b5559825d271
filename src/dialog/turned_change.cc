#include "dialog/turned_change.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "dialog/calendar.h"
#include "dialog/reading/heard.h"
#include "dialog/reading/hearing.h"

namespace frontdesk::dialog {
namespace {

using reading::List;

constexpr int kNearMinutes = 180;         // a time that is rather meant is near the one that stands …
constexpr std::int64_t kNearNumbers = 2;  // … and so is a number

bool is_whole_message(const reading::Span& span, const reading::Hearing& heard) {
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    const auto& token = heard.tokens[at];
    const bool is_mark = !token.number && !heard.is_word(at);
    if (!is_mark && (token.span.begin < span.begin || token.span.end > span.end)) return false;
  }
  return heard.count() > 0;
}

// The values that the whole of a message may be, of the slots that are known.
Value all_that_it_may_be(const Flow& flow, const Value& known, std::string_view message, const Surroundings& around,
                         const reading::Language& language) {
  const reading::Hearing heard(message, language);
  auto values = Value::object();
  for (const auto& slot : flow.slots) {
    if (slot.type != "date" && slot.type != "time" && slot.type != "number") continue;
    for (const auto& found : read_message(flow, &slot, message, around)) {
      const bool may_be = found.slot == &slot && !found.is_relative && is_whole_message(found.span, heard);
      const auto value = found.is_certain() ? std::optional(found.value) : found.value_though_closed();
      if (may_be && value && !known[slot.name].is_null()) values = values.with(slot.name, *value);
    }
  }
  return values;
}

bool is_near(const Value& one, const Value& other) {
  if (one.type() == Value::Type::integer) return std::abs(one.integer() - other.integer()) <= kNearNumbers;
  const auto from = parse_clock(one.text()), to = parse_clock(other.text());
  return from && to && std::abs(*from - *to) <= kNearMinutes;
}

// Behind the last word that turns to something else; "" where there is none.
std::string_view behind_turn(std::string_view message, const reading::Language& language) {
  const auto heard = reading::heard_as(message, language);
  std::uint32_t behind = 0;
  for (const auto& phrase : heard.phrases) {
    if (phrase.list == List::correction || phrase.list == List::contrast) behind = std::max(behind, phrase.end);
  }
  const auto is_mark = [&](std::uint32_t at) {
    return std::ispunct(static_cast<unsigned char>(heard.tokens[at].text[0])) != 0;
  };
  while (behind > 0 && behind < heard.tokens.size() && is_mark(behind)) ++behind;
  return behind > 0 && behind < heard.tokens.size() ? message.substr(heard.tokens[behind].span.begin)
                                                    : std::string_view();
}

}  // namespace

Value turned_change(const Flow& flow, const Value& known, std::string_view message, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  const auto rest = language ? behind_turn(message, *language) : std::string_view();
  if (rest.empty()) return Value::object();
  const auto may_be = all_that_it_may_be(flow, known, rest, around, *language);
  if (may_be.size() < 2) return may_be;
  auto near = Value::object();
  for (const auto& each : may_be.members()) {
    if (is_near(known[each.key()], each.value)) near = near.with(each.key(), each.value);
  }
  return near.size() == 1 ? near : Value::object();
}

}  // namespace frontdesk::dialog
