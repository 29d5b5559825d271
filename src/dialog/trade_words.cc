#include "dialog/trade_words.h"

#include <algorithm>

#include "base/describe.h"
#include "base/text.h"
#include "platform/config/section_of.h"

namespace frontdesk::dialog {

using platform::config::Note;

namespace {

Value name_schema() { return Value::object({{"minLength", 1}, {"maxLength", 80}}); }
Value clock_schema() { return Value::object({{"pattern", "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"}}); }
Value words_schema() {
  return Value::object({{"items", Value::object({{"type", "string"}, {"minLength", 1}, {"maxLength", 80}})}});
}

bool same(std::string_view left, std::string_view right) { return text::equal_ignoring_case(left, right); }

}  // namespace

std::vector<Note> notes(const CountedThings*) {
  return {{"name", "What a number slot says under `counts`.", true, name_schema()},
          {"words", "What is said behind the number: singular and plural, in every language.", true, words_schema()}};
}

std::vector<Note> notes(const PartOfDay*) {
  return {{"name", "What it is called.", true, name_schema()},
          {"from", "HH:MM.", true, clock_schema()},
          {"to", "HH:MM.", true, clock_schema()},
          {"words", "What else it is called, in every language.", false, words_schema()}};
}

std::vector<Note> notes(const Synonyms*) {
  return {{"name",
           "What the file calls it: a choice of a slot, the id or the name of a location; or a slot: of choices, whose "
           "words lead to what it takes; of one of two places, days or times, whose words say which of them is meant.",
           true, name_schema()},
          {"words", "What customers call it.", true, words_schema()}};
}

std::vector<Note> notes(const TradeWords*) {
  return {
      {"counted", "Things that are counted."},
      {"parts_of_day", "Parts of the day that have a name in this trade."},
      {"synonyms", "Other words for what the file names."},
      {"records",
       "What customers have with the business, singular, in every language: booking, Termin, pedido. Who says to have "
       "one wants it changed or told, and no new one.",
       false, words_schema()},

      {"remarks",
       "What customers want beside what a form asks for (\"by the window\"): it goes to a slot with `remarks`, or it "
       "is "
       "said that it cannot be noted.",
       false, words_schema()}};
}

std::vector<std::string> TradeWords::counted_by(const std::vector<std::string>& names) const {
  std::vector<std::string> all;
  for (const auto& name : names) {
    all.push_back(name);
    const auto list = std::ranges::find_if(counted, [&](const auto& one) { return same(one.name, name); });
    if (list != counted.end()) all.insert(all.end(), list->words.begin(), list->words.end());
  }
  return all;
}

const std::vector<std::string>& TradeWords::synonyms_of(std::string_view name) const {
  static const std::vector<std::string> kNone;
  const auto found = std::ranges::find_if(synonyms, [&](const auto& one) { return same(one.name, name); });
  return found == synonyms.end() ? kNone : found->words;
}

platform::config::Section words_section() {
  return platform::config::section_of<TradeWords>(
      "words",
      "The words of the trade; a pack has most of them, and lists of the same name are taken together entry by entry.");
}

TradeWords read_trade_words(const Value& document) {
  const auto& words = document["words"];
  return words.is_null() ? TradeWords{} : from_value<TradeWords>(words, {Unknown::ignore}, "/words");
}

}  // namespace frontdesk::dialog
