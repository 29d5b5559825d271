#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/effort.h"
#include "platform/pages/document.h"

namespace frontdesk::platform::pages {

struct XmlAttribute {
  std::string_view prefix;
  std::string_view name;  // lower case, without its prefix
  std::string_view space;
  std::string_view value;
};

// An element, or a text.
struct XmlNode {
  std::string_view prefix;
  std::string_view name;   // of an element, as it is written and without its prefix; empty: a text
  std::string_view space;  // its name space; empty where its prefix stands for none
  std::string_view text;   // of a text
  std::span<const XmlAttribute> attributes;
  NodeId parent = kNone;
  NodeId first = kNone;  // child
  NodeId next = kNone;   // sibling

  bool is_text() const { return name.empty(); }
  // By name and prefix, whatever its name space is; nothing where there is none.
  std::optional<std::string_view> attribute(std::string_view name, std::string_view prefix = {}) const;
};

// An XML document by libxml2, read as far as it can be where it is broken. It asks for nothing outside of itself, has
// no entities (xml_text() leaves none), and what stands deeper than kDepthMax ends it. It belongs on the pool.
class XmlTree : public InPageOrder {
 public:
  static constexpr std::size_t kBytesMax = 8 << 20;
  static constexpr std::size_t kNodesMax = 400'000;
  static constexpr std::size_t kDepthMax = 200;

  // `utf8`: as xml_text() gives it. Throws Error{exhausted, "pages/too-large" | "pages/too-complex"}, and what `effort`
  // throws.
  static XmlTree parse(std::string_view utf8, Effort& effort);

  bool is_well_formed() const { return is_well_formed_; }
  const XmlNode& at(NodeId id) const { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }  // 0: there is no element at all
  // All texts in it, one behind the other.
  std::string text_of(NodeId id) const;

 private:
  class Arena;
  friend class XmlReader;

  std::shared_ptr<Arena> arena_;
  std::vector<XmlNode> nodes_;
  bool is_well_formed_ = false;
};

// What "nbsp" is in HTML; 0 where it is nothing.
char32_t html_entity(std::string_view name);

}  // namespace frontdesk::platform::pages
