#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace frontdesk::dialog {

inline constexpr std::string_view kFirstLanguage = "en";

// What the bot says by itself, by id, with its holes filled ({{name}}); see sentences/*.yaml. A language without a
// table of its own speaks English. Throws Error{internal, "dialog/no-sentence"} where no table has the id.
std::string sentence(std::string_view language, std::string_view id, const Value& holes = {});

// A list of words: weekdays (Monday first), months.
const Value& word_list(std::string_view language, std::string_view id);

// The words of a sentence in small letters, each between blanks, without marks and apostrophes: " whats the panna cotta
// ".
std::string plain_words(std::string_view sentence);

std::vector<std::string_view> spoken_languages();
const Value& sentences_of(std::string_view language);  // the whole table

}  // namespace frontdesk::dialog
