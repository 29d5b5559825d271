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

Fit fit(const Hearing& heard, std::uint32_t token, std::string_view word) {
  const auto& said = heard.tokens[token];
  if (said.text == word) return Fit::exact;
  if (said.text.size() < 3 || said.number) return Fit::none;
  if (is_inflected(said.text, word) || is_inflected(word, said.text)) return Fit::exact;
  // What is rightly spelt and another word is no misspelling of this one.
  if (heard.is_known(token) || word.size() < Spelling::kLettersMin || said.text.size() < Spelling::kLettersMin)
    return Fit::none;
  return is_near(said.text, word) ? Fit::near : Fit::none;
}

}  // namespace

void Terms::add(std::string_view id, std::string_view phrase) {
  Entry entry{std::string(id), {}};
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
  by_first_[static_cast<unsigned char>(entry.words[0][0])].push_back(static_cast<std::uint32_t>(terms_.size()));
  terms_.push_back(std::move(entry));
}

std::vector<TermAt> Terms::at(const Hearing& heard, std::uint32_t token) const {
  std::vector<TermAt> found;
  const auto& text = heard.tokens[token].text;
  if (text.empty()) return found;
  for (const auto i : by_first_[static_cast<unsigned char>(text[0])]) {
    auto here = token;
    bool guessed = false;
    bool fits = true;
    for (const auto& word : terms_[i].words) {
      if (here > token && heard.is_mark(here, "-")) ++here;
      const auto how = here < heard.count() ? fit(heard, here, word) : Fit::none;
      if (how == Fit::none) {
        fits = false;
        break;
      }
      guessed = guessed || how == Fit::near;
      ++here;
    }
    if (fits) found.push_back({i, token, here, guessed});
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
