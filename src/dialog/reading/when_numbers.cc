#include "dialog/reading/when_numbers.h"

#include <algorithm>

namespace frontdesk::dialog::reading {
namespace {

bool is_mark_at(const Heard& heard, std::uint32_t token) {
  return heard.words[heard.tokens[token].word].shape == Shape::mark;
}

bool is_clock_in_digits(const Heard& heard, std::uint32_t token, const Fields& says) {
  const auto& word = heard.words[heard.tokens[token].word];
  return word.shape == Shape::number && word.text.find_first_of(".:") != std::string::npos && says.has(Field::minute);
}

// Behind "no, make it", or whatever else leads to a value; not behind `end`.
std::uint32_t behind_leads(const Heard& heard, std::uint32_t at, std::uint32_t end) {
  constexpr List kLeads[] = {List::count_lead, List::contrast, List::correction, List::negation,
                             List::refusal,    List::courtesy, List::filler,     List::assent};
  for (bool is_lead = true; is_lead && at < end;) {
    is_lead = false;
    for (const auto list : kLeads) {
      const auto* phrase = heard.phrase(list, at);
      if (!phrase || phrase->end > end) continue;
      at = phrase->end, is_lead = true;
      break;
    }
    if (!is_lead && is_mark_at(heard, at)) ++at, is_lead = true;
  }
  return at;
}

}  // namespace

bool is_number_of_else(const Heard& heard, const Match& match) {
  return std::ranges::any_of(heard.phrases, [&](const PhraseAt& each) {
    return each.list == List::no_count && each.begin >= match.begin && each.begin < match.end && each.end > match.end;
  });
}

bool is_pronoun(const Heard& heard, const Match& match) {
  const bool is_written = heard.words[heard.tokens[match.begin].word].shape != Shape::number;
  return is_written && match.fields.get(Field::hour, 0) == 1 &&
         match.begin > heard.scope.clauses[heard.scope.clause_of[match.begin]].begin &&
         !heard.phrase(List::new_value, match.begin - 1);
}

bool is_of_us(const Heard& heard, std::uint32_t token) {
  return std::ranges::any_of(heard.phrases,
                             [&](const PhraseAt& each) { return each.list == List::we_are && each.end == token; });
}

bool is_clock_beside_more(const Heard& heard, const Match& match) {
  return is_clock_in_digits(heard, match.begin, match.fields) && heard.phrase(List::joins, match.end);
}

bool stands_alone_as_clock(const Heard& heard, std::uint32_t begin, std::uint32_t end, const Fields& says) {
  const auto& clause = heard.scope.clauses[heard.scope.clause_of[begin]];
  const auto first = behind_leads(heard, clause.begin, begin);
  const bool ends =
      end == clause.end || end >= heard.tokens.size() || is_mark_at(heard, end) || heard.phrase(List::joins, end);
  const bool is_part = first > clause.begin || end < clause.end || heard.scope.clauses.size() > 1;
  return first == begin && ends && is_part && is_clock_in_digits(heard, begin, says);
}

}  // namespace frontdesk::dialog::reading
