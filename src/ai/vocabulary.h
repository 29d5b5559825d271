#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "ai/features.h"

namespace frontdesk::ai {

// The features that a set of sentences has, with how much each says (inverse document frequency), renumbered from 0.
class Vocabulary {
 public:
  struct Entry {
    std::uint32_t index;
    float weight;
  };

  static constexpr std::uint32_t kUnknown = UINT32_MAX;
  // What an unknown feature counts for the length of a sentence.
  static constexpr float kUnknownShare = 0.25F;

  Vocabulary() = default;
  // Features in fewer than `documents_min` sentences are left out, and those in fewer than two where none of the first
  // `own` sentences has them.
  Vocabulary(std::span<const Bag> sentences, std::size_t own, std::uint32_t documents_min,
             std::vector<Feature> Bag::* part = &Bag::features);
  Vocabulary(std::vector<std::uint32_t> ids, std::vector<float> rarities, float unknown_rarity);

  // 1 + log(count), times rarity (runs of letters less), scaled to length 1. What is not known counts (by a quarter)
  // for the length alone, so that a sentence of mostly foreign words stays far from everything.
  std::vector<Entry> weigh(std::span<const Feature> sentence) const;

  // The feature's number; kUnknown where it has none.
  std::uint32_t index_of(std::uint32_t id) const;

  std::size_t size() const { return ids_.size(); }
  const std::vector<std::uint32_t>& ids() const { return ids_; }  // ascending
  const std::vector<float>& rarities() const { return rarities_; }
  float unknown_rarity() const { return unknown_rarity_; }

 private:
  void index();

  std::vector<std::uint32_t> ids_;
  std::vector<float> rarities_;
  float unknown_rarity_ = 1;
  std::vector<std::uint32_t> slots_;  // open addressing: place in ids_ + 1
};

}  // namespace frontdesk::ai
