#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Letters of any script (ICU behind it). Never fails on any bytes: what is no UTF-8 is read byte by byte as U+FFFD.
namespace frontdesk::unicode {

// Reads the code point at `at` (< utf8.size()) and moves `at` behind it.
char32_t next(std::string_view utf8, std::size_t& at);
void append(std::string& utf8, char32_t point);

bool is_letter(char32_t point);  // letters, and the marks that stand on them
bool is_digit(char32_t point);   // decimal digits of any script
int digit_value(char32_t point);
bool is_space(char32_t point);
// Controls, and signs that turn the direction of what stands beside them or take no room for no reason. The joiners of
// emoji and of Persian are none of these.
bool is_hidden(char32_t point);
bool has_hidden(std::string_view utf8);
bool is_upper(char32_t point);
char32_t lower(char32_t point);
char32_t upper(char32_t point);  // of a title: ǆ is ǅ

std::string lower(std::string_view utf8);
// Lower case and without accents: "Müller" → "muller", "martedì" → "martedi", "straße" → "strasse". A stroke through
// a letter is none, and stays: what is struck out is another word.
std::string folded(std::string_view utf8);
// The same in one writing of what people write in several ways: "Müller" and "Mueller" are "muller", "Søren" and
// "Soeren" are "soren". For comparing and looking up, and never to be shown.
std::string searchable(std::string_view utf8);
// As it is meant: letters composed, and those that differ only in how they look as the usual ones ("Ｔａｂｌｅ" is
// "Table", "ﬁ" is "fi"); what cannot be seen (of no width, that turns the direction, controls) left out; where it
// spells something out (tags) it is U+FFFD. Small letters that stand high, fractions, and signs that stand for an
// accent alone stay as they are.
std::string plain(std::string_view utf8);
// NFKC (UAX 15): one writing for what keyboards and systems write in several ways. For comparing secrets.
std::string compatible(std::string_view utf8);

}  // namespace frontdesk::unicode
