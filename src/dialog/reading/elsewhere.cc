#include "dialog/reading/elsewhere.h"

#include <algorithm>

namespace frontdesk::dialog::reading {
namespace {

// The ids of the terms are the places' numbers.
const Terms& places() {
  static const Terms all = [] {
    Terms terms;
    const auto& known = Zone::places();
    for (std::size_t i = 0; i < known.size(); ++i) terms.add(std::to_string(i), known[i].name);
    return terms;
  }();
  return all;
}

struct PlaceAt {
  const Zone::Place* place;
  std::uint32_t end;
};

// Of several zones of one name the first counts; they are links to each other.
std::optional<PlaceAt> place_at(const Hearing& heard, std::uint32_t at) {
  if (at >= heard.count() || !heard.is_word(at)) return std::nullopt;
  const auto found = places().at(heard, at);
  if (found.empty()) return std::nullopt;
  const auto index = static_cast<std::size_t>(std::stoul(places().id(found.front().term)));
  return PlaceAt{&Zone::places()[index], found.front().end};
}

bool is_written_in_capitals(const Hearing& heard, std::uint32_t at) {
  return std::ranges::none_of(heard.bytes(heard.tokens[at].span), [](char c) { return c >= 'a' && c <= 'z'; });
}

ClockElsewhere clock_at(const Zone::Place& place) { return {place.zone, place.name}; }

// "8pm CET", "Tokyo time", "hora de Tokyo".
std::optional<ClockElsewhere> named_clock(const Hearing& heard, std::uint32_t behind) {
  const auto sign = place_at(heard, behind);
  if (sign && sign->place->is_sign && is_written_in_capitals(heard, behind)) return clock_at(*sign->place);
  const bool may_name = heard.has(List::clock_behind) || heard.has(List::clock_before);
  for (std::uint32_t at = 0; may_name && at < heard.count(); ++at) {
    const auto found = place_at(heard, at);
    if (!found || found->place->is_sign) continue;
    if (heard.phrase_at(List::clock_behind, found->end) != 0 || heard.phrase_before(List::clock_before, at))
      return clock_at(*found->place);
  }
  return std::nullopt;
}

// "8pm Smithville time", "a las 8, hora de Villanueva": written as a name right behind the time, and no place of the
// business.
bool names_unknown_clock(const Hearing& heard, std::uint32_t behind, const Terms& ours) {
  if (heard.is_mark(behind, ",")) ++behind;
  const auto is_name = [&](std::uint32_t at) {
    return at < heard.count() && heard.is_word(at) && heard.words[heard.tokens[at].word].capital &&
           !heard.is_known(at) && ours.at(heard, at).empty();
  };
  if (const auto before = heard.phrase_at(List::clock_before, behind)) return is_name(before);
  auto end = behind;
  while (is_name(end)) ++end;
  return end > behind && heard.phrase_at(List::clock_behind, end) != 0;
}

}  // namespace

std::optional<ClockElsewhere> clock_elsewhere(const Hearing& heard, std::uint32_t behind, const Terms& ours) {
  if (auto named = named_clock(heard, behind)) return named;
  if (names_unknown_clock(heard, behind, ours)) return ClockElsewhere{};
  if (!heard.has(List::own_clock)) return std::nullopt;
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    const auto found = place_at(heard, at);
    const bool is_name = found && heard.words[heard.tokens[at].word].capital && !heard.is_known(at);
    if (is_name && !found->place->is_sign) return clock_at(*found->place);
  }
  return ClockElsewhere{};
}

}  // namespace frontdesk::dialog::reading
