#include "ai/perceptron.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ai/chance.h"

namespace frontdesk::ai {
namespace {

constexpr std::size_t kHidden = Perceptron::kHidden;
using Hidden = std::array<float, kHidden>;

// Chosen by folds of the training parts of three public sets.
constexpr int kRoundsOfNet = 10;
constexpr float kRate = 0.3F;
constexpr float kOuterRate = 0.03F;
constexpr float kDropped = 0.3F;  // of the features, and of the hidden layer
constexpr float kInnerSpread = 0.17F;
constexpr float kOuterSpread = 0.22F;
constexpr float kTooLittle = 1e-4F;
// What a logit counts beside a margin of the linear weights.
constexpr float kOpinion = 0.15F;
constexpr float kStepsOfByte = 127;
// What a round costs for two multiplications, in steps of an effort: as much as the solver's.
constexpr std::uint64_t kMultiplicationsAStep = 256;

// In eight sums, which the processor adds side by side.
float product(const float* left, const float* right) {
  constexpr std::size_t kLanes = 8;
  std::array<float, kLanes> sums = {};
  for (std::size_t i = 0; i < kHidden; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += left[i + lane] * right[i + lane];
  }
  float sum = 0;
  for (const auto part : sums) sum += part;
  return sum;
}

float log_of_sum(std::span<const float> logits) {
  const auto greatest = std::ranges::max(logits);
  float sum = 0;
  for (const auto logit : logits) sum += std::exp(logit - greatest);
  return greatest + std::log(sum);
}

class Learner {
 public:
  explicit Learner(const Labelled& data) : data_(data), shares_(data.class_count) {
    inner_.resize(data.feature_count * kHidden);
    outer_.resize(data.class_count * kHidden);
    for (auto& weight : inner_) weight = kInnerSpread * (2 * chance_.share() - 1);
    for (auto& weight : outer_) weight = kOuterSpread * (2 * chance_.share() - 1);
  }

  void learn(std::vector<std::size_t> sentences, Effort& effort) {
    std::uint64_t entries = 0;
    for (const auto i : sentences) entries += data_.sentences[i].size();
    const auto cost = (entries + sentences.size() * data_.class_count) * kHidden / kMultiplicationsAStep;
    const auto steps = static_cast<float>(sentences.size() * kRoundsOfNet);
    std::size_t step = 0;
    for (int round = 0; round < kRoundsOfNet; ++round) {
      effort.spend(1 + cost);
      chance_.shuffle(std::span(sentences));
      for (const auto i : sentences) learn_one(i, 1 - static_cast<float>(step++) / steps);
    }
  }

  Perceptron::Layers layers() && {
    Perceptron::Layers layers;
    layers.inner.reserve(inner_.size());
    layers.scales.reserve(data_.feature_count);
    for (auto row = inner_.begin(); row != inner_.end(); row += kHidden) {
      float greatest = 0;
      for (std::size_t i = 0; i < kHidden; ++i) greatest = std::max(greatest, std::abs(row[i]));
      const auto scale = greatest > 0 ? greatest / kStepsOfByte : 1;
      layers.scales.push_back(scale);
      for (std::size_t i = 0; i < kHidden; ++i)
        layers.inner.push_back(static_cast<std::int8_t>(std::lround(row[i] / scale)));
    }
    // By what stays 0 for most sentences: those rows need no look when it is asked.
    for (std::size_t i = 0; i < kHidden; ++i) {
      for (std::size_t of = 0; of < data_.class_count; ++of) layers.outer.push_back(outer_[of * kHidden + i]);
    }
    return layers;
  }

 private:
  void learn_one(std::size_t sentence, float rate) {
    constexpr float kKept = 1 / (1 - kDropped);
    kept_.clear();
    for (const auto& entry : data_.sentences[sentence]) {
      if (chance_.share() >= kDropped) kept_.push_back({entry.index, entry.weight * kKept});
    }
    Hidden hidden = {};
    for (const auto& entry : kept_) add_scaled(&inner_[entry.index * kHidden], entry.weight, hidden.data(), kHidden);
    Hidden passes = {};  // what of the hidden layer is neither dropped nor below 0
    for (std::size_t i = 0; i < kHidden; ++i) {
      if (chance_.share() >= kDropped && hidden[i] > 0) passes[i] = kKept;
      hidden[i] *= passes[i];
    }
    const auto own = data_.classes[sentence];
    for (std::size_t i = 0; i < shares_.size(); ++i) shares_[i] = product(&outer_[i * kHidden], hidden.data());
    const auto all = log_of_sum(shares_);
    Hidden back = {};
    for (std::size_t i = 0; i < shares_.size(); ++i) {
      const auto slope = std::exp(shares_[i] - all) - (i == own ? 1 : 0);
      if (std::abs(slope) < kTooLittle) continue;
      add_scaled(&outer_[i * kHidden], slope, back.data(), kHidden);
      add_scaled(hidden.data(), -rate * kOuterRate * slope, &outer_[i * kHidden], kHidden);
    }
    for (std::size_t i = 0; i < kHidden; ++i) back[i] *= passes[i];
    for (const auto& entry : kept_)
      add_scaled(back.data(), -rate * kRate * entry.weight, &inner_[entry.index * kHidden], kHidden);
  }

  const Labelled& data_;
  std::vector<float> inner_, outer_;
  std::vector<float> shares_;  // of the sentence under way
  WeighedSentence kept_;
  Chance chance_;
};

}  // namespace

Perceptron::Perceptron(const Labelled& data, std::span<const std::size_t> chosen, Effort& effort) {
  std::vector<std::size_t> sentences;
  for (const auto i : chosen) {
    if (data.classes[i] < data.class_count) sentences.push_back(i);
  }
  Learner learner(data);
  learner.learn(std::move(sentences), effort);
  layers_ = std::move(learner).layers();
}

void Perceptron::add_opinion(const WeighedSentence& sentence, std::span<float> margins) const {
  if (!has_opinion()) return;
  Hidden hidden = {};
  for (const auto& entry : sentence) {
    const auto* const row = &layers_.inner[entry.index * kHidden];
    const auto scale = entry.weight * layers_.scales[entry.index];
    for (std::size_t i = 0; i < kHidden; ++i) hidden[i] += scale * static_cast<float>(row[i]);
  }
  const auto classes = layers_.outer.size() / kHidden;
  for (std::size_t i = 0; i < kHidden; ++i) {
    if (hidden[i] <= 0) continue;
    const auto* const row = &layers_.outer[i * classes];
    const auto scale = kOpinion * hidden[i];
    for (std::size_t of = 0; of < classes; ++of) margins[of] += scale * row[of];
  }
}

}  // namespace frontdesk::ai
