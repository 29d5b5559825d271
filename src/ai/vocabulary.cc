#include "ai/vocabulary.h"

#include <bit>
#include <cmath>

namespace frontdesk::ai {

namespace {

// There are many of them in a word, and they say the same again.
constexpr float kRunWeight = 0.7F;

std::uint32_t slot_of(std::uint32_t id, std::size_t slots) {
  return (id * 0x9e3779b1u) >> (32 - std::countr_zero(slots));
}

}  // namespace

Vocabulary::Vocabulary(std::span<const Bag> sentences, std::size_t own, std::uint32_t documents_min,
                       std::vector<Feature> Bag::* part) {
  std::vector<std::uint32_t> documents(std::size_t{1} << kFeatureBits);
  std::vector<bool> is_own(documents.size());
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    for (const auto& feature : sentences[i].*part) {
      ++documents[feature.id];
      if (i < own) is_own[feature.id] = true;
    }
  }
  const auto rarity = [total = static_cast<double>(sentences.size())](std::uint32_t count) {
    return static_cast<float>(std::log((1 + total) / (1 + count)) + 1);
  };
  for (std::uint32_t id = 0; id < documents.size(); ++id) {
    const auto needed = is_own[id] ? documents_min : std::max(documents_min, 2U);
    if (documents[id] == 0 || documents[id] < needed) continue;
    ids_.push_back(id);
    rarities_.push_back(rarity(documents[id]));
  }
  unknown_rarity_ = rarity(1);
  index();
}

Vocabulary::Vocabulary(std::vector<std::uint32_t> ids, std::vector<float> rarities, float unknown_rarity)
    : ids_(std::move(ids)), rarities_(std::move(rarities)), unknown_rarity_(unknown_rarity) {
  index();
}

void Vocabulary::index() {
  slots_.assign(std::bit_ceil(std::max<std::size_t>(2 * ids_.size(), 2)), 0);
  for (std::uint32_t i = 0; i < ids_.size(); ++i) {
    auto slot = slot_of(ids_[i], slots_.size());
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = i + 1;
  }
}

std::uint32_t Vocabulary::index_of(std::uint32_t id) const {
  if (slots_.empty()) return kUnknown;
  auto slot = slot_of(id, slots_.size());
  while (slots_[slot] != 0 && ids_[slots_[slot] - 1] != id) slot = (slot + 1) & (slots_.size() - 1);
  return slots_[slot] == 0 ? kUnknown : slots_[slot] - 1;
}

std::vector<Vocabulary::Entry> Vocabulary::weigh(std::span<const Feature> sentence) const {
  std::vector<Entry> entries;
  entries.reserve(sentence.size());
  float squares = 0;
  for (const auto& feature : sentence) {
    const auto index = index_of(feature.id);
    const auto frequency = feature.count == 1 ? 1.0F : 1 + std::log(static_cast<float>(feature.count));
    const auto kind = (feature.id & kRunMark) != 0 ? kRunWeight : 1;
    const auto weight = kind * frequency * (index == kUnknown ? unknown_rarity_ : rarities_[index]);
    squares += (index == kUnknown ? kUnknownShare : 1) * weight * weight;
    if (index != kUnknown) entries.push_back({index, weight});
  }
  const auto length = std::sqrt(squares);
  for (auto& entry : entries) entry.weight /= length;
  return entries;
}

}  // namespace frontdesk::ai
