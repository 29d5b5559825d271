#include <algorithm>
#include <charconv>
#include <functional>
#include <ranges>

#include "base/text.h"
#include "platform/pages/article.h"
#include "platform/pages/article_words.h"

namespace frontdesk::platform::pages {
namespace {

constexpr int kShareCharsMax = 500;
constexpr int kDataCellsMin = 10;

int number_of(std::string_view text) {
  int number = 0;
  std::from_chars(text.begin(), text.end(), number);
  return number;
}

// A table that says something by its rows and columns, and is none for the sake of looks.
bool holds_data(const ArticleTree& tree, NodeId table) {
  if (tree.attribute(table, "role") == "presentation" || tree.attribute(table, "datatable") == "0") return false;
  if (tree.has(table, "summary")) return true;
  int rows = 0, columns = 0, in_row = 0;
  for (auto id = tree.following(table, table); id != kNone; id = tree.following(id, table)) {
    const auto name = tree.at(id).name;
    if (is_one_of(name, {"col", "colgroup", "tfoot", "thead", "th"})) return true;
    if (name == "caption" && tree.at(id).first != kNone) return true;
    if (name == "table") return false;
    if (name == "tr") {
      rows += std::max(1, number_of(tree.attribute(id, "rowspan")));
      in_row = 0;
    }
    if (name == "td") {
      in_row += std::max(1, number_of(tree.attribute(id, "colspan")));
      columns = std::max(columns, in_row);
    }
  }
  if (rows == 1 || columns == 1) return false;
  return rows >= 10 || columns > 4 || rows * columns > kDataCellsMin;
}

bool is_in_data_table(const ArticleTree& tree, NodeId id) {
  for (auto above = tree.at(id).parent; above != kNone; above = tree.at(above).parent) {
    if (tree.at(above).is_data_table) return true;
  }
  return false;
}

// Nothing but "Advertisement" or "Loading…", in some languages.
bool says_nothing(std::string_view text) {
  const auto word = text::lower_ascii(text::trim(text));
  return is_one_of(word,
                   {"ad", "ads", "advert", "advertising", "advertisement", "anzeige", "werbung", "pub", "publicité",
                    "publicidad", "реклама", "広告", "loading", "loading...", "loading…", "laden", "chargement"});
}

class Cleaning {
 public:
  Cleaning(ArticleTree& tree, NodeId article, const Strictness& strictness)
      : tree_(tree), article_(article), strictness_(strictness) {}

  void run() {
    for (const auto id : tree_.named({"table"}, article_)) tree_.at(id).is_data_table = holds_data(tree_, id);
    tree_.count(article_);
    clean_doubtful({"form"});
    clean_doubtful({"fieldset"});
    drop({"object", "embed"}, [this](NodeId id) { return tree_.at(id).sums.videos == 0; });
    drop({"footer", "link", "aside"});
    drop_share_buttons();
    drop({"iframe"}, [this](NodeId id) { return tree_.at(id).sums.videos == 0; });
    drop({"input", "textarea", "select", "button"});
    drop({"h1", "h2"}, [this](NodeId id) { return weight_of(tree_, id, strictness_) < 0; });
    clean_doubtful({"table"});
    clean_doubtful({"ul"});
    clean_doubtful({"div"});
    drop({"p"}, [this](NodeId id) {
      const auto& sums = tree_.at(id).sums;
      return sums.images + sums.embeds == 0 && !tree_.has_visible_text(id);
    });
  }

 private:
  // From the last to the first, so that what is within goes before what it is in.
  void drop(std::initializer_list<std::string_view> names, const std::function<bool(NodeId)>& is_to_go = {}) {
    for (const auto id : tree_.named(names, article_) | std::views::reverse) {
      if (!is_to_go || is_to_go(id)) tree_.remove(id);
    }
  }

  void drop_share_buttons() {
    std::vector<NodeId> found;
    for (auto id = tree_.following(article_, article_); id != kNone; id = tree_.following(id, article_)) {
      if (!tree_.at(id).name.empty() && tree_.at(id).sums.chars < kShareCharsMax && is_for_sharing(id))
        found.push_back(id);
    }
    for (const auto id : found) tree_.remove(id);
  }

  // The word stands by itself.
  bool is_for_sharing(NodeId id) const {
    const auto names =
        text::lower_ascii(fmt::format(" {} {} ", tree_.attribute(id, "class"), tree_.attribute(id, "id")));
    const auto is_edge = [](char c) { return c == ' ' || c == '_'; };
    return std::ranges::any_of(kShare, [&](std::string_view word) {
      for (auto at = names.find(word); at != std::string::npos; at = names.find(word, at + 1)) {
        if (is_edge(names[at - 1]) && is_edge(names[at + word.size()])) return true;
      }
      return false;
    });
  }

  void clean_doubtful(std::initializer_list<std::string_view> names) {
    if (!strictness_.cleans) return;
    drop(names, [this](NodeId id) { return is_doubtful(id); });
  }

  bool is_doubtful(NodeId id) const {
    const auto& part = tree_.at(id);
    const auto& sums = part.sums;
    if (part.is_data_table || sums.data_tables > 0 || is_in_data_table(tree_, id) || tree_.is_in(id, "code"))
      return false;
    const int weight = weight_of(tree_, id, strictness_);
    if (weight < 0) return true;
    if (sums.commas >= 10 || sums.videos > 0) return false;
    if (sums.chars < 40 && says_nothing(tree_.inner_text(id))) return true;
    const bool is_list = is_one_of(part.name, {"ul", "ol"}) || (sums.chars > 0 && sums.list_chars > sums.chars * 0.9);
    const bool is_to_go = looks_like_none(id, weight, is_list);
    return is_to_go && !(is_list && is_list_of_images(id));
  }

  bool looks_like_none(NodeId id, int weight, bool is_list) const {
    const auto& sums = tree_.at(id).sums;
    const int items = sums.items - 100;
    const bool in_figure = tree_.is_in(id, "figure", 3);
    const auto density = sums.link_density();
    const double headings = sums.chars > 0 ? static_cast<double>(sums.heading_chars) / sums.chars : 0;
    if (!in_figure && sums.images > 1 && sums.paragraphs * 2 < sums.images) return true;
    if (!is_list && items > sums.paragraphs) return true;
    if (sums.inputs > sums.paragraphs / 3) return true;
    if (!is_list && !in_figure && headings < 0.9 && sums.chars < 25 && (sums.images == 0 || sums.images > 2) &&
        density > 0)
      return true;
    if (!is_list && weight < 25 && density > 0.2) return true;
    if (weight >= 25 && density > 0.5) return true;
    if ((sums.embeds == 1 && sums.chars < 75) || sums.embeds > 1) return true;
    return sums.images == 0 && sums.textish_chars == 0;
  }

  bool is_list_of_images(NodeId id) const {
    for (auto child = tree_.at(id).first; child != kNone; child = tree_.at(child).next) {
      int elements = 0;
      for (auto inner = tree_.at(child).first; inner != kNone; inner = tree_.at(inner).next)
        elements += tree_.at(inner).name.empty() ? 0 : 1;
      if (elements > 1) return false;
    }
    return tree_.at(id).sums.images == tree_.at(id).sums.items;
  }

  ArticleTree& tree_;
  const NodeId article_;
  const Strictness& strictness_;
};

}  // namespace

void clean(ArticleTree& tree, NodeId article, const Strictness& strictness) {
  Cleaning(tree, article, strictness).run();
}

}  // namespace frontdesk::platform::pages
