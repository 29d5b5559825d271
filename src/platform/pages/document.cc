#include "platform/pages/document.h"

#include <gumbo.h>

#include <algorithm>
#include <cstring>
#include <deque>

#include "base/error.h"
#include "base/text.h"

namespace frontdesk::platform::pages {
namespace {

Error too_complex() {
  return Error(Kind::exhausted, "pages/too-complex",
               "The page is built so that reading it takes more memory than a page may; it is left out.");
}

}  // namespace

// The memory of one page, given back at once: gumbo's own way goes down the tree by recursion, which deep pages break.
class Document::Arena {
 public:
  // For as long as gumbo works; it asks for memory at every step, so that it ends where the effort does.
  explicit Arena(Effort& effort) : effort_(&effort) {}
  void rest() { effort_ = nullptr; }

  void* take(std::size_t size) {
    if (effort_) effort_->spend(kStepsATake);
    constexpr std::size_t kAlign = alignof(std::max_align_t);
    size = (size + kAlign - 1) / kAlign * kAlign;
    if (size > left_) grow(size);
    left_ -= size;
    return std::exchange(next_, next_ + size);
  }
  std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }
  template <class T>
  std::span<const T> keep(const std::vector<T>& items) {
    if (items.empty()) return {};
    auto* copy = static_cast<T*>(take(items.size() * sizeof(T)));
    std::uninitialized_copy(items.begin(), items.end(), copy);
    return {copy, items.size()};
  }

 private:
  static constexpr std::size_t kBlock = 256 << 10;
  static constexpr std::uint64_t kStepsATake = 16;

  // Thrown through gumbo, which keeps nothing but what is in here: its frames have the tables that unwinding needs.
  void grow(std::size_t size) {
    const auto block = std::max(size, kBlock);
    if (total_ + block > kMemoryMax) throw too_complex();
    total_ += block;
    next_ = blocks_.emplace_back(new char[block]).get();
    left_ = block;
  }

  Effort* effort_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::deque<std::string> kept_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t total_ = 0;
};

// Turns gumbo's tree into ours, without recursion.
class Reader {
 public:
  Reader(Document& page, const GumboOutput& output) : page_(page), output_(output) {}

  void read() {
    add(*output_.root, kNone);
    while (!open_.empty()) {
      auto& [from, to, taken] = open_.back();
      const auto& children = from->v.element.children;
      if (taken == children.length) {
        open_.pop_back();
        continue;
      }
      const auto* child = static_cast<const GumboNode*>(children.data[taken++]);
      const auto parent = open_.size() > Document::kDepthMax ? open_[Document::kDepthMax].to : to;
      if (const auto id = add(*child, parent); id != kNone) link(parent, id);
    }
  }

 private:
  struct Open {
    const GumboNode* from;
    NodeId to;
    unsigned taken = 0;
  };

  void link(NodeId parent, NodeId id) {
    last_.resize(page_.nodes_.size(), kNone);
    (last_[parent] == kNone ? page_.nodes_[parent].first : page_.nodes_[last_[parent]].next) = id;
    last_[parent] = id;
  }

  NodeId add(const GumboNode& from, NodeId parent) {
    switch (from.type) {
      case GUMBO_NODE_TEXT:
      case GUMBO_NODE_CDATA:
      case GUMBO_NODE_WHITESPACE:
        return add_text(from.v.text, parent);
      case GUMBO_NODE_ELEMENT:
      case GUMBO_NODE_TEMPLATE:
        return add_element(from, parent);
      default:
        return kNone;
    }
  }

  NodeId add_text(const GumboText& text, NodeId parent) {
    Node node{.text = text.text, .parent = parent};
    node.piece = piece_of(text.original_text.data, text.original_text.length);
    return put(node);
  }

  NodeId add_element(const GumboNode& from, NodeId parent) {
    const auto& element = from.v.element;
    Node node{.name = name_of(element), .attributes = attributes_of(element), .parent = parent};
    if (element.original_tag.data != nullptr) {
      node.piece = piece_of(element.original_tag.data, element.original_tag.length);
      if (element.original_end_tag.data != nullptr && element.original_end_tag.length > 0)
        node.piece.end = piece_of(element.original_end_tag.data, element.original_end_tag.length).end;
      else
        node.piece.end = std::max(node.piece.end, std::min(static_cast<std::uint32_t>(element.end_pos.offset),
                                                           static_cast<std::uint32_t>(page_.source_->size())));
    }
    const auto id = put(node);
    open_.push_back({&from, id});
    return id;
  }

  NodeId put(const Node& node) {
    page_.nodes_.push_back(node);
    return static_cast<NodeId>(page_.nodes_.size() - 1);
  }

  std::string_view name_of(const GumboElement& element) {
    const std::string_view known = gumbo_normalized_tagname(element.tag);
    if (!known.empty()) return known;
    auto original = element.original_tag;
    gumbo_tag_from_original_text(&original);
    if (original.data == nullptr || original.length == 0) return "unknown";
    return page_.arena_->keep(text::lower_ascii({original.data, original.length}));
  }

  std::span<const Attribute> attributes_of(const GumboElement& element) {
    std::vector<Attribute> attributes;
    for (unsigned i = 0; i < element.attributes.length; ++i) {
      const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
      attributes.push_back({attribute->name, attribute->value, value_piece(*attribute)});
    }
    return page_.arena_->keep(attributes);
  }

  // Where there is no value, the name stands for it; then it is nothing behind the name.
  Piece value_piece(const GumboAttribute& attribute) const {
    const auto& original = attribute.original_value;
    std::string_view value(original.data, original.data == nullptr ? 0 : original.length);
    if (value.size() >= 2 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0])
      value = value.substr(1, value.size() - 2);
    auto piece = piece_of(value.data(), value.size());
    if (original.data == attribute.original_name.data) piece.begin = piece.end;
    return piece;
  }

  Piece piece_of(const char* data, std::size_t length) const {
    const auto* begin = page_.source_->data();
    if (data == nullptr || data < begin || data > begin + page_.source_->size()) return {};
    const auto at = static_cast<std::size_t>(data - begin);
    return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(std::min(at + length, page_.source_->size()))};
  }

  Document& page_;
  const GumboOutput& output_;
  std::vector<Open> open_;
  std::vector<NodeId> last_;  // child of each
};

std::string_view Node::attribute(std::string_view wanted) const {
  const auto found = std::ranges::find(attributes, wanted, &Attribute::name);
  return found == attributes.end() ? std::string_view() : found->value;
}

bool Node::has(std::string_view wanted) const {
  return std::ranges::find(attributes, wanted, &Attribute::name) != attributes.end();
}

Document Document::parse(std::string html, Effort& effort) {
  if (html.size() > kBytesMax) {
    throw Error(Kind::exhausted, "pages/too-large",
                fmt::format("The page has {} bytes, and at most {} are read.", html.size(), kBytesMax));
  }
  Document page;
  page.source_ = std::make_unique<const std::string>(std::move(html));
  page.arena_ = std::make_shared<Arena>(effort);
  auto options = kGumboDefaultOptions;
  options.userdata = page.arena_.get();
  options.allocator = [](void* arena, std::size_t size) { return static_cast<Arena*>(arena)->take(size); };
  options.deallocator = [](void*, void*) {};
  options.max_errors = 0;
  const auto* output = gumbo_parse_with_options(&options, page.source_->data(), page.source_->size());
  Reader(page, *output).read();
  page.arena_->rest();
  return page;
}

NodeId Document::find(std::string_view name, NodeId below) const {
  for (auto id = below; id != kNone; id = following(id, below)) {
    if (nodes_[id].name == name) return id;
  }
  return kNone;
}

}  // namespace frontdesk::platform::pages
