#include "dialog/reading/language.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/describe.h"
#include "base/embedded.h"
#include "base/unicode.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> languages();
}

namespace frontdesk::dialog::reading {
namespace {

constexpr std::string_view kNames[] = {
    "common",        "negation",       "without",     "place_before",   "denied_behind", "exception",
    "all",           "contrast",       "correction",  "move",           "move_in_time",  "new_value",
    "instead_of",    "question",       "asks_what",   "asks_for_some",  "asks_free",     "open_hours",
    "tell_me",       "suggests",       "assent",      "refusal",        "courtesy",      "thanks",
    "greeting",      "no_time",        "shy",         "counting",       "farewell",      "leave",
    "stop",          "no_more",        "none_of",     "other",          "another_one",   "another_of",
    "no_record",     "of_day",         "of_time",     "of_count",       "of_name",       "of_place",
    "is_wrong",      "requests",       "there",       "as_well",        "same_place",    "same_count",
    "same_name",     "same_again",     "as_it_was",   "one_of_them",    "both",          "anew",
    "everyone",      "asks_when",      "for_people",  "own_record",     "any_of_them",   "to_own_record",
    "has_record",    "keeps_it",       "undo",        "new_one",        "none_there",    "done_words",
    "still_wanted",  "restart",        "complaint",   "late",           "abuse",         "distress",
    "person",        "speaking",       "machine",     "small_talk",     "now",           "also",
    "addition",      "denies_no_wish", "unsure",      "lacks",          "determiner",    "people",
    "persons",       "one_person",     "two_persons", "no_person",      "nobody",        "of_us",
    "of_them",       "have_in_common", "missing",     "excess",         "including",     "joins",
    "together_with", "speaker",        "no_count",    "only",           "count_lead",    "we_are",
    "made_so",       "approx",         "at_least",    "at_most",        "between",       "alternative",
    "side_from",     "side_to",        "until",       "more",           "fewer",         "another",
    "add",           "subtract",       "of_each",     "comes_too",      "name_told",     "name_under",
    "name_lead",     "name_for",       "name_behind", "name_ends",      "name_no",       "introduction",
    "hold_on",       "filler",         "titles",      "name_particles", "name_words",    "no_preference",
    "last_one",      "note_that",      "no_note",     "noting",         "remark",        "earliest",
    "latest",        "number_sign",    "card_ends",   "separators",     "at_sign",       "dot_sign",
    "street_words",  "address_words",  "own_clock",   "clock_behind",   "clock_before"};
static_assert(std::size(kNames) == static_cast<std::size_t>(List::end_of_lists));

using text::is_digit;

// "8pm" → "8", "pm"; "19h30" → "19", "h", "30"; "7-8pm" → "7", "-", "8", "pm". Offsets are those of the text.
struct Run {
  std::string_view text;
  bool number;
};

std::vector<Run> runs_of(std::string_view text) {
  std::vector<Run> runs;
  for (std::size_t at = 0; at < text.size();) {
    auto end = at + 1;
    const bool number = is_digit(text[at]);
    if (text[at] != '-') {
      while (end < text.size() && text[end] != '-' &&
             (is_digit(text[end]) == number || (number && end + 1 < text.size() && is_digit(text[end + 1]) &&
                                                (text[end] == ':' || text[end] == '.' || text[end] == '/'))))
        ++end;
    }
    runs.push_back({text.substr(at, end - at), number});
    at = end;
  }
  return runs;
}

bool is_date_with_hyphens(std::string_view text) {
  const auto runs = runs_of(text);
  return runs.size() == 5 && (runs[0].text.size() == 4 || runs[4].text.size() == 4);
}

bool is_one_token(Shape shape) { return shape == Shape::mark || shape == Shape::link; }

Token token_of(const Word& word, std::uint32_t index, std::string_view text, std::size_t offset) {
  Token token;
  token.word = index;
  token.text = text;
  token.number = !text.empty() && is_digit(text[0]);
  token.glued = offset > 0 || word.glued;
  // Where the word was not written as it is kept, a part of it has the place of the whole.
  const bool same = word.span.end - word.span.begin == word.text.size();
  token.span = same ? Span{word.span.begin + static_cast<std::uint32_t>(offset),
                           word.span.begin + static_cast<std::uint32_t>(offset + text.size())}
                    : word.span;
  return token;
}

}  // namespace

const std::span<const std::string_view> kListNames = kNames;

void Language::add_word(const Words& words, std::uint32_t index, Tokens& tokens) const {
  const auto& word = words[index];
  const auto add = [&](std::string_view text, std::size_t offset) {
    auto token = token_of(word, index, text, offset);
    token.symbol = grammar.symbol(token.number ? token.text : token.text = unicode::folded(token.text));
    tokens.push_back(std::move(token));
  };
  const auto whole = [&](std::uint32_t symbol, bool guessed) {
    auto token = token_of(word, index, word.folded, 0);
    token.span = word.span;
    token.glued = word.glued;
    token.symbol = symbol;
    token.guessed = guessed;
    tokens.push_back(std::move(token));
  };
  if (grammar.is_kept_apart(word.text)) return whole(grammar.symbol(word.text), false);
  const bool with_hyphen = word.text.find('-') != std::string::npos;
  if (const auto sign = word.text.find('\''); sign != std::string::npos) {
    const auto head = unicode::folded(word.text.substr(0, sign));
    if (std::ranges::find(elisions_, head) != elisions_.end()) {
      add(word.text.substr(0, sign), 0);
      return add(std::string_view(word.text).substr(sign + 1), sign + 1);
    }
  }
  if (const auto symbol = grammar.symbol(word.folded); symbol != 0 || is_one_token(word.shape))
    return whole(symbol, false);
  if (word.shape == Shape::word) {
    if (with_hyphen) {
      for (const auto& run : runs_of(word.text))
        add(run.text, static_cast<std::size_t>(run.text.data() - word.text.data()));
      return;
    }
    for (const auto& head : compound_heads_) {
      const auto tail = word.folded.starts_with(head) ? word.folded.substr(head.size()) : std::string();
      if (tail.empty() || grammar.symbol(tail) == 0) continue;
      add(std::string_view(word.text).substr(0, head.size()), 0);
      return add(std::string_view(word.text).substr(head.size()), head.size());
    }
    const auto near = grammar.nearly(word.folded);
    return whole(near, near != 0);
  }
  const auto runs = runs_of(word.text);
  const bool split = is_digit(word.text[0]) && !(word.shape == Shape::number && is_date_with_hyphens(word.text)) &&
                     std::ranges::all_of(runs, [&](const Run& run) {
                       return run.number || run.text == "-" || grammar.symbol(unicode::folded(run.text)) != 0;
                     });
  if (!split) return whole(0, false);
  for (const auto& run : runs) add(run.text, static_cast<std::size_t>(run.text.data() - word.text.data()));
}

Tokens Language::tokens(const Words& words) const {
  Tokens tokens;
  tokens.reserve(words.size() + 8);
  for (std::uint32_t i = 0; i < words.size(); ++i) add_word(words, i, tokens);
  return tokens;
}

std::vector<PhraseAt> Language::phrases(const Tokens& tokens) const {
  Matcher matcher(grammar, tokens);
  std::vector<PhraseAt> found;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    for (const auto& [list, group] : lists_) {
      if (const auto* match = matcher.longest(group, at)) found.push_back({list, match->begin, match->end});
    }
  }
  return found;
}

namespace {

struct Tables {
  std::vector<Language> whole, with_answers_only;
  std::vector<const Language*> all;
};

const Tables& tables() {
  static const Tables read = [] {
    Tables tables;
    for (const auto& file : embedded::languages()) {
      auto language = Language::parse(file.bytes, file.name);
      auto& list = language.has_answers_only ? tables.with_answers_only : tables.whole;
      list.push_back(std::move(language));
    }
    std::ranges::sort(tables.whole, {}, &Language::id);
    for (const auto* list : {&tables.whole, &tables.with_answers_only}) {
      for (const auto& language : *list) tables.all.push_back(&language);
    }
    return tables;
  }();
  return read;
}

}  // namespace

const std::vector<Language>& languages() { return tables().whole; }
const std::vector<const Language*>& answer_languages() { return tables().all; }

const Language* find_language(std::string_view id) {
  const auto& all = languages();
  const auto found = std::ranges::find(all, id, &Language::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace frontdesk::dialog::reading
