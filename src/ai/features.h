#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

// A sentence as a bag of hashed features: words, pairs of words side by side or with one between them, and runs of
// three to five letters inside a word, which carry over inflections and typing errors.
namespace frontdesk::ai {

inline constexpr std::uint32_t kFeatureBits = 18;

struct Feature {
  std::uint32_t id;  // below 2^kFeatureBits
  std::uint32_t count;
};

// The words of a sentence as the classifier sees them: lower case, accents of Latin letters and apostrophes taken off,
// each digit a 0 (what matters is that there is a number, and how long it is). Any bytes will do; what is not UTF-8
// separates words.
std::vector<std::u32string> words_of(std::string_view text);

// By id, each once.
std::vector<Feature> features_of(std::string_view text);

}  // namespace frontdesk::ai
