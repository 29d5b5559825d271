#include <algorithm>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "platform/pages/linked_forms.h"
#include "platform/pages/links.h"

namespace frontdesk::platform::pages {
namespace {

// HTML Living Standard 5.2.5: which properties belong to which item.
class MicrodataReader {
 public:
  MicrodataReader(const Document& page, std::string_view base, LinkedData& data, Effort& effort)
      : page_(page), base_(base), data_(data), effort_(effort) {}

  void read() {
    bool is_there = false;
    for (NodeId id = 0; id < page_.size(); ++id) {
      const auto& node = page_.at(id);
      effort_.spend(1);
      is_there = is_there || node.has("itemscope");
      if (const auto name = node.attribute("id"); !name.empty()) ids_.try_emplace(name, id);
    }
    if (!is_there) return;
    for (NodeId id = 0; id < page_.size(); ++id) {
      const auto& node = page_.at(id);
      if (node.has("itemscope") && !node.has("itemprop")) data_.roots.push_back(item_of(id));
    }
    // Said to be a property, but of nothing: the standard knows no such item, and its authors meant one.
    for (NodeId id = 0; id < page_.size(); ++id) {
      if (page_.at(id).has("itemscope") && !items_.contains(id)) data_.roots.push_back(item_of(id));
    }
  }

 private:
  // Each element is one item, however many refer to it.
  std::size_t item_of(NodeId scope) {
    if (const auto known = items_.find(scope); known != items_.end()) return known->second;
    const auto at = data_.items.size();
    items_.emplace(scope, at);
    data_.items.push_back(head_of(page_.at(scope)));
    std::vector<LinkedProperty> properties;
    for (const auto element : properties_of(scope)) {
      const auto& node = page_.at(element);
      const auto property = value_of(element);
      if (!property) continue;
      for (const auto& name : words_of(node.attribute("itemprop"))) {
        properties.push_back(*property);
        properties.back().name = schema_name(name);
      }
    }
    data_.items[at].properties = std::move(properties);
    return at;
  }

  LinkedItem head_of(const Node& node) const {
    LinkedItem item{.form = LinkedItem::Form::microdata, .piece = node.piece};
    for (const auto& type : words_of(node.attribute("itemtype"))) item.types.push_back(schema_name(type));
    if (node.has("itemid")) item.id = resolved(base_, node.attribute("itemid"));
    return item;
  }

  // In the order of the page.
  std::set<NodeId> properties_of(NodeId scope) {
    std::set<NodeId> found;
    std::set<NodeId> seen{scope};
    for (auto child = page_.at(scope).first; child != kNone; child = page_.at(child).next) crawl(child, seen, found);
    for (const auto& name : words_of(page_.at(scope).attribute("itemref"))) {
      const auto referred = ids_.find(name);
      if (referred != ids_.end()) crawl(referred->second, seen, found);
    }
    return found;
  }

  void crawl(NodeId below, std::set<NodeId>& seen, std::set<NodeId>& found) {
    for (auto id = below; id != kNone;) {
      const auto& node = page_.at(id);
      effort_.spend(2);
      if (node.is_text()) {
        id = page_.following(id, below);
        continue;
      }
      const bool is_new = seen.insert(id).second;
      if (is_new && node.has("itemprop")) found.insert(id);
      id = is_new && !node.has("itemscope") ? page_.following(id, below) : page_.behind(id, below);
    }
  }

  std::optional<LinkedProperty> value_of(NodeId id) {
    const auto& node = page_.at(id);
    if (node.has("itemscope")) {
      if (depth_ >= kDepthMax) return std::nullopt;
      ++depth_;
      const auto item = item_of(id);
      --depth_;
      return LinkedProperty{.item = item, .piece = node.piece};
    }
    auto placed = attribute_value(node, base_);
    if (!placed) placed = placed_text(page_, id, effort_);
    return LinkedProperty{.value = placed->text, .piece = placed->piece};
  }

  static std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') {
        word.push_back(c);
      } else if (!word.empty()) {
        words.push_back(std::exchange(word, {}));
      }
    }
    if (!word.empty()) words.push_back(word);
    constexpr std::size_t kWordsMax = 64;
    if (words.size() > kWordsMax) words.resize(kWordsMax);
    return words;
  }

  static constexpr int kDepthMax = 64;

  const Document& page_;
  std::string_view base_;
  LinkedData& data_;
  Effort& effort_;
  std::unordered_map<std::string_view, NodeId> ids_;
  std::unordered_map<NodeId, std::size_t> items_;
  int depth_ = 0;
};

}  // namespace

void read_microdata(const Document& page, std::string_view base, LinkedData& data, Effort& effort) {
  MicrodataReader(page, base, data, effort).read();
}

}  // namespace frontdesk::platform::pages
