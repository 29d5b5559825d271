#include "ai/grouping.h"

#include <algorithm>

#include "ai/vocabulary.h"

namespace frontdesk::ai {
namespace {

constexpr float kAlike = 0.35F;

// Both by ascending index.
float similarity(const std::vector<Vocabulary::Entry>& left, const std::vector<Vocabulary::Entry>& right) {
  float sum = 0;
  for (auto l = left.begin(), r = right.begin(); l != left.end() && r != right.end();) {
    if (l->index == r->index)
      sum += l++->weight * r++->weight;
    else if (l->index < r->index)
      ++l;
    else
      ++r;
  }
  return sum;
}

// What it is about, without how it is said; all of it where it is about nothing.
Bag about(Bag bag) {
  if (bag.content.empty()) return bag;
  bag.features.clear();
  for (const auto& word : bag.content) bag.features.push_back({word.id, 1});
  for (const auto run : bag.runs) bag.features.push_back({run, 1});
  std::ranges::sort(bag.features, {}, &Feature::id);
  const auto same = std::ranges::unique(bag.features, {}, &Feature::id);
  bag.features.erase(same.begin(), same.end());
  return bag;
}

}  // namespace

std::vector<std::vector<std::size_t>> group_alike(std::span<const std::string> sentences, Effort& effort) {
  std::vector<Bag> bags;
  bags.reserve(sentences.size());
  for (const auto& sentence : sentences) bags.push_back(about(bag_of(sentence)));
  const Vocabulary vocabulary(bags, bags.size(), 1);
  std::vector<std::vector<Vocabulary::Entry>> firsts;
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < bags.size(); ++i) {
    effort.spend(1 + firsts.size());
    auto entries = vocabulary.weigh(bags[i].features);
    float nearest = kAlike;
    auto joined = groups.size();
    for (std::size_t group = 0; group < firsts.size(); ++group) {
      const auto alike = similarity(entries, firsts[group]);
      if (alike > nearest) nearest = alike, joined = group;
    }
    if (joined == groups.size()) {
      groups.emplace_back();
      firsts.push_back(std::move(entries));
    }
    groups[joined].push_back(i);
  }
  std::ranges::stable_sort(groups, std::greater{}, [](const auto& group) { return group.size(); });
  return groups;
}

}  // namespace frontdesk::ai
