#include "dialog/choices.h"

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "dialog/reading/spoken.h"
#include "dialog/sentences.h"

namespace frontdesk::dialog {
namespace {

std::vector<std::string> answers_to(const Slot& slot, const Surroundings& around) {
  std::vector<std::string> answers;
  answers.reserve(slot.suggest.size());
  for (const auto& wording : slot.suggest) answers.emplace_back(around.config.text(wording, around.language));
  if (!answers.empty()) return answers;
  if (slot.type == "location") {
    for (const auto& place : around.config.locations) answers.push_back(place.name);
  } else if (slot.type == "yes_no") {
    answers = {sentence(around.language, "yes"), sentence(around.language, "no")};
  } else if (slot.type == "choice") {
    for (const auto& choice : slot.of) answers.emplace_back(around.config.label_of(choice, around.language));
  }
  return answers;
}

// As it begins a line of its own.
std::string capitalised(std::string text) {
  std::size_t at = 0;
  if (text.empty()) return text;
  std::string first;
  unicode::append(first, unicode::upper(unicode::next(text, at)));
  return first + text.substr(at);
}

// What an intent without a label is called: its name is English, as all of the file's own words are; elsewhere it is
// what one would say for it.
std::string words_for(const Intent& intent, const DialogConfig& config, std::string_view language) {
  auto named = intent.name;
  std::ranges::replace_if(named, [](char c) { return c == '_' || c == '-'; }, ' ');
  const bool is_named = language == "en" || intent.examples.empty();
  return capitalised(is_named ? named : example_in(intent, config, language));
}

bool asks_for_person(std::string_view example) {
  const auto words = reading::words_of(example);
  return std::ranges::any_of(reading::languages(), [&](const reading::Language& language) {
    return std::ranges::any_of(language.phrases(language.tokens(words)),
                               [](const reading::PhraseAt& phrase) { return phrase.list == reading::List::person; });
  });
}

}  // namespace

std::vector<Button> choices_of(const Slot& slot, const Surroundings& around) {
  auto answers = answers_to(slot, around);
  if (answers.size() > kButtonsMax) return {};
  std::vector<Button> buttons;
  buttons.reserve(answers.size());
  for (auto& answer : answers) buttons.push_back({capitalised(answer), answer});
  return buttons;
}

const Intent* person_intent(const DialogConfig& config) {
  const Intent* best = nullptr;
  std::ptrdiff_t most = -1;
  for (const auto& intent : config.intents) {
    if (!intent.handoff) continue;
    const auto count = std::ranges::count_if(intent.examples, asks_for_person);
    if (count > most) best = &intent, most = count;
  }
  return best;
}

const std::string& example_in(const Intent& intent, const DialogConfig& config, std::string_view language) {
  const auto found = std::ranges::find_if(intent.examples, [&](const std::string& example) {
    return reading::spoken_in(reading::words_of(example), config.languages, language).language->id == language;
  });
  return found == intent.examples.end() ? intent.examples.front() : *found;
}

Button button_for(const Intent& intent, const DialogConfig& config, std::string_view language) {
  const auto label =
      intent.label ? std::string(config.text(*intent.label, language)) : words_for(intent, config, language);
  // Nobody's story is told in their name: what a person is fetched for is said as the button says it.
  const bool says_label = intent.examples.empty() || (intent.handoff && intent.label);
  return {label, says_label ? label : example_in(intent, config, language)};
}

const Intent* pressed_person(const DialogConfig& config, std::string_view message) {
  const auto said = unicode::folded(text::trim(message));
  const auto is_said = [&](std::string_view words) { return said == unicode::folded(words); };
  const auto is_label = [&](const Intent& intent) {
    return intent.handoff && intent.label && std::ranges::any_of(config.languages, [&](const std::string& language) {
             return is_said(config.text(*intent.label, language));
           });
  };
  const auto found = std::ranges::find_if(config.intents, is_label);
  if (found != config.intents.end()) return &*found;
  const bool is_ours = std::ranges::any_of(
      spoken_languages(), [&](std::string_view language) { return is_said(sentence(language, "person")); });
  return is_ours ? person_intent(config) : nullptr;
}

std::optional<Button> person_button(const DialogConfig& config, std::string_view language) {
  const auto* found = person_intent(config);
  if (!found || found->examples.empty()) return std::nullopt;
  return Button{sentence(language, "person"), example_in(*found, config, language)};
}

std::string sentence_for_foreigners(const DialogConfig& config, std::string_view language) {
  std::string spoken;
  for (const auto& id : config.languages) {
    const auto* table = reading::find_language(id);
    spoken += (spoken.empty() ? "" : ", ") + (table ? table->name : id);
  }
  return sentence(language, "another_language", Value::object({{"languages", spoken}}));
}

}  // namespace frontdesk::dialog
