#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ai/chance.h"
#include "ai/solver.h"
#include "base/effort.h"

namespace frontdesk::ai {

// An opinion beside the linear weights: one hidden layer over the gist of a sentence, learnt from the same examples
// (cross entropy by stochastic gradient descent). The linear weights take each pair of words for itself; the layer puts
// words that are used alike near each other, and by its products (Rendle, Factorization Machines, 2010) knows what
// pairs mean that it never saw. The two err at different sentences.
// Worth its cost where there are many examples. Never changed once it is made; the same data make the same bytes.
class Perceptron {
 public:
  static constexpr std::size_t kHidden = 32;          // sums of a sentence's features
  static constexpr std::size_t kUnits = 2 * kHidden;  // what is above 0 of each, and its product

  // What is kept; a byte for each weight of the first layer.
  struct Layers {
    std::vector<std::int8_t> inner;  // [feature][hidden], in parts of 127 of the feature's greatest
    std::vector<float> scales;       // [feature]
    std::vector<float> outer;        // [unit][class]
  };

  // Learns from those of the chosen sentences whose class is below data.class_count.
  Perceptron(const Labelled& data, std::span<const std::size_t> chosen, Chance& chance, Effort& effort);
  explicit Perceptron(Layers layers) : layers_(std::move(layers)) {}

  // Adds to the margin of each of its classes; what stands behind them in `margins` stays.
  void add_opinion(const WeighedSentence& sentence, std::span<float> margins) const;

  const Layers& layers() const { return layers_; }

 private:
  Layers layers_;
};

// Some that differ in nothing but what they drew: where one errs by chance, the others do not.
std::vector<Perceptron> committee_of(const Labelled& data, std::span<const std::size_t> chosen, Effort& effort);

}  // namespace frontdesk::ai
