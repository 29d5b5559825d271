#include "ai/perceptron.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace frontdesk::ai {
namespace {

constexpr std::size_t kHidden = Perceptron::kHidden;
constexpr std::size_t kUnits = Perceptron::kUnits;
using Units = std::array<float, kUnits>;

// Chosen by folds of the training parts of two public sets (BANKING77, HWU64).
constexpr std::size_t kMembers = 3;
// With more sentences each round moves more, and the largest of files has to be learnt in seconds.
constexpr std::size_t kRoundsMax = 12;
constexpr std::size_t kRoundsMin = 4;
constexpr std::size_t kLessonsMax = 110'000;
constexpr float kRate = 0.3F;
constexpr float kOuterRate = 0.03F;
// Of the words of a sentence: its other words have to tell as well.
constexpr float kDroppedWords = 0.15F;
constexpr float kDroppedFeatures = 0.4F;
constexpr float kDroppedUnits = 0.3F;
constexpr float kInnerSpread = 0.24F;
constexpr float kOuterSpread = 0.31F;
constexpr float kTooLittle = 1e-4F;
// What a logit counts beside a margin of the linear weights.
constexpr float kOpinion = 0.06F;
constexpr float kStepsOfByte = 127;
// What a round costs for two multiplications, in steps of an effort: as much as the solver's.
constexpr std::uint64_t kMultiplicationsAStep = 256;

// In eight sums, which the processor adds side by side.
float product(const float* left, const float* right) {
  constexpr std::size_t kLanes = 8;
  std::array<float, kLanes> sums = {};
  for (std::size_t i = 0; i < kUnits; i += kLanes) {
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

// The hidden layer of a sentence while its features come.
struct Layer {
  std::array<float, kHidden> sums = {};
  std::array<float, kHidden> squares = {};

  template <class Weight>
  void add(const Weight* row, float scale) {
    for (std::size_t i = 0; i < kHidden; ++i) {
      const auto part = scale * static_cast<float>(row[i]);
      sums[i] += part;
      squares[i] += part * part;
    }
  }

  Units units() const {
    Units units;
    for (std::size_t i = 0; i < kHidden; ++i) {
      units[i] = std::max(sums[i], 0.0F);
      units[kHidden + i] = (sums[i] * sums[i] - squares[i]) / 2;  // the sum of the products of its features, two by two
    }
    return units;
  }
};

class Learner {
 public:
  Learner(const Labelled& data, Chance& chance) : data_(data), shares_(data.class_count), chance_(chance) {
    inner_.resize(data.feature_count * kHidden);
    outer_.resize(data.class_count * kUnits);
    for (auto& weight : inner_) weight = kInnerSpread * (2 * chance_.share() - 1);
    for (auto& weight : outer_) weight = kOuterSpread * (2 * chance_.share() - 1);
  }

  void learn(std::vector<std::size_t> sentences, Effort& effort) {
    std::uint64_t entries = 0;
    for (const auto i : sentences) entries += data_.sentences[i].size();
    const auto cost = (entries + sentences.size() * data_.class_count) * kUnits / kMultiplicationsAStep;
    const auto rounds = std::clamp(kLessonsMax / std::max<std::size_t>(sentences.size(), 1), kRoundsMin, kRoundsMax);
    const auto steps = static_cast<float>(sentences.size() * rounds);
    std::size_t step = 0;
    for (std::size_t round = 0; round < rounds; ++round) {
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
    for (std::size_t i = 0; i < kUnits; ++i) {
      for (std::size_t of = 0; of < data_.class_count; ++of) layers.outer.push_back(outer_[of * kUnits + i]);
    }
    return layers;
  }

 private:
  // A part of the sentence, as long as the whole.
  void keep_part_of(std::size_t sentence) {
    enum : std::uint8_t { kNotDrawn, kStays, kDropped };
    std::array<std::uint8_t, kWordsMax> drawn = {};
    const auto stays = [&](std::size_t word) {
      if (drawn[word] == kNotDrawn) drawn[word] = chance_.share() < kDroppedWords ? kDropped : kStays;
      return drawn[word] == kStays;
    };
    const auto& entries = data_.sentences[sentence];
    kept_.clear();
    float squares = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!data_.words.empty()) {
        const auto& words = data_.words[sentence][i];
        if (!stays(words.first) || !stays(words.last)) continue;
      }
      squares += entries[i].weight * entries[i].weight;
      if (chance_.share() >= kDroppedFeatures) kept_.push_back(entries[i]);
    }
    for (auto& entry : kept_) entry.weight /= (1 - kDroppedFeatures) * std::sqrt(squares);
  }

  void learn_one(std::size_t sentence, float rate) {
    keep_part_of(sentence);
    Layer layer;
    for (const auto& entry : kept_) layer.add(&inner_[entry.index * kHidden], entry.weight);
    auto units = layer.units();
    Units passes = {};  // 0 for what is dropped
    for (std::size_t i = 0; i < kUnits; ++i) {
      if (chance_.share() >= kDroppedUnits) passes[i] = 1 / (1 - kDroppedUnits);
      units[i] *= passes[i];
    }
    const auto own = data_.classes[sentence];
    for (std::size_t i = 0; i < shares_.size(); ++i) shares_[i] = product(&outer_[i * kUnits], units.data());
    const auto all = log_of_sum(shares_);
    Units back = {};
    for (std::size_t i = 0; i < shares_.size(); ++i) {
      const auto slope = std::exp(shares_[i] - all) - (i == own ? 1 : 0);
      if (std::abs(slope) < kTooLittle) continue;
      add_scaled(&outer_[i * kUnits], slope, back.data(), kUnits);
      add_scaled(units.data(), -rate * kOuterRate * slope, &outer_[i * kUnits], kUnits);
    }
    for (std::size_t i = 0; i < kUnits; ++i) back[i] *= passes[i];
    for (std::size_t i = 0; i < kHidden; ++i) back[i] = layer.sums[i] > 0 ? back[i] : 0;
    for (const auto& entry : kept_) {
      auto* const row = &inner_[entry.index * kHidden];
      for (std::size_t i = 0; i < kHidden; ++i) {
        const auto others = layer.sums[i] - entry.weight * row[i];
        row[i] -= rate * kRate * entry.weight * (back[i] + back[kHidden + i] * others);
      }
    }
  }

  const Labelled& data_;
  std::vector<float> inner_, outer_;
  std::vector<float> shares_;  // of the sentence under way
  WeighedSentence kept_;
  Chance& chance_;
};

}  // namespace

Perceptron::Perceptron(const Labelled& data, std::span<const std::size_t> chosen, Chance& chance, Effort& effort) {
  std::vector<std::size_t> sentences;
  for (const auto i : chosen) {
    if (data.classes[i] < data.class_count) sentences.push_back(i);
  }
  Learner learner(data, chance);
  learner.learn(std::move(sentences), effort);
  layers_ = std::move(learner).layers();
}

void Perceptron::add_opinion(const WeighedSentence& sentence, std::span<float> margins) const {
  Layer layer;
  // All at once: they lie far from each other, and waiting for each in turn is what they cost.
  for (const auto& entry : sentence) __builtin_prefetch(&layers_.inner[entry.index * kHidden]);
  for (const auto& entry : sentence)
    layer.add(&layers_.inner[entry.index * kHidden], entry.weight * layers_.scales[entry.index]);
  const auto units = layer.units();
  const auto classes = layers_.outer.size() / kUnits;
  for (std::size_t i = 0; i < kUnits; ++i) {
    if (units[i] != 0) add_scaled(&layers_.outer[i * classes], kOpinion * units[i], margins.data(), classes);
  }
}

std::vector<Perceptron> committee_of(const Labelled& data, std::span<const std::size_t> chosen, Effort& effort) {
  Chance chance;
  std::vector<Perceptron> members;
  members.reserve(kMembers);
  for (std::size_t i = 0; i < kMembers; ++i) members.emplace_back(data, chosen, chance, effort);
  return members;
}

}  // namespace frontdesk::ai
