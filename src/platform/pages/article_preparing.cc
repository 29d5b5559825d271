#include <algorithm>

#include "base/text.h"
#include "platform/pages/article.h"
#include "platform/pages/article_words.h"

namespace frontdesk::platform::pages {
namespace {

constexpr std::size_t kBylineMax = 100;

bool is_block(std::string_view name) {
  return is_one_of(name, {"blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul"});
}

bool has_block(const ArticleTree& tree, NodeId id) {
  for (auto inner = tree.following(id, id); inner != kNone; inner = tree.following(inner, id)) {
    if (is_block(tree.at(inner).name)) return true;
  }
  return false;
}

// What stands within a line.
bool is_phrasing(const ArticleTree& tree, NodeId id) {
  const auto name = tree.at(id).name;
  if (name.empty()) return true;
  if (is_one_of(name,
                {"abbr",  "audio",    "b",      "bdo",    "br",       "button",   "cite", "code",  "data",   "datalist",
                 "dfn",   "em",       "embed",  "i",      "img",      "input",    "kbd",  "label", "mark",   "math",
                 "meter", "noscript", "object", "output", "progress", "q",        "ruby", "samp",  "script", "select",
                 "small", "span",     "strong", "sub",    "sup",      "textarea", "time", "var",   "wbr"}))
    return true;
  if (!is_one_of(name, {"a", "del", "ins"})) return false;
  for (auto child = tree.at(id).first; child != kNone; child = tree.at(child).next) {
    if (!is_phrasing(tree, child)) return false;
  }
  return true;
}

bool is_blank_text(const ArticleTree& tree, NodeId id) {
  return tree.at(id).name.empty() && text::trim(tree.text(id)).empty();
}

void remove_all(ArticleTree& tree, std::initializer_list<std::string_view> names) {
  for (const auto id : tree.named(names, 0)) tree.remove(id);
}

// Two line breaks or more are the end of a paragraph: what comes behind them, up to the next, is one.
void replace_breaks(ArticleTree& tree) {
  for (const auto first : tree.named({"br"}, 0)) {
    if (tree.at(first).parent == kNone) continue;
    const auto skip_blanks = [&](NodeId id) {
      while (id != kNone && is_blank_text(tree, id)) id = tree.at(id).next;
      return id;
    };
    bool is_end = false;
    auto next = skip_blanks(tree.at(first).next);
    while (next != kNone && tree.at(next).name == "br") {
      is_end = true;
      const auto behind = tree.at(next).next;
      tree.remove(next);
      next = skip_blanks(behind);
    }
    if (!is_end) continue;
    const auto paragraph = tree.make("p");
    tree.replace(first, paragraph);
    for (auto behind = tree.at(paragraph).next; behind != kNone;) {
      if (tree.at(behind).name == "br") {
        const auto other = skip_blanks(tree.at(behind).next);
        if (other != kNone && tree.at(other).name == "br") break;
      }
      if (!is_phrasing(tree, behind)) break;
      const auto after = tree.at(behind).next;
      tree.append(paragraph, behind);
      behind = after;
    }
    if (tree.at(tree.at(paragraph).parent).name == "p") tree.at(tree.at(paragraph).parent).name = "div";
  }
}

bool is_unlikely(const ArticleTree& tree, NodeId id) {
  const auto name = tree.at(id).name;
  const auto role = tree.attribute(id, "role");
  if (is_one_of(role, {"menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog"}))
    return true;
  if (is_one_of(name, {"body", "a", "html"}) || !names_one_of(tree, id, kUnlikely) || names_one_of(tree, id, kMaybe))
    return false;
  return !tree.is_in(id, "table") && !tree.is_in(id, "code");
}

bool is_byline(const ArticleTree& tree, NodeId id) {
  if (tree.attribute(id, "rel") != "author" && !tree.attribute(id, "itemprop").contains("author") &&
      !names_one_of(tree, id, kByline))
    return false;
  const auto text = tree.inner_text(id);
  return !text.empty() && text.size() < kBylineMax;
}

// How much of the second is in the first, by words.
double likeness(std::string_view first, std::string_view second) {
  const auto words = [](std::string_view sentence) {
    std::vector<std::string> all;
    std::string word;
    for (const char c : text::lower_ascii(sentence) + " ") {
      const bool is_letter = (c & 0x80) != 0 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      if (is_letter)
        word += c;
      else if (!word.empty())
        all.push_back(std::exchange(word, {}));
    }
    return all;
  };
  const auto ours = words(first), theirs = words(second);
  if (ours.empty() || theirs.empty()) return 0;
  std::size_t all = 0, other = 0;
  for (const auto& word : theirs) {
    all += word.size() + 1;
    if (std::ranges::find(ours, word) == ours.end()) other += word.size() + 1;
  }
  return 1 - static_cast<double>(other) / static_cast<double>(all);
}

bool repeats_title(const ArticleTree& tree, NodeId id, std::string_view title) {
  return is_one_of(tree.at(id).name, {"h1", "h2"}) && !title.empty() && likeness(title, tree.inner_text(id)) > 0.75;
}

bool is_empty(const ArticleTree& tree, NodeId id) {
  if (tree.has_visible_text(id)) return false;
  for (auto child = tree.at(id).first; child != kNone; child = tree.at(child).next) {
    if (!is_one_of(tree.at(child).name, {"", "br", "hr"})) return false;
  }
  return true;
}

// A division is a paragraph where it holds lines and nothing else; lines beside other things get a paragraph. Gives
// what stands in its place.
NodeId give_paragraphs(ArticleTree& tree, NodeId division) {
  NodeId paragraph = kNone;
  for (auto child = tree.at(division).first; child != kNone;) {
    const auto next = tree.at(child).next;
    if (!is_phrasing(tree, child)) {
      paragraph = kNone;
    } else if (paragraph != kNone) {
      tree.append(paragraph, child);
    } else if (!is_blank_text(tree, child)) {
      paragraph = tree.make("p");
      tree.replace(child, paragraph);
      tree.append(paragraph, child);
    }
    child = next;
  }
  const auto only = tree.only_child(division, "p");
  if (only != kNone) tree.count(only);
  if (only != kNone && tree.at(only).sums.link_density() < 0.25) {
    tree.replace(division, only);
    return only;
  }
  if (!has_block(tree, division)) tree.at(division).name = "p";
  return division;
}

}  // namespace

int weight_of(const ArticleTree& tree, NodeId id, const Strictness& strictness) {
  if (!strictness.weighs_names) return 0;
  int weight = 0;
  for (const std::string_view name : {"class", "id"}) {
    const auto value = text::lower_ascii(tree.attribute(id, name));
    if (contains_one_of(value, kBad)) weight -= 25;
    if (contains_one_of(value, kGood)) weight += 25;
  }
  return weight;
}

bool is_visible(const ArticleTree& tree, NodeId id) {
  std::string style;
  for (const char c : text::lower_ascii(tree.attribute(id, "style"))) {
    if (c != ' ') style += c;
  }
  if (style.contains("display:none") || style.contains("visibility:hidden") || tree.has(id, "hidden")) return false;
  return tree.attribute(id, "aria-hidden") != "true" || tree.attribute(id, "class").contains("fallback-image");
}

void prepare(ArticleTree& tree, std::string_view title, const Strictness& strictness, std::string& byline) {
  remove_all(tree, {"script", "style", "noscript", "template", "head"});
  replace_breaks(tree);
  for (const auto id : tree.named({"font"}, 0)) tree.at(id).name = "span";
  bool has_title = false;
  for (auto id = tree.following(0, 0); id != kNone;) {
    const auto drop = [&] {
      const auto next = tree.behind(id, 0);
      tree.remove(id);
      return next;
    };
    if (tree.at(id).name.empty()) {
      id = tree.following(id, 0);
      continue;
    }
    const bool is_modal = tree.attribute(id, "aria-modal") == "true" && tree.attribute(id, "role") == "dialog";
    const bool is_title = !has_title && repeats_title(tree, id, title);
    has_title = has_title || is_title;
    if (!is_visible(tree, id) || is_modal || is_title || (strictness.drops_unlikely && is_unlikely(tree, id))) {
      id = drop();
    } else if (byline.empty() && is_byline(tree, id)) {
      byline = tree.inner_text(id);
      id = drop();
    } else if (is_one_of(tree.at(id).name, {"div", "section", "header", "h1", "h2", "h3", "h4", "h5", "h6"}) &&
               is_empty(tree, id)) {
      id = drop();
    } else {
      if (tree.at(id).name == "div") id = give_paragraphs(tree, id);
      id = tree.following(id, 0);
    }
  }
}

}  // namespace frontdesk::platform::pages
