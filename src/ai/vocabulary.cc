#include "ai/vocabulary.h"

#include <bit>
#include <cmath>

namespace frontdesk::ai {

namespace {

constexpr float kUnknownShare = 0.25F;

std::uint32_t slot_of(std::uint32_t id, std::size_t slots) {
  return (id * 0x9e3779b1u) >> (32 - std::countr_zero(slots));
}

}  // namespace

Vocabulary::Vocabulary(std::span<const std::vector<Feature>> sentences, std::uint32_t documents_min) {
  std::vector<std::uint32_t> documents(std::size_t{1} << kFeatureBits);
  for (const auto& sentence : sentences) {
    for (const auto& feature : sentence) ++documents[feature.id];
  }
  const auto rarity = [total = static_cast<double>(sentences.size())](std::uint32_t count) {
    return static_cast<float>(std::log((1 + total) / (1 + count)) + 1);
  };
  for (std::uint32_t id = 0; id < documents.size(); ++id) {
    if (documents[id] == 0 || documents[id] < documents_min) continue;
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

std::vector<Vocabulary::Entry> Vocabulary::weigh(std::span<const Feature> sentence) const {
  std::vector<Entry> entries;
  entries.reserve(sentence.size());
  if (slots_.empty()) return entries;
  float squares = 0;
  for (const auto& feature : sentence) {
    auto slot = slot_of(feature.id, slots_.size());
    while (slots_[slot] != 0 && ids_[slots_[slot] - 1] != feature.id) slot = (slot + 1) & (slots_.size() - 1);
    const auto place = slots_[slot];
    const auto frequency = feature.count == 1 ? 1.0F : 1 + std::log(static_cast<float>(feature.count));
    const auto weight = frequency * (place ? rarities_[place - 1] : unknown_rarity_);
    squares += (place ? 1 : kUnknownShare) * weight * weight;
    if (place) entries.push_back({place - 1, weight});
  }
  const auto length = std::sqrt(squares);
  for (auto& entry : entries) entry.weight /= length;
  return entries;
}

}  // namespace frontdesk::ai
