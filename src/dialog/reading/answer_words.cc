#include "dialog/reading/answer_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/unicode.h"
#include "dialog/reading/language.h"

namespace frontdesk::dialog::reading {
namespace {

AnswerGrammar::Phrases folded(const std::vector<std::string>& list) {
  AnswerGrammar::Phrases set;
  for (const auto& phrase : list) set.insert(unicode::folded(phrase));
  return set;
}

bool begins_with_picture(std::string_view phrase) {
  std::size_t at = 0;
  const auto first = phrase.empty() ? U'a' : unicode::next(phrase, at);
  return !unicode::is_letter(first) && !unicode::is_digit(first);
}

bool is_yes(Part part) { return part == Part::yes || part == Part::mild_yes; }
bool is_no(Part part) { return part == Part::no || part == Part::not_yet; }

}  // namespace

AnswerGrammar::AnswerGrammar(const std::vector<Source>& sources) {
  for (const auto& [language, words] : sources) {
    add(words->yes, Part::yes, language);
    add(words->mild_yes, Part::mild_yes, language);
    add(words->no, Part::no, language);
    add(words->courtesy, Part::courtesy, language);
    add(words->farewell, Part::farewell, language);
    add(words->not_yet, Part::not_yet, language);
    irony.merge(folded(words->irony));
    thanks.merge(folded(words->thanks));
    asks.merge(folded(words->asks));
    links.merge(folded(words->links));
    refuses.merge(folded(words->refuses));
    changes.merge(folded(words->changes));
    beside_change.merge(folded(words->beside_change));
    for (const auto& [form, whole] : words->short_forms) short_forms.emplace(form, unicode::folded(whole));
    for (const auto& [ending, whole] : words->endings) endings.emplace(ending, unicode::folded(whole));
    own.push_back({std::string(language), folded(words->leaves), folded(words->announces), folded(words->goes_along),
                   folded(words->suggests), folded(words->may_suggest), folded(words->alters), folded(words->subjects),
                   folded(words->between), folded(words->no_thing), folded(words->verb_last_behind),
                   folded(words->undoes), folded(words->pointing), folded(words->enclitics), folded(words->particles),
                   folded(words->before_request), folded(words->does), words->verb_ends, words->request_ends});
  }
}

void AnswerGrammar::add(const std::vector<std::string>& list, Part part, std::string_view language) {
  for (const auto& phrase : list) {
    const auto [known, is_new] = phrases_.emplace(unicode::folded(phrase), Said{part, std::string(language)});
    const auto before = known->second.part;
    if (!is_new && ((is_yes(before) && is_no(part)) || (is_no(before) && is_yes(part)))) {
      throw Error(
          Kind::invalid, "reading/table",
          fmt::format("\"{}\" is a yes in one table and none in another ({}, {}), at /consent. Remove it from one.",
                      phrase, known->second.language, language));
    }
    if (!is_new) known->second.part = std::min(before, part);  // what decides goes before what only goes with it
    if (is_new && begins_with_picture(phrase)) pictures_.push_back(phrase);
  }
}

const Part* AnswerGrammar::part(std::string_view phrase) const {
  const auto found = phrases_.find(phrase);
  return found == phrases_.end() ? nullptr : &found->second.part;
}

std::string_view AnswerGrammar::picture(std::string_view text) const {
  const auto found =
      std::ranges::find_if(pictures_, [&](const std::string& picture) { return text.starts_with(picture); });
  return found == pictures_.end() ? std::string_view() : std::string_view(*found);
}

const AnswerGrammar& AnswerGrammar::of_all_tables() {
  static const AnswerGrammar all = [] {
    std::vector<Source> sources;
    for (const auto* language : answer_languages()) sources.push_back({language->id, &language->answers});
    return AnswerGrammar(sources);
  }();
  return all;
}

}  // namespace frontdesk::dialog::reading
