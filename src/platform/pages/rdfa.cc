#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "platform/pages/linked_forms.h"
#include "platform/pages/links.h"

namespace frontdesk::platform::pages {
namespace {

// RDFa Lite 1.1 (vocab, typeof, property, resource, prefix), with `about` and `content` of its elder brother. What
// stands in no item but has a name of Open Graph is said of the page.
class RdfaReader {
 public:
  RdfaReader(const Document& page, std::string_view base, LinkedData& data, Effort& effort)
      : page_(page), base_(base), data_(data), effort_(effort) {}

  void read() {
    // Goes down by a stack of its own; an element's context ends where the walk leaves it.
    std::vector<std::pair<NodeId, Context>> open;
    for (auto id = page_.root(); id != kNone; id = page_.following(id)) {
      effort_.spend(1);
      const auto& node = page_.at(id);
      if (node.is_text()) continue;
      while (!open.empty() && open.back().first != node.parent) open.pop_back();
      auto context = open.empty() ? Context() : open.back().second;
      enter(id, node, context);
      open.emplace_back(id, std::move(context));
    }
  }

 private:
  struct Context {
    std::string vocabulary;
    std::size_t subject = kNoItem;
  };

  void enter(NodeId id, const Node& node, Context& context) {
    if (node.attributes.empty()) return;
    if (node.has("vocab")) context.vocabulary = std::string(text::trim(node.attribute("vocab")));
    const auto names = split_words(node.attribute("property"));
    const bool is_typed = node.has("typeof");
    const auto above = context.subject;
    if (!is_typed && names.empty()) {
      if (above != kNoItem || !context.vocabulary.empty()) {
        if (const auto subject = node.has("about") ? node.attribute("about") : node.attribute("resource");
            !subject.empty())
          context.subject = item_named(subject, node);
      }
      return;
    }
    if (is_typed) {
      const auto item = typed_item(node, !names.empty(), context.vocabulary);
      if (!names.empty() && above != kNoItem) {
        for (const auto& name : names)
          add(above, {.name = full_name(name, context.vocabulary), .item = item, .piece = node.piece});
      } else if (std::ranges::find(data_.roots, item) == data_.roots.end()) {
        data_.roots.push_back(item);
      }
      context.subject = item;
      return;
    }
    if (node.has("about")) context.subject = item_named(node.attribute("about"), node);
    auto subject = context.subject;
    if (subject == kNoItem) {
      if (!std::ranges::any_of(names, is_open_graph)) return;
      subject = page_item();
    }
    const auto value = value_of(id, node);
    for (const auto& name : names)
      add(subject, {.name = full_name(name, context.vocabulary), .value = value.text, .piece = value.piece});
  }

  void add(std::size_t item, LinkedProperty property) {
    constexpr std::size_t kPropertiesMax = 5'000;
    if (data_.items[item].properties.size() < kPropertiesMax)
      data_.items[item].properties.push_back(std::move(property));
  }

  std::size_t typed_item(const Node& node, bool is_property, std::string_view vocabulary) {
    std::string_view name;
    for (const std::string_view attribute : {"about", "resource", "href", "src"}) {
      if (attribute == "about" && is_property) continue;
      if (node.has(attribute)) {
        name = node.attribute(attribute);
        break;
      }
    }
    const auto item = name.empty() ? made(node) : item_named(name, node);
    for (const auto& type : split_words(node.attribute("typeof"))) {
      auto full = full_name(type, vocabulary);
      auto& types = data_.items[item].types;
      if (std::ranges::find(types, full) == types.end()) types.push_back(std::move(full));
    }
    return item;
  }

  // What is said of one id in several places is said of one item.
  std::size_t item_named(std::string_view written, const Node& node) {
    const auto id = resolved(base_, written);
    const auto known = named_.find(id);
    if (known != named_.end()) return known->second;
    const auto item = made(node);
    data_.items[item].id = id;
    named_.emplace(id, item);
    return item;
  }

  std::size_t made(const Node& node) {
    data_.items.push_back({.form = LinkedItem::Form::rdfa, .piece = node.piece});
    return data_.items.size() - 1;
  }

  std::size_t page_item() {
    if (page_item_ == kNoItem) {
      page_item_ = made(page_.at(page_.root()));
      data_.roots.push_back(page_item_);
    }
    return page_item_;
  }

  PlacedText value_of(NodeId id, const Node& node) {
    if (node.has("content")) return placed_attribute(node, "content");
    for (const std::string_view name : {"resource", "href", "src", "data"}) {
      if (!node.has(name) || (name == "data" && node.name != "object")) continue;
      auto placed = placed_attribute(node, name);
      placed.text = resolved(base_, placed.text);
      return placed;
    }
    if (node.has("datetime")) return placed_attribute(node, "datetime");
    if (node.name == "data" || node.name == "meter") {
      if (node.has("value")) return placed_attribute(node, "value");
    }
    return placed_text(page_, id, effort_);
  }

  static bool is_open_graph(std::string_view name) {
    static constexpr std::array<std::string_view, 12> kPrefixes{
        "og:",    "article:", "book:",     "profile:",    "music:", "video:",
        "place:", "product:", "business:", "restaurant:", "fb:",    "twitter:"};
    return std::ranges::any_of(kPrefixes, [&](auto prefix) { return name.starts_with(prefix); });
  }

  static std::string full_name(std::string_view name, std::string_view vocabulary) {
    if (name.find(':') != std::string_view::npos || vocabulary.empty()) return schema_name(name);
    return schema_name(std::string(vocabulary) + (vocabulary.ends_with('/') || vocabulary.ends_with('#') ? "" : "/") +
                       std::string(name));
  }

  static std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    for (auto begin = text.find_first_not_of(" \t\r\n\f"); begin != std::string_view::npos;) {
      const auto end = std::min(text.find_first_of(" \t\r\n\f", begin), text.size());
      words.emplace_back(text.substr(begin, end - begin));
      begin = text.find_first_not_of(" \t\r\n\f", end);
    }
    constexpr std::size_t kWordsMax = 64;
    if (words.size() > kWordsMax) words.resize(kWordsMax);
    return words;
  }

  const Document& page_;
  std::string_view base_;
  LinkedData& data_;
  Effort& effort_;
  std::map<std::string, std::size_t, std::less<>> named_;
  std::size_t page_item_ = kNoItem;
};

}  // namespace

void read_rdfa(const Document& page, std::string_view base, LinkedData& data, Effort& effort) {
  RdfaReader(page, base, data, effort).read();
}

}  // namespace frontdesk::platform::pages
