#include "dialog/left_out.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "dialog/another.h"
#include "dialog/flow.h"
#include "dialog/reading/hearing.h"

namespace frontdesk::dialog {
namespace {

using reading::Hearing;
using reading::List;

constexpr List kNotWanted[] = {List::no_more, List::leave, List::negation, List::refusal};

// Beside the ordinal such a message has no more than a word or two for the thing: "forget the second booking".
constexpr std::uint32_t kOtherWordsMax = 2;

bool is_wanted_no_more(const Hearing& heard) {
  return std::ranges::any_of(kNotWanted, [&](List list) { return heard.has(list); });
}

// By its place among them.
std::optional<std::size_t> by_ordinal(const Hearing& heard, std::size_t waiting) {
  if (waiting == 0 || !is_wanted_no_more(heard)) return std::nullopt;
  std::optional<std::size_t> which;
  std::uint32_t others = 0;
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    if (const auto ordinal = heard.said_by("ordinal_word", at, reading::Field::day)) {
      if (which) return std::nullopt;
      which = static_cast<std::size_t>(ordinal->value) - 1;
      at = ordinal->end - 1;
    } else if (const auto last = heard.phrase_at(List::last_one, at)) {
      if (which) return std::nullopt;
      which = waiting;
      at = last - 1;
    } else if (heard.number_at(at)) {
      if (heard.tokens[at].number || heard.is_mark(at + 1, ":")) return std::nullopt;  // "one" may be the thing
    } else if (heard.is_word(at) && !heard.is_known(at)) {
      ++others;
    }
  }
  const bool is_one_of_them = which && *which <= waiting;
  return is_one_of_them && others <= kOtherWordsMax ? which : std::nullopt;
}

// What tells one record from another by a word or two, and cannot be taken for something else: in "the Harbor one" the
// one is no hour.
bool tells_apart(const SlotFinding& found) {
  constexpr std::string_view kTypes[] = {"location", "date", "code", "name"};
  return found.is_certain() && std::ranges::find(kTypes, found.slot->type) != std::end(kTypes);
}

// What is said of the one that is not wanted: the clause says so, and names it by no more than its values.
std::vector<SlotFinding> named_in(std::string_view message, const Hearing& heard, const Flow& flow,
                                  const Surroundings& around) {
  for (const auto& clause : heard.scope.clauses) {
    for (auto at = clause.begin; at < clause.end; ++at) {
      auto behind = std::max(heard.phrase_at(List::no_more, at), heard.phrase_at(List::leave, at));
      const auto denied = at == clause.begin ? heard.phrase_at(List::negation, at) : 0;
      if (denied != 0 && heard.phrase_at(List::determiner, denied) != 0) behind = std::max(behind, denied);
      if (behind == 0 || behind >= clause.end) continue;
      const auto span = heard.span(behind, clause.end);
      auto told = read_message(flow, nullptr, message.substr(span.begin, span.end - span.begin), around);
      std::erase_if(told, [](const SlotFinding& found) { return !tells_apart(found); });
      std::uint32_t others = 0;
      for (auto word = behind; word < clause.end; ++word) {
        const auto begin = heard.tokens[word].span.begin - span.begin, end = heard.tokens[word].span.end - span.begin;
        const bool is_told = std::ranges::any_of(
            told, [&](const SlotFinding& found) { return found.span.begin <= begin && end <= found.span.end; });
        others += heard.is_word(word) && !heard.is_known(word) && !is_told ? 1 : 0;
      }
      if (!told.empty() && others <= kOtherWordsMax) return told;
    }
  }
  return {};
}

bool is_named_by(const std::vector<SlotFinding>& named, const Value& slots) {
  return std::ranges::all_of(named, [&](const SlotFinding& found) { return slots[found.slot->name] == found.value; });
}

// By what it is known to be, where that is so of one of them alone.
std::optional<std::size_t> by_values(std::string_view message, const Hearing& heard, const Flow& flow,
                                     const Value& state, const Value& then, const Surroundings& around) {
  const auto named = named_in(message, heard, flow, around);
  if (named.empty()) return std::nullopt;
  std::optional<std::size_t> which;
  const auto take = [&](std::size_t at, const Value& slots) {
    if (!is_named_by(named, slots)) return true;
    if (which) return false;
    which = at;
    return true;
  };
  if (!take(0, state["slots"])) return std::nullopt;
  for (std::size_t i = 0; i < then.size(); ++i) {
    const auto* of = around.config.flow(then[i]["start"].text());
    if (!of) continue;
    const auto like = then[i]["like"].is_object() ? then[i]["like"] : state["slots"];
    const auto told =
        told_slots(*of, then[i]["words"].text(), around, Value::object({{"vars", Value::object({{"like", like}})}}));
    if (!take(i + 1, told.values)) return std::nullopt;
  }
  return which;
}

// Behind words that say nothing by themselves.
std::uint32_t behind_small_words(const Hearing& heard, std::uint32_t at, std::uint32_t end) {
  for (auto next = at; at < end; at = next) {
    next = heard.is_word(at) ? at : at + 1;
    for (const auto list : {List::filler, List::courtesy, List::thanks, List::greeting, List::assent, List::contrast,
                            List::correction, List::now})
      next = std::max(next, heard.phrase_at(list, at));
    if (next == at) break;
  }
  return at;
}

// "[Ok,] forget [the] TABLE [please, after all]", and "[den] TISCH [brauchen wir nicht]": no more than that.
bool gives_up(const Hearing& heard, std::uint32_t begin, std::uint32_t end, const Flow& flow,
              const Surroundings& around) {
  const auto thing = [&](std::uint32_t at) {
    return at < end && heard.is_word(at) && is_its_thing(heard.tokens[at].text, flow, around);
  };
  // "Forget the booking" is about the open one, also where only the flows for what was made call it so; "cancel the
  // booking" may be about another.
  const auto thing_of_any = [&](std::uint32_t at) {
    return at < end && heard.is_word(at) &&
           std::ranges::any_of(
               around.config.flows,
               [&](const Flow& each) { return takes_code(each) && is_its_thing(heard.tokens[at].text, each, around); });
  };
  const auto rest_says_nothing = [&](std::uint32_t at) {
    for (auto next = at; at < end; at = next) {
      next = behind_small_words(heard, at, end);
      for (const auto list : {List::leave, List::still_wanted, List::farewell, List::refusal})
        next = std::max(next, heard.phrase_at(list, at));
      if (next == at) return false;
    }
    return true;
  };
  auto at = behind_small_words(heard, begin, end);
  const auto none = heard.phrase_at(List::none_of, at);
  if (none != 0 && (thing(none) || thing_of_any(none))) return rest_says_nothing(none + 1);
  for (std::uint32_t lead = 0; lead <= 1 && at < end; ++lead, ++at) {  // "we don't need …"
    auto behind = std::max(heard.phrase_at(List::no_more, at), heard.phrase_at(List::none_of, at));
    if (behind == 0) continue;
    behind = heard.behind(List::determiner, behind);
    if (thing(behind) || (heard.phrase_at(List::undo, at) == 0 && thing_of_any(behind)))
      return rest_says_nothing(behind + 1);
  }
  const auto noun = heard.behind(List::determiner, behind_small_words(heard, begin, end));
  const auto behind = thing(noun) ? heard.phrase_at(List::no_more, noun + 1) : 0;
  return behind != 0 && rest_says_nothing(behind);
}

}  // namespace

std::optional<std::string> beside_leaving(std::string_view message, const Flow& flow, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return std::nullopt;
  const Hearing heard(message, *language);
  std::string rest(message);
  bool is_given_up = false;
  for (const auto& clause : heard.scope.clauses) {
    if (clause.question || clause.begin == clause.end || !gives_up(heard, clause.begin, clause.end, flow, around))
      continue;
    is_given_up = true;
    const auto span = heard.span(clause.begin, clause.end);
    std::fill(rest.begin() + span.begin, rest.begin() + span.end, ' ');
  }
  // "No table outside, but one inside": who tells something of the form goes on with it.
  if (!is_given_up || !told_slots(flow, rest, around).is_empty()) return std::nullopt;
  const auto first = rest.find_first_not_of(" ,.;:!-");
  return first == std::string::npos ? std::string() : std::string(text::trim(rest.substr(first)));
}

std::optional<std::size_t> left_out(std::string_view message, const Flow& flow, const Value& state, const Value& then,
                                    const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return std::nullopt;
  const Hearing heard(message, *language);
  if (const auto which = by_ordinal(heard, then.size())) return which;
  const auto which = by_values(message, heard, flow, state, then, around);
  // "Forget Friday, make it Saturday" changes the open one.
  const bool may_change = which && *which == 0 && (then.size() == 0 || !heard.has(List::determiner));
  return may_change && differences_to(state["slots"], message, flow, around) > 0 ? std::nullopt : which;
}

}  // namespace frontdesk::dialog
