#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "ai/vocabulary.h"

namespace frontdesk::ai {

// What speaks for a sentence being one of the business's at all, whichever.
struct Evidence {
  float margin = 0;     // of the best intent
  float gap = 0;        // to the next intent
  float over_none = 0;  // to what belongs to none; 0 where the model knows nothing of that
  float covered = 0;    // share of what the sentence is about that the business's own examples speak of, 0 to 1
};

Evidence evidence_of(std::span<const float> margins, std::size_t intents, float covered);

// Of the sentence's content words: 1 for a word that is known, a part of it where only letters are. `is_known` answers
// by the vocabulary's number of a feature. A sentence without such words is covered by half.
float covered_share(const Bag& bag, const Vocabulary& vocabulary, std::span<const std::uint8_t> is_known);

struct Observation {
  Evidence evidence;
  bool is_ours = false;
};

// How likely such evidence is for one of ours, where as much is strange as is ours. A logistic curve: what is common to
// all businesses (measured, see the source) moved by what this one's own held-out sentences say.
class Familiarity {
 public:
  Familiarity() = default;
  explicit Familiarity(std::array<float, 5> weights) : weights_(weights) {}
  static Familiarity learn(std::span<const Observation> observations);

  double odds_of(const Evidence& evidence) const;  // as a logarithm
  // `shift` moves the odds: above 0 where less is strange than is ours.
  float of(const Evidence& evidence, float shift = 0) const;
  const std::array<float, 5>& weights() const { return weights_; }

 private:
  std::array<float, 5> weights_ = {};  // of the evidence in its order, and the constant
};

// An intent's share of those that are known, with what is in doubt whatever the margins say: of people's examples some
// stand under another intent than the next person would put them.
inline double with_doubt(double share, std::size_t intents) {
  constexpr double kDoubt = 0.005;
  return (1 - kDoubt) * share + kDoubt / static_cast<double>(intents);
}

}  // namespace frontdesk::ai
