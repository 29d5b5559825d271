#include <algorithm>
#include <functional>

#include "platform/pages/article.h"

namespace frontdesk::platform::pages {
namespace {

constexpr int kCharsMin = 25;
constexpr int kLevelsUp = 5;
constexpr std::size_t kCandidates = 5;
constexpr std::size_t kSharedMin = 3;
constexpr double kAlmostAsGood = 0.75;

double points_of(std::string_view name) {
  if (name == "div") return 5;
  if (is_one_of(name, {"pre", "td", "blockquote"})) return 3;
  if (is_one_of(name, {"address", "ol", "ul", "dl", "dd", "dt", "li", "form"})) return -3;
  if (is_one_of(name, {"h1", "h2", "h3", "h4", "h5", "h6", "th"})) return -5;
  return 0;
}

std::vector<NodeId> above(const ArticleTree& tree, NodeId id, int levels = 1 << 30) {
  std::vector<NodeId> all;
  for (auto one = tree.at(id).parent; one != kNone && levels > 0; one = tree.at(one).parent, --levels)
    all.push_back(one);
  return all;
}

// What a part has by its kind and its names, before any paragraph gives it points; false where it had that already.
bool start_score(ArticleTree& tree, NodeId id, const Strictness& strictness) {
  auto& part = tree.at(id);
  if (part.has_score) return false;
  part.has_score = true;
  part.score = points_of(part.name) + weight_of(tree, id, strictness);
  return true;
}

// Gives what a paragraph is worth to what it stands in, less with each level.
std::vector<NodeId> give_points(ArticleTree& tree, const Strictness& strictness) {
  std::vector<NodeId> candidates;
  for (const auto id : tree.named({"section", "h2", "h3", "h4", "h5", "h6", "p", "td", "pre"}, 0)) {
    const auto& sums = tree.at(id).sums;
    if (sums.chars < kCharsMin) continue;
    const double points = 2 + sums.commas + std::min(sums.chars / 100, 3);
    int level = 0;
    for (const auto one : above(tree, id, kLevelsUp)) {
      auto& part = tree.at(one);
      if (part.parent == kNone) break;
      if (start_score(tree, one, strictness)) candidates.push_back(one);
      part.score += points / (level == 0 ? 1 : level == 1 ? 2 : level * 3);
      ++level;
    }
  }
  for (const auto id : candidates) tree.at(id).score *= 1 - tree.at(id).sums.link_density();
  return candidates;
}

// Where several are almost as good as the best: what all of them stand in.
NodeId shared_by_the_best(const ArticleTree& tree, const std::vector<NodeId>& candidates, NodeId best) {
  std::vector<std::vector<NodeId>> others;
  for (std::size_t i = 1; i < std::min(candidates.size(), kCandidates); ++i) {
    if (tree.at(candidates[i]).score / tree.at(best).score >= kAlmostAsGood)
      others.push_back(above(tree, candidates[i]));
  }
  if (others.size() < kSharedMin) return best;
  for (const auto one : above(tree, best)) {
    if (tree.at(one).name == "body") break;
    const auto shared =
        std::ranges::count_if(others, [&](const auto& list) { return std::ranges::find(list, one) != list.end(); });
    if (static_cast<std::size_t>(shared) >= kSharedMin) return one;
  }
  return best;
}

// A part that gets better further up has more of the article there.
NodeId climb(ArticleTree& tree, NodeId best, const Strictness& strictness) {
  start_score(tree, best, strictness);
  auto last = tree.at(best).score;
  const auto least = last / 3;
  for (const auto one : above(tree, best)) {
    const auto& part = tree.at(one);
    if (part.name == "body" || part.parent == kNone) break;
    if (!part.has_score) continue;
    if (part.score < least) break;
    if (part.score > last) {
      best = one;
      break;
    }
    last = part.score;
  }
  const auto is_alone = [&](NodeId id) {
    const auto parent = tree.at(id).parent;
    return parent != kNone && tree.at(parent).name != "body" && tree.only_child(parent, tree.at(id).name) == id;
  };
  while (is_alone(best)) best = tree.at(best).parent;
  return best;
}

bool ends_a_sentence(std::string_view text) { return text.ends_with('.') || text.contains(". "); }

bool belongs(const ArticleTree& tree, NodeId id, NodeId best) {
  const auto& part = tree.at(id);
  if (part.name.empty()) return false;
  const auto least = std::max(10.0, tree.at(best).score * 0.2);
  const auto name = tree.attribute(best, "class");
  const double bonus = !name.empty() && tree.attribute(id, "class") == name ? tree.at(best).score * 0.2 : 0;
  if (part.has_score && part.score + bonus >= least) return true;
  if (part.name != "p") return false;
  const auto density = part.sums.link_density();
  if (part.sums.chars > 80) return density < 0.25;
  return part.sums.chars > 0 && density == 0 && ends_a_sentence(tree.inner_text(id));
}

}  // namespace

NodeId choose_article(ArticleTree& tree, const Strictness& strictness) {
  tree.count(0);
  auto candidates = give_points(tree, strictness);
  std::ranges::stable_sort(candidates, std::greater(), [&](NodeId id) { return tree.at(id).score; });
  const auto article = tree.make("div");
  const auto bodies = tree.named({"body"}, 0);
  if (bodies.empty()) return kNone;
  const auto body = bodies.front();
  auto best = candidates.empty() ? kNone : candidates.front();
  if (best == kNone || tree.at(best).name == "body") {
    while (tree.at(body).first != kNone) tree.append(article, tree.at(body).first);
    tree.append(body, article);
    return article;
  }
  best = climb(tree, shared_by_the_best(tree, candidates, best), strictness);
  std::vector<NodeId> parts;
  for (auto id = tree.at(tree.at(best).parent).first; id != kNone; id = tree.at(id).next) {
    if (id == best || belongs(tree, id, best)) parts.push_back(id);
  }
  tree.insert_before(best, article);
  for (const auto id : parts) {
    if (!is_one_of(tree.at(id).name, {"div", "article", "section", "p", "ol", "ul"})) tree.at(id).name = "div";
    tree.append(article, id);
  }
  return article;
}

}  // namespace frontdesk::platform::pages
