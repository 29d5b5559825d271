#include "dialog/own_record.h"

#include <algorithm>

#include "dialog/reading/heard.h"
#include "dialog/reading/when.h"

namespace frontdesk::dialog {
namespace {

bool begins_with(const reading::Tokens& tokens, std::uint32_t at, std::string_view words) {
  const auto phrase = reading::phrase_of(words);
  if (phrase.empty() || at + phrase.size() > tokens.size()) return false;
  return std::equal(phrase.begin(), phrase.end(), tokens.begin() + at,
                    [](const std::string& word, const reading::Token& token) { return word == token.text; });
}

// A phrase of the list, with a word for a record behind it.
bool has_record_behind(reading::List list, std::string_view message, std::string_view language_id,
                       const TradeWords& words) {
  const auto* language = reading::find_language(language_id);
  if (!language) return false;
  const auto heard = reading::heard_as(message, *language);
  return std::ranges::any_of(heard.phrases, [&](const reading::PhraseAt& phrase) {
    if (phrase.list != list) return false;
    const bool is_whole = heard.has(reading::List::done_words, phrase.begin, phrase.end);  // "we have booked already"
    return is_whole || std::ranges::any_of(words.records, [&](const std::string& record) {
             return begins_with(heard.tokens, phrase.end, record);
           });
  });
}

}  // namespace

bool names_own_record(std::string_view message, std::string_view language, const TradeWords& words) {
  return has_record_behind(reading::List::has_record, message, language, words);
}

bool adds_to_own_record(std::string_view message, std::string_view language, const TradeWords& words) {
  return has_record_behind(reading::List::to_own_record, message, language, words);
}

}  // namespace frontdesk::dialog
