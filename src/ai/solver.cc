#include "ai/solver.h"

#include <algorithm>
#include <cmath>

namespace frontdesk::ai {
namespace {

// The bound on what one sentence puts into the weights.
constexpr float kBound = 1;
// A round in which no sentence was further than this from where it belongs is the last one.
constexpr float kSettled = 0.1F;
constexpr float kUnmoved = 1e-3F;
// A sentence that did not move rests for as many rounds as it has not moved before, up to this.
constexpr int kRestMax = 4;
constexpr float kNothing = 1e-7F;
constexpr float kLow = -1e30F;
// What a round costs for a sentence's feature and a class, in steps of an effort.
constexpr std::uint64_t kEntriesAStep = 128;

}  // namespace

Solver::Solver(const Labelled& data)
    : data_(&data),
      weights_(data.feature_count * data.class_count, 0.0F),
      shares_(data.sentences.size() * data.class_count, 0.0F),
      margins_(data.class_count),
      wanted_(data.class_count) {
  squares_.reserve(data.sentences.size());
  for (const auto& sentence : data.sentences) {
    float squares = 0;
    for (const auto& entry : sentence) squares += entry.weight * entry.weight;
    squares_.push_back(squares);
  }
}

std::vector<float> Solver::margins_of(const WeighedSentence& sentence) const {
  std::vector<float> margins(data_->class_count, 0.0F);
  for (const auto& entry : sentence)
    add_scaled(&weights_[entry.index * margins.size()], entry.weight, margins.data(), margins.size());
  return margins;
}

void Solver::settle(std::span<const std::size_t> chosen, int rounds_max, Effort& effort) {
  struct Turn {
    std::size_t sentence;
    int still = 0;  // rounds in which it did not move
    int rest = 0;   // rounds left to skip
  };
  std::vector<Turn> turns;
  turns.reserve(chosen.size());
  std::uint64_t entries = 0;
  for (const auto i : chosen) {
    turns.push_back({i});
    entries += data_->sentences[i].size();
  }
  for (int round = 0; round < rounds_max; ++round) {
    effort.spend(1 + entries * data_->class_count / kEntriesAStep);
    chance_.shuffle(std::span(turns));
    float worst = 0;
    for (auto& turn : turns) {
      if (turn.rest > 0) {
        --turn.rest;
        continue;
      }
      const auto moved = improve(turn.sentence);
      worst = std::max(worst, moved);
      turn.still = moved <= kUnmoved ? turn.still + 1 : 0;
      turn.rest = std::min(turn.still, kRestMax);
    }
    if (worst < kSettled) return;
  }
}

float Solver::improve(std::size_t sentence) {
  const auto squares = squares_[sentence];
  if (squares <= 0) return 0;
  const auto classes = data_->class_count;
  const auto own = data_->classes[sentence];
  const auto* const shares = &shares_[sentence * classes];
  std::ranges::fill(margins_, 0.0F);
  for (const auto& entry : data_->sentences[sentence])
    add_scaled(&weights_[entry.index * classes], entry.weight, margins_.data(), classes);
  float highest = kLow;
  float lowest = -kLow;
  for (std::size_t i = 0; i < classes; ++i) {
    if (i != own) margins_[i] += 1;
    highest = std::max(highest, margins_[i]);
    if (shares[i] < (i == own ? kBound : 0)) lowest = std::min(lowest, margins_[i]);
  }
  if (highest - lowest <= kUnmoved) return 0;
  share_out(sentence);
  put_in(sentence);
  return highest - lowest;
}

// The shares that are best for this sentence while all others stay: as much as its bound for its own class, taken from
// those that come too near. Their level is found from the nearest down.
void Solver::share_out(std::size_t sentence) {
  const auto classes = data_->class_count;
  const auto own = data_->classes[sentence];
  const auto squares = squares_[sentence];
  const auto* const shares = &shares_[sentence * classes];
  for (std::size_t i = 0; i < classes; ++i) margins_[i] -= squares * shares[i];
  auto& rivals = wanted_;
  rivals = margins_;
  rivals[own] += squares * kBound;
  float sum = -squares * kBound;
  std::size_t count = 0;
  while (count < classes) {
    const auto nearest = std::ranges::max_element(rivals);
    if (count > 0 && sum >= static_cast<float>(count) * *nearest) break;
    sum += *nearest;
    ++count;
    *nearest = kLow;
  }
  const auto level = sum / static_cast<float>(count);
  for (std::size_t i = 0; i < classes; ++i)
    wanted_[i] = std::min(i == own ? kBound : 0.0F, (level - margins_[i]) / squares);
}

void Solver::put_in(std::size_t sentence) {
  const auto classes = data_->class_count;
  for (std::size_t i = 0; i < classes; ++i) {
    auto& share = shares_[sentence * classes + i];
    const auto change = wanted_[i] - share;
    if (std::abs(change) < kNothing) continue;
    share = wanted_[i];
    for (const auto& entry : data_->sentences[sentence]) weights_[entry.index * classes + i] += change * entry.weight;
  }
}

void Solver::forget(std::size_t sentence) {
  std::ranges::fill(wanted_, 0.0F);
  put_in(sentence);
}

}  // namespace frontdesk::ai
