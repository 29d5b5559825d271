#include "dialog/reading/terms.h"

#include <algorithm>

#include "dialog/reading/spelling.h"

namespace frontdesk::dialog::reading {
namespace {

enum class Fit { none, near, exact };

// "parcels" of "parcel", "Gästen" of "Gäste": one is the other with an ending.
bool is_inflected(std::string_view word, std::string_view of) {
  constexpr std::size_t kEndingMax = 2;
  return of.size() >= 3 && word.size() > of.size() && word.size() - of.size() <= kEndingMax && word.starts_with(of);
}

constexpr std::size_t kShortMin = 3;  // letters of a word that may be misspelt where another one of its term is not

// "Erdnussallergie" says what "Erdnüsse" says, where a language writes both as one word.
bool is_compound_of(std::string_view said, std::string_view word, const Language& language) {
  constexpr std::size_t kHeadMin = 3;
  return std::ranges::any_of(language.compound_tails, [&](const std::string& tail) {
    if (!said.ends_with(tail) || said.size() < tail.size() + kHeadMin) return false;
    const auto head = said.substr(0, said.size() - tail.size());
    return head == word || is_inflected(head, word) || is_inflected(word, head);
  });
}

// `letters_min`: of a word that may be misspelt.
Fit fit(const Hearing& heard, std::uint32_t token, std::string_view word, std::size_t letters_min) {
  const auto& said = heard.tokens[token];
  if (said.text == word) return Fit::exact;
  if (said.text.size() < 3 || said.number) return Fit::none;
  if (is_inflected(said.text, word) || is_inflected(word, said.text)) return Fit::exact;
  if (is_compound_of(said.text, word, heard.language)) return Fit::exact;
  // What is rightly spelt and another word is no misspelling of this one.
  if (heard.is_known(token) || word.size() < letters_min || said.text.size() < letters_min) return Fit::none;
  return is_near(said.text, word) ? Fit::near : Fit::none;
}

// "Mühlentor" is written "Muehlentor", too: where there are no such keys. Empty where there is nothing to write so.
std::string with_umlauts_spelt_out(std::string_view phrase) {
  constexpr std::pair<std::string_view, std::string_view> kSpelt[] = {{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"},
                                                                      {"Ä", "Ae"}, {"Ö", "Oe"}, {"Ü", "Ue"}};
  std::string out;
  for (std::size_t at = 0; at < phrase.size();) {
    const auto letter =
        std::ranges::find_if(kSpelt, [&](const auto& each) { return phrase.substr(at).starts_with(each.first); });
    const bool is_umlaut = letter != std::end(kSpelt);
    out += is_umlaut ? letter->second : phrase.substr(at, 1);
    at += is_umlaut ? letter->first.size() : 1;
  }
  return out == phrase ? std::string() : out;
}

// "Muehlentor" is "Mühlentor", which is read without its marks. Not behind a vowel or a q: "Quelle", "Neue".
std::string with_umlauts_folded(std::string_view phrase) {
  std::string out;
  for (std::size_t at = 0; at < phrase.size(); ++at) {
    out += phrase[at];
    const bool may_be =
        at + 1 < phrase.size() && phrase[at + 1] == 'e' && std::string_view("aouAOU").contains(phrase[at]);
    const bool is_behind = at > 0 && std::string_view("aeiouqAEIOUQ").contains(phrase[at - 1]);
    if (may_be && !is_behind) ++at;
  }
  return out == phrase ? std::string() : out;
}

}  // namespace

void Terms::add(std::string_view id, std::string_view phrase) {
  add_as_written(id, phrase);
  if (const auto spelt = with_umlauts_spelt_out(phrase); !spelt.empty()) add_as_written(id, spelt);
  // "Fuera" is no "füra", and even less "für".
  if (const auto folded = with_umlauts_folded(phrase); !folded.empty()) add_as_written(id, folded, true);
}

void Terms::add_as_written(std::string_view id, std::string_view phrase, bool is_guess) {
  Entry entry{std::string(id), {}, {}, is_guess};
  for (const auto& word : words_of(phrase)) {
    if (word.shape == Shape::mark) continue;
    // Written with a hyphen or apart, it is the same.
    std::string_view rest = word.text;
    while (!rest.empty()) {
      const auto end = std::min(rest.find('-'), rest.size());
      for (const auto& part : words_of(rest.substr(0, end))) entry.words.push_back(part.folded);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  if (entry.words.empty()) return;
  for (const auto& word : entry.words) entry.joined += word;
  by_first_[static_cast<unsigned char>(entry.words[0][0])].push_back(static_cast<std::uint32_t>(terms_.size()));
  terms_.push_back(std::move(entry));
}

// "Old twn": beside a word that is right, a shorter one may be wrong. "Oldtown" is both of them.
std::optional<TermAt> Terms::match_at(const Hearing& heard, std::uint32_t token, std::uint32_t term) const {
  const auto& words = terms_[term].words;
  const auto& joined = terms_[term].joined;
  const auto& said = heard.tokens[token].text;
  const bool is_guess = terms_[term].is_guess;
  const bool may_be_joined =
      !is_guess && words.size() > 1 && said.size() >= Spelling::kLettersMin && !heard.is_known(token);
  if (words.size() > 1 && said == joined) return TermAt{term, token, token + 1, false};
  if (may_be_joined && said.size() >= joined.size() && is_near(said, joined))
    return TermAt{term, token, token + 1, true};
  TermAt match{term, token, token, false};
  bool has_exact = false, has_short = false;
  for (const auto& word : words) {
    auto& here = match.end;
    if (here > token && heard.is_mark(here, "-")) ++here;
    if (here >= heard.count()) return std::nullopt;
    const auto how = fit(heard, here, word, words.size() > 1 ? kShortMin : Spelling::kLettersMin);
    if (how == Fit::none || (is_guess && heard.tokens[here].text != word)) return std::nullopt;
    has_exact = has_exact || (how == Fit::exact && word.size() >= kShortMin);
    has_short = has_short || (how == Fit::near && heard.tokens[here].text.size() < Spelling::kLettersMin);
    match.guessed = match.guessed || how == Fit::near;
    ++here;
  }
  return has_short && !has_exact ? std::nullopt : std::optional(match);
}

std::vector<TermAt> Terms::at(const Hearing& heard, std::uint32_t token) const {
  std::vector<TermAt> found;
  const auto& text = heard.tokens[token].text;
  if (text.empty()) return found;
  for (const auto i : by_first_[static_cast<unsigned char>(text[0])]) {
    if (auto match = match_at(heard, token, i)) found.push_back(*match);
  }
  if (found.empty()) return found;
  const auto longest = std::ranges::max_element(found, {}, &TermAt::end)->end;
  std::erase_if(found, [&](const TermAt& each) { return each.end < longest; });
  const bool has_exact = std::ranges::any_of(found, [](const TermAt& each) { return !each.guessed; });
  if (has_exact) std::erase_if(found, [](const TermAt& each) { return each.guessed; });
  std::vector<TermAt> different;
  for (const auto& each : found) {
    if (std::ranges::none_of(different, [&](const TermAt& other) { return id(other.term) == id(each.term); }))
      different.push_back(each);
  }
  return different;
}

std::vector<TermAt> Terms::find(const Hearing& heard) const {
  std::vector<TermAt> all;
  for (std::uint32_t token = 0; token < heard.count();) {
    const auto found = heard.is_taken(token) ? std::vector<TermAt>() : at(heard, token);
    all.insert(all.end(), found.begin(), found.end());
    token = found.empty() ? token + 1 : found.front().end;
  }
  return all;
}

}  // namespace frontdesk::dialog::reading
