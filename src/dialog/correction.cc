#include "dialog/correction.h"

#include <algorithm>

#include "dialog/reading/heard.h"

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

}  // namespace frontdesk::dialog
