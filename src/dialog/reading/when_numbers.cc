#include "dialog/reading/when_numbers.h"

#include <algorithm>

namespace frontdesk::dialog::reading {

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

}  // namespace frontdesk::dialog::reading
