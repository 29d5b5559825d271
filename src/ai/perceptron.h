#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ai/solver.h"
#include "base/effort.h"

namespace frontdesk::ai {

// A second opinion beside the linear weights: one hidden layer over the gist of a sentence, learnt from the same
// examples (cross entropy by stochastic gradient descent, with dropout). The linear weights take each pair of words for
// itself; the layer puts words that are used alike near each other. The two err at different sentences.
// Worth its cost where there are many examples. Never changed once it is made; the same data make the same bytes.
class Perceptron {
 public:
  static constexpr std::size_t kHidden = 64;

  // What is kept; a byte for each weight of the first layer.
  struct Layers {
    std::vector<std::int8_t> inner;  // [feature][hidden], in parts of 127 of the feature's greatest
    std::vector<float> scales;       // [feature]
    std::vector<float> outer;        // [hidden][class]
  };

  Perceptron() = default;  // has no opinion
  // Learns from those of the chosen sentences whose class is below data.class_count.
  Perceptron(const Labelled& data, std::span<const std::size_t> chosen, Effort& effort);
  explicit Perceptron(Layers layers) : layers_(std::move(layers)) {}

  bool has_opinion() const { return !layers_.outer.empty(); }
  // Adds to the margin of each of its classes; what stands behind them in `margins` stays.
  void add_opinion(const WeighedSentence& sentence, std::span<float> margins) const;

  const Layers& layers() const { return layers_; }

 private:
  Layers layers_;
};

}  // namespace frontdesk::ai
