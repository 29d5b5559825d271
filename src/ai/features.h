#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A sentence as a bag of hashed features: words, pairs of words side by side, pairs of words anywhere in it, and runs
// of two to five letters inside a word, which carry over inflections and typing errors.
namespace frontdesk::ai {

inline constexpr std::uint32_t kFeatureBits = 20;

// No more of a sentence are looked at.
inline constexpr std::size_t kWordsMax = 200;

// Set in the features that are runs of letters.
inline constexpr std::uint32_t kRunMark = 1;

struct Feature {
  std::uint32_t id;  // below 2^kFeatureBits
  std::uint32_t count;
};

// A word that carries some of what a sentence is about, as its features.
struct ContentWord {
  std::uint32_t id;
  std::uint32_t runs_begin;  // of its runs of three letters and more, in Bag::runs
  std::uint32_t runs_end;
};

// The words that a feature is made of, by their places in the sentence.
struct WordSpan {
  std::uint16_t first;
  std::uint16_t last;
};

struct Bag {
  std::vector<Feature> features;     // by id, each once
  std::vector<Feature> gist;         // beginnings of words, pairs of them side by side, runs of four letters; as above
  std::vector<WordSpan> gist_words;  // of each of gist, where it stands first
  std::vector<ContentWord> content;  // in order; without common words and numbers
  std::vector<std::uint32_t> runs;
};

// The words of a sentence as the classifier sees them: lower case, accents of Latin letters and apostrophes taken off,
// each digit a 0 (what matters is that there is a number, and how long it is). Any bytes will do; what is not UTF-8
// separates words.
std::vector<std::u32string> words_of(std::string_view text);
std::uint32_t feature_of_word(std::u32string_view word);

Bag bag_of(std::string_view text);

}  // namespace frontdesk::ai
