#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/effort.h"

namespace frontdesk::platform::pages {

// Where something stands in the bytes of a page.
struct Piece {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Attribute {
  std::string_view name;  // lower case
  std::string_view value;
  Piece piece;  // of the value, without its quotes
};

using NodeId = std::uint32_t;
constexpr NodeId kNone = ~NodeId{0};

// An element, or a text. What a browser would add of itself (html, head, body, tbody) is there, and its piece is empty.
struct Node {
  std::string_view name;  // of an element, lower case; empty: a text
  std::string_view text;  // of a text, with its references resolved
  std::span<const Attribute> attributes;
  Piece piece;
  NodeId parent = kNone;
  NodeId first = kNone;  // child
  NodeId next = kNone;   // sibling

  bool is_text() const { return name.empty(); }
  std::string_view attribute(std::string_view name) const;  // empty where there is none
  bool has(std::string_view name) const;
};

// What is walked in the order of the page: by `first`, `next` and `parent` of what at(id) gives.
class InPageOrder {
 public:
  // The node behind `id` in the order of the page, within `below`; kNone behind its last.
  NodeId following(this const auto& nodes, NodeId id, NodeId below = 0) {
    const auto first = nodes.at(id).first;
    return first != kNone ? first : nodes.behind(id, below);
  }
  // Likewise, but passing what is in `id` by.
  NodeId behind(this const auto& nodes, NodeId id, NodeId below = 0) {
    for (; id != below && id != kNone; id = nodes.at(id).parent) {
      if (const auto next = nodes.at(id).next; next != kNone) return next;
    }
    return kNone;
  }
};

// A web page as a browser's parser reads it (HTML Living Standard 13.2, by gumbo), whatever is wrong with it. Comments
// and doctypes are left out, and what stands deeper than browsers go stands beside what they let be the deepest.
// Scripts and styles are elements with one text. It belongs on the pool.
class Document : public InPageOrder {
 public:
  static constexpr std::size_t kBytesMax = 4 << 20;
  static constexpr std::size_t kMemoryMax = 192 << 20;
  static constexpr std::size_t kDepthMax = 512;  // as Blink and WebKit

  // `html`: UTF-8; what is not is replaced. Throws Error{exhausted, "pages/too-large"}: longer than kBytesMax; and
  // Error{exhausted, "pages/too-complex"}: what a browser would make of it does not fit into kMemoryMax; and what
  // `effort` throws: a page can be built so that a browser's rules take the square of its length.
  static Document parse(std::string html, Effort& effort);

  std::string_view source() const { return *source_; }
  NodeId root() const { return 0; }  // html
  const Node& at(NodeId id) const { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }
  // The first element of that name in the order of the page, from `below` on; kNone where there is none.
  NodeId find(std::string_view name, NodeId below = 0) const;

 private:
  class Arena;
  friend class Reader;

  std::unique_ptr<const std::string> source_;  // stays where it is when this is moved
  std::shared_ptr<Arena> arena_;               // of the texts and names
  std::vector<Node> nodes_;
};

}  // namespace frontdesk::platform::pages
