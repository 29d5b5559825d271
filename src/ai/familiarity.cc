#include "ai/familiarity.h"

#include <algorithm>
#include <cmath>

namespace frontdesk::ai {
namespace {

// Fitted on the training parts of CLINC150 and HWU64: 20 times 12 to 40 of their intents with 3 to 20 examples each,
// all other intents being strange; the figures differ little between those. Where as much is strange as is ours.
constexpr std::array<double, 5> kCommon = {7.2, 1.3, 0.2, 2.0, -3.8};
// How many observations it takes to move a weight of the common curve by about one.
constexpr double kTrust = 4;
constexpr int kRoundsOfLikelihood = 25;
constexpr double kLeastStep = 1e-3;

// A sentence that is about things of which the examples do not speak at all is hardly one of ours, however much the
// rest of it sounds like them ("can we come later", "can we bring our dog").
constexpr float kBarelyCovered = 0.3F;
constexpr double kBarely = 6;

using Weights = std::array<double, 5>;

Weights inputs_of(const Evidence& evidence) {
  return {evidence.margin, evidence.gap, evidence.over_none, evidence.covered, 1};
}

double score(const Weights& weights, const Weights& inputs) {
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * inputs[i];
  return sum;
}

double logistic(double score) { return 1 / (1 + std::exp(-score)); }

// Gauss and Jordan with pivots on the diagonal: the matrix is positive definite.
Weights solved(std::array<Weights, 5> matrix, Weights right) {
  for (std::size_t i = 0; i < right.size(); ++i) {
    const auto pivot = matrix[i][i];
    for (auto& cell : matrix[i]) cell /= pivot;
    right[i] /= pivot;
    for (std::size_t row = 0; row < right.size(); ++row) {
      if (row == i) continue;
      const auto factor = matrix[row][i];
      for (std::size_t column = 0; column < right.size(); ++column) matrix[row][column] -= factor * matrix[i][column];
      right[row] -= factor * right[i];
    }
  }
  return right;
}

Weights moved(Weights weights, const Weights& step, double part) {
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] += part * step[i];
  return weights;
}

class Likelihood {
 public:
  explicit Likelihood(std::span<const Observation> observations) : observations_(observations) {
    const auto ours = std::ranges::count_if(observations, &Observation::is_ours);
    const auto strange = std::ssize(observations) - ours;
    says_something_ = ours > 0 && strange > 0;
    if (says_something_) each_strange_ = static_cast<double>(ours) / static_cast<double>(strange);
  }

  bool says_something() const { return says_something_; }

  double loss(const Weights& weights) const {
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += kTrust / 2 * std::pow(weights[i] - kCommon[i], 2);
    for (const auto& one : observations_) {
      const auto at = score(weights, inputs_of(one.evidence)) * (one.is_ours ? -1 : 1);
      sum += weight_of(one) * (at > 0 ? at + std::log1p(std::exp(-at)) : std::log1p(std::exp(at)));
    }
    return sum;
  }

  Weights step(const Weights& weights) const {
    std::array<Weights, 5> curvature = {};
    Weights slope = {};
    for (std::size_t i = 0; i < weights.size(); ++i) {
      curvature[i][i] = kTrust;
      slope[i] = kTrust * (kCommon[i] - weights[i]);
    }
    for (const auto& one : observations_) {
      const auto inputs = inputs_of(one.evidence);
      const auto share = logistic(score(weights, inputs));
      for (std::size_t i = 0; i < weights.size(); ++i) {
        slope[i] += weight_of(one) * ((one.is_ours ? 1 : 0) - share) * inputs[i];
        for (std::size_t j = 0; j < weights.size(); ++j)
          curvature[i][j] += weight_of(one) * share * (1 - share) * inputs[i] * inputs[j];
      }
    }
    return solved(curvature, slope);
  }

 private:
  double weight_of(const Observation& one) const { return one.is_ours ? 1 : each_strange_; }

  std::span<const Observation> observations_;
  bool says_something_ = false;
  double each_strange_ = 1;
};

}  // namespace

Evidence evidence_of(std::span<const float> margins, std::size_t intents, float covered) {
  const auto ours = margins.first(intents);
  const auto best = std::ranges::max_element(ours);
  float next = intents > 1 ? -INFINITY : 0;
  for (auto at = ours.begin(); at != ours.end(); ++at) {
    if (at != best) next = std::max(next, *at);
  }
  return {*best, *best - next, margins.size() > intents ? *best - margins.back() : 0, covered};
}

float covered_share(const Bag& bag, const Vocabulary& vocabulary, std::span<const std::uint8_t> is_known) {
  // Letters alone are less than the word.
  constexpr float kByLetters = 0.9F;
  const auto knows = [&](std::uint32_t feature) {
    const auto index = vocabulary.index_of(feature);
    return index != Vocabulary::kUnknown && is_known[index] != 0;
  };
  float known = 0.5F;
  for (const auto& word : bag.content) {
    if (knows(word.id)) {
      known += 1;
    } else if (const auto count = word.runs_end - word.runs_begin; count > 0) {
      const auto seen = std::count_if(bag.runs.begin() + word.runs_begin, bag.runs.begin() + word.runs_end, knows);
      known += kByLetters * static_cast<float>(seen) / static_cast<float>(count);
    }
  }
  return known / static_cast<float>(bag.content.size() + 1);
}

// Newton's method on the likelihood, with a pull towards the common curve; ours and strange weigh the same.
Familiarity Familiarity::learn(std::span<const Observation> observations) {
  const Likelihood likelihood(observations);
  auto weights = kCommon;
  auto loss = likelihood.loss(weights);
  for (int round = 0; round < kRoundsOfLikelihood && likelihood.says_something(); ++round) {
    const auto step = likelihood.step(weights);
    double part = 1;
    for (; part > kLeastStep; part /= 2) {
      const auto next = moved(weights, step, part);
      const auto next_loss = likelihood.loss(next);
      if (!(next_loss < loss)) continue;
      weights = next;
      loss = next_loss;
      break;
    }
    if (part <= kLeastStep) break;
  }
  Familiarity familiarity;
  std::ranges::transform(weights, familiarity.weights_.begin(),
                         [](double weight) { return static_cast<float>(weight); });
  return familiarity;
}

double Familiarity::odds_of(const Evidence& evidence) const {
  Weights weights;
  std::ranges::copy(weights_, weights.begin());
  return score(weights, inputs_of(evidence)) - (evidence.covered < kBarelyCovered ? kBarely : 0);
}

float Familiarity::of(const Evidence& evidence, float shift) const {
  return static_cast<float>(logistic(odds_of(evidence) + shift));
}

}  // namespace frontdesk::ai
