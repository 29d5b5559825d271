#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ai/chance.h"
#include "ai/vocabulary.h"
#include "base/effort.h"

namespace frontdesk::ai {

using WeighedSentence = std::vector<Vocabulary::Entry>;

struct Labelled {
  std::vector<WeighedSentence> sentences;
  std::vector<std::size_t> classes;
  std::vector<std::vector<WordSpan>> words;  // of each entry; empty where nobody asks which words it is made of
  std::size_t class_count = 0;
  std::size_t feature_count = 0;
};

inline void add_scaled(const float* row, float scale, float* sums, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) sums[i] += scale * row[i];
}

// Crammer and Singer's multi-class support vector machine (C = 1), solved in the dual, a sentence at a time. It keeps
// what each sentence has put into the weights, so that sentences can be taken out again and the rest settled in a round
// or two: that is what makes it cheap to ask what a model would have said of a sentence that it never saw.
// Chance is its own: the same data make the same weights. Copied where a variant is wanted; not safe from two threads.
class Solver {
 public:
  // `data` outlives it and does not change.
  explicit Solver(const Labelled& data);

  // Goes over the chosen sentences until nothing moves much any more, at most so many times.
  void settle(std::span<const std::size_t> chosen, int rounds_max, Effort& effort);
  // Takes from the weights what the sentence has put in.
  void forget(std::size_t sentence);

  const std::vector<float>& weights() const { return weights_; }  // [feature][class]
  std::vector<float> margins_of(const WeighedSentence& sentence) const;

 private:
  float improve(std::size_t sentence);  // how far the sentence was from where it belongs
  void share_out(std::size_t sentence);
  void put_in(std::size_t sentence);

  const Labelled* data_;
  std::vector<float> weights_;
  std::vector<float> shares_;  // [sentence][class]: the dual variables; at most 1 for its own class, 0 for the others
  std::vector<float> squares_;
  std::vector<float> margins_, wanted_;  // of the sentence under way
  Chance chance_;
};

}  // namespace frontdesk::ai
