#include "dialog/reading/spoken.h"

#include <algorithm>

#include "dialog/reading/heard.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr std::ptrdiff_t kForeignWordsMore = 2;  // that a language must know, to be heard though it is not served
constexpr std::ptrdiff_t kValueWordsMax = 4;     // of what may be nothing but a name
constexpr std::ptrdiff_t kOwnWordsMin = 2;       // that tell a language though a question of another one is open

std::ptrdiff_t known_words(const Words& words, const Language& language) {
  return std::ranges::count_if(words, [&](const Word& word) { return language.knows(word.folded); });
}

// A word counts the less, the more of the languages know it.
const Language& likeliest(const Words& words, const std::vector<const Language*>& among, const Language& otherwise) {
  std::vector<double> weight(among.size());
  for (const auto& word : words) {
    if (word.shape != Shape::word) continue;
    std::vector<std::size_t> known;
    for (std::size_t i = 0; i < among.size(); ++i) {
      if (among[i]->knows(word.folded)) known.push_back(i);
    }
    for (const auto i : known) weight[i] += 1.0 / static_cast<double>(known.size());
  }
  const Language* best = &otherwise;
  double most = 0.01;  // what stands in `otherwise` wins where it is as likely
  for (std::size_t i = 0; i < among.size(); ++i) {
    const auto here = weight[i] + (among[i] == &otherwise ? 0.001 : 0);
    if (here > most) best = among[i], most = here;
  }
  return *best;
}

// Whether a message in answer to a question of one language is plainly in another one.
class Change {
 public:
  Change(const Words& words, const Language& from, const Language& to) : words_(words), to_(to) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i].shape != Shape::word) continue;
      ++count_;
      const bool is_known = to.knows(words[i].folded);
      const bool is_own = is_known && !from.knows(words[i].folded);
      known_ += is_known ? 1 : 0;
      own_ += is_own ? 1 : 0;
      // In the middle, a capital letter begins a name.
      plainly_own_ += is_own && (i == 0 || !words[i].capital) ? 1 : 0;
    }
  }

  bool is_plain(Awaited awaited) const {
    if (own_ == 0) return false;
    const bool asks = std::ranges::any_of(words_, [](const Word& word) { return word.text == "?"; });
    if (asks) return true;
    if (awaited == Awaited::answer) return known_ == count_ || plainly_own_ >= kOwnWordsMin;
    return (count_ > kValueWordsMax && plainly_own_ >= kOwnWordsMin) || says_more_than_a_value();
  }

 private:
  // "Ich heiße Ana", "soy Ana"; or nothing but what one says in place of an answer: "no lo sé", "annulla".
  bool says_more_than_a_value() const {
    const auto heard = heard_as(words_, to_);
    const auto introduces = [&](const PhraseAt& phrase) {
      const bool is_of_value = phrase.list == List::introduction && phrase.end - phrase.begin == 1 &&
                               !heard.phrase(List::common, phrase.begin);
      return phrase.list == List::name_told || (phrase.list == List::introduction && !is_of_value);
    };
    return std::ranges::any_of(heard.phrases, introduces) || answers_otherwise(heard);
  }

  static bool answers_otherwise(const Heard& heard) {
    constexpr List kInPlace[] = {List::refusal, List::leave,    List::stop,   List::restart,   List::thanks,
                                 List::lacks,   List::negation, List::person, List::asks_what, List::correction};
    constexpr List kBeside[] = {List::common, List::courtesy, List::filler, List::farewell, List::speaking};
    std::vector<bool> is_covered(heard.tokens.size());
    bool is_in_place = false;
    for (const auto& phrase : heard.phrases) {
      const bool counts = std::ranges::find(kInPlace, phrase.list) != std::end(kInPlace);
      if (!counts && std::ranges::find(kBeside, phrase.list) == std::end(kBeside)) continue;
      is_in_place = is_in_place || counts;
      std::fill(is_covered.begin() + phrase.begin, is_covered.begin() + phrase.end, true);
    }
    for (std::size_t i = 0; i < heard.tokens.size(); ++i) {
      const bool is_mark = heard.words[heard.tokens[i].word].shape == Shape::mark;
      if (!is_covered[i] && !is_mark) return false;
    }
    return is_in_place;
  }

  const Words& words_;
  const Language& to_;
  std::ptrdiff_t count_ = 0, known_ = 0, own_ = 0, plainly_own_ = 0;
};

// "ETA", "due", "hat": one word that another language has, too, and with which nobody begins to speak it. "Hola" is
// one.
bool is_word_of_any(const Words& words, const Language& language) {
  constexpr List kBegins[] = {List::greeting, List::thanks, List::assent, List::refusal, List::person,
                              List::farewell, List::leave,  List::stop,   List::courtesy};
  if (std::ranges::count(words, Shape::word, &Word::shape) != 1) return false;
  const auto heard = heard_as(words, language);
  return std::ranges::none_of(kBegins, [&](List list) { return heard.has(list); });
}

}  // namespace

Spoken spoken_in(const Words& words, const std::vector<std::string>& served, std::string_view before, Awaited awaited) {
  std::vector<const Language*> among;
  for (const auto& id : served) {
    if (const auto* language = find_language(id)) among.push_back(language);
  }
  const auto* spoken = find_language(before);
  const auto& otherwise = spoken ? *spoken : among.empty() ? languages().front() : *among.front();
  Spoken best{&likeliest(words, among, otherwise), true};
  auto most = known_words(words, *best.language) + kForeignWordsMore;
  for (const auto& language : languages()) {
    if (std::ranges::find(among, &language) != among.end()) continue;
    const auto known = known_words(words, language);
    if (known >= most) best = {&language, false}, most = known + 1;
  }
  if (best.is_served && best.language != &otherwise && awaited == Awaited::nothing &&
      is_word_of_any(words, *best.language))
    return Spoken{&otherwise, true};
  const bool stays = awaited != Awaited::nothing && best.language != &otherwise &&
                     !Change(words, otherwise, *best.language).is_plain(awaited);
  return stays ? Spoken{&otherwise, true} : best;
}

}  // namespace frontdesk::dialog::reading
