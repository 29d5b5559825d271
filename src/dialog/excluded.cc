#include "dialog/excluded.h"

#include <algorithm>

#include "dialog/reading/heard.h"

namespace frontdesk::dialog {
namespace {

using reading::List;

std::vector<Value> choices_of(const Slot& slot, const Value& doubt, const Surroundings& around) {
  const auto half_understood = doubt["choices"].items();
  if (!half_understood.empty()) return {half_understood.begin(), half_understood.end()};
  std::vector<Value> all;
  if (slot.type == "choice") all.assign(slot.of.begin(), slot.of.end());
  if (slot.type == "location") {
    for (const auto& place : around.config.locations) all.emplace_back(place.id);
  }
  return all;
}

// A denial at the beginning denies what follows, and one at the end what stands before: "Harbor nicht". In between
// there is more to understand.
bool is_taken_out(const reading::Heard& heard) {
  constexpr List kBefore[] = {List::courtesy, List::correction, List::filler,
                              List::contrast, List::assent,     List::refusal};
  const auto is_mark = [&](std::uint32_t at) {
    return heard.tokens[at].text.size() == 1 && std::ispunct(static_cast<unsigned char>(heard.tokens[at].text[0]));
  };
  std::uint32_t first = 0, last = static_cast<std::uint32_t>(heard.tokens.size());
  while (last > 0 && is_mark(last - 1)) --last;
  const auto is_before = [&](std::uint32_t at) {
    return is_mark(at) || std::ranges::any_of(kBefore, [&](List list) { return heard.has(list, at, at + 1); });
  };
  const auto is_denial = [&](const reading::PhraseAt& each) {
    const bool denies = each.list == List::negation && !heard.has(List::unsure, each.begin, each.end);
    return denies || (each.list == List::refusal && each.begin > 0 && each.end == last);
  };
  const auto found = std::ranges::find_if(heard.phrases, is_denial);
  if (found == heard.phrases.end()) return false;
  const auto& denial = *found;
  const bool is_denied_twice = std::ranges::any_of(heard.phrases, [&](const reading::PhraseAt& each) {
    return is_denial(each) && (each.end <= denial.begin || each.begin >= denial.end);
  });
  if (is_denied_twice) return false;
  while (first < denial.begin && is_before(first)) ++first;
  return first == denial.begin || denial.end == last;
}

}  // namespace

SlotsTold left_of_choice(const Flow& flow, const Slot& asked, const Value& doubt, std::string_view message,
                         const Surroundings& around) {
  const auto language = around.language_heard();
  const auto* table = reading::find_language(language);
  auto choices = choices_of(asked, doubt, around);
  if (!table || choices.size() < 2 || !is_taken_out(reading::heard_as(message, *table))) return {};
  const auto rest = reading::without(message, language, List::negation).value_or(std::string(message));
  SlotsTold told;
  for (const auto& found : read_message(flow, &asked, rest, around)) {
    const bool is_of_asked = found.slot == &asked && found.is_certain();
    if (!is_of_asked || std::erase(choices, found.value) == 0) continue;
    if (choices.size() == 1) {
      told.values = told.values.with(asked.name, choices.front());
    } else {
      told.doubts = told.doubts.with(asked.name, Value::object({{"choices", Value::list(choices)}}));
    }
  }
  return told;
}

}  // namespace frontdesk::dialog
