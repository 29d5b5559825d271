#include "platform/pages/main_text.h"

#include <algorithm>

#include "base/text.h"
#include "platform/pages/article.h"

namespace frontdesk::platform::pages {
namespace {

constexpr int kCharsWanted = 500;

// The meta elements of a page that say something.
std::vector<const Node*> metas_of(const Document& page) {
  std::vector<const Node*> metas;
  for (NodeId id = 0; id < page.size(); ++id) {
    const auto& node = page.at(id);
    if (node.name == "meta" && !text::trim(node.attribute("content")).empty()) metas.push_back(&node);
  }
  return metas;
}

bool is_called(const Node& meta, std::string_view name) {
  for (const std::string_view key : {"property", "name", "itemprop"}) {
    for (const auto word : text::split(meta.attribute(key), ' ')) {
      if (text::equal_ignoring_case(text::trim(word), name)) return true;
    }
  }
  return false;
}

// What the first that has one of the names says, in the order of the names.
std::string first_of(std::span<const Node* const> metas, std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    for (const auto* meta : metas) {
      if (is_called(*meta, name)) return std::string(text::trim(meta->attribute("content")));
    }
  }
  return {};
}

std::string title_of(const Document& page, std::span<const Node* const> metas) {
  const auto named =
      first_of(metas, {"dc:title", "dcterm:title", "og:title", "weibo:article:title", "twitter:title", "title"});
  if (!named.empty()) return named;
  std::string words;
  const auto title = page.find("title");
  for (auto id = title; id != kNone; id = page.following(id, title)) add_words(words, page.at(id).text);
  return std::string(text::trim(words));
}

bool ends_block(std::string_view name) {
  return is_one_of(name,
                   {"address", "article",  "aside",      "blockquote", "br",     "caption", "dd",    "div", "dl",
                    "dt",      "fieldset", "figcaption", "figure",     "footer", "form",    "h1",    "h2",  "h3",
                    "h4",      "h5",       "h6",         "header",     "hr",     "li",      "main",  "nav", "ol",
                    "p",       "pre",      "section",    "table",      "tbody",  "thead",   "tfoot", "tr",  "ul"});
}

// Gathers the texts of an article into blocks; a cell ends a word and no block.
class Blocks {
 public:
  explicit Blocks(const ArticleTree& tree) : tree_(tree) {}

  std::vector<MainText::Block> of(NodeId article) {
    auto id = article;
    while (id != kNone) {
      const auto& part = tree_.at(id);
      if (part.name.empty())
        add(id);
      else if (ends_block(part.name))
        close();
      if (part.first != kNone) {
        id = part.first;
        continue;
      }
      while (id != article && tree_.at(id).next == kNone) {
        id = tree_.at(id).parent;
        leave(id);
      }
      id = id == article ? kNone : tree_.at(id).next;
    }
    close();
    return std::move(blocks_);
  }

 private:
  void leave(NodeId id) {
    if (ends_block(tree_.at(id).name))
      close();
    else if (is_one_of(tree_.at(id).name, {"td", "th"}))
      open_.text += ' ';
  }

  void add(NodeId id) {
    const auto piece = tree_.page().at(id).piece;
    add_words(open_.text, tree_.text(id));
    if (open_.piece.end == 0) open_.piece = piece;
    open_.piece.end = std::max(open_.piece.end, piece.end);
  }

  void close() {
    open_.text = std::string(text::trim(open_.text));
    if (!open_.text.empty()) blocks_.push_back(std::move(open_));
    open_ = {};
  }

  const ArticleTree& tree_;
  std::vector<MainText::Block> blocks_;
  MainText::Block open_;
};

int length_of(const std::vector<MainText::Block>& blocks) {
  int chars = 0;
  for (const auto& block : blocks) chars += static_cast<int>(text::count_code_points(block.text));
  return chars;
}

struct Attempt {
  std::vector<MainText::Block> blocks;
  std::string byline;
};

Attempt attempt(const Document& page, std::string_view title, const Strictness& strictness) {
  ArticleTree tree(page);
  Attempt done;
  prepare(tree, title, strictness, done.byline);
  const auto article = choose_article(tree, strictness);
  if (article == kNone) return done;
  clean(tree, article, strictness);
  done.blocks = Blocks(tree).of(article);
  return done;
}

}  // namespace

std::string MainText::text() const {
  std::string all;
  for (const auto& block : blocks) all.append(block.text).append("\n");
  return all;
}

MainText main_text(const Document& page, Effort& effort) {
  constexpr Strictness kAttempts[] = {
      {}, {.drops_unlikely = false}, {.drops_unlikely = false, .weighs_names = false}, {false, false, false}};
  constexpr std::uint64_t kStepsANode = 30;
  const auto metas = metas_of(page);
  MainText found{.title = title_of(page, metas), .byline = first_of(metas, {"dc:creator", "dcterm:creator", "author"})};
  found.language = page.at(page.root()).attribute("lang");
  found.excerpt = first_of(metas, {"dc:description", "og:description", "twitter:description", "description"});
  found.site = first_of(metas, {"og:site_name"});
  for (const auto& strictness : kAttempts) {
    effort.spend(kStepsANode * page.size());
    auto done = attempt(page, found.title, strictness);
    if (found.byline.empty()) found.byline = done.byline;
    if (length_of(done.blocks) > length_of(found.blocks)) found.blocks = std::move(done.blocks);
    if (length_of(found.blocks) >= kCharsWanted) break;
  }
  return found;
}

}  // namespace frontdesk::platform::pages
