#include "dialog/other_place.h"

#include <algorithm>

#include "dialog/reading/hearing.h"
#include "dialog/reading/trade.h"

namespace frontdesk::dialog {
namespace {

using reading::Hearing;
using reading::List;

// Right behind the denial, but for what leads to a place: "I can't come to Harbor" denies no place.
bool is_denied(const Hearing& heard, std::uint32_t begin) {
  while (begin > 0) {
    auto before = heard.phrase_before(List::place_before, begin);
    if (!before) before = heard.phrase_before(List::determiner, begin);
    if (!before) break;
    begin = *before;
  }
  const auto denial = heard.phrase_before(List::negation, begin);
  return denial && heard.phrase_at(List::denies_no_wish, *denial) == 0;
}

bool names_as_denied(const Hearing& heard, std::string_view place, const Surroundings& around) {
  const auto trade = reading::trade_of(around.config);
  return std::ranges::any_of(trade->locations.find(heard), [&](const reading::TermAt& each) {
    return trade->locations.id(each.term) == place && is_denied(heard, each.begin);
  });
}

// "The other one", "in the other branch", "what about the other place", and not "the other day" or "my other booking".
bool points_at_other(const Hearing& heard) {
  for (std::uint32_t at = 1; at < heard.count(); ++at) {
    const auto end = heard.phrase_at(List::other, at);
    if (end == 0 || !heard.phrase_before(List::determiner, at)) continue;
    const auto number = end < heard.count() ? heard.number_at(end) : std::nullopt;
    const auto one = number && number->value == 1 && !number->in_digits ? number->end : end;
    const auto behind = heard.behind(List::of_place, one);
    if (behind >= heard.count() || !heard.is_word(behind) || heard.phrase_at(List::courtesy, behind) != 0) return true;
  }
  return false;
}

}  // namespace

SlotsTold other_place(const Flow& flow, std::string_view message, const Value& known, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return {};
  const Hearing heard(message, *language);
  if (!heard.has(List::negation) && !heard.has(List::other)) return {};
  // Of two places the one that is denied; which of them "the other one" is for, nobody can tell.
  const bool has_one = std::ranges::count(flow.slots, "location", &Slot::type) == 1;
  const auto slot = std::ranges::find_if(flow.slots, [&](const Slot& each) {
    if (each.type != "location" || !known[each.name].is_text()) return false;
    return names_as_denied(heard, known[each.name].text(), around) || (has_one && points_at_other(heard));
  });
  if (slot == flow.slots.end()) return {};
  const auto place = known[slot->name].text();
  std::vector<Value> others;
  for (const auto& each : around.config.locations) {
    if (each.id != place) others.emplace_back(each.id);
  }
  SlotsTold told;
  if (others.size() == 1) told.values = Value::object({{slot->name, others.front()}});
  if (others.size() > 1)
    told.doubts = Value::object({{slot->name, Value::object({{"choices", Value::list(std::move(others))}})}});
  return told;
}

}  // namespace frontdesk::dialog
