#include "platform/pages/xml.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <deque>
#include <exception>
#include <mutex>

#include "base/error.h"
#include "base/text.h"

namespace frontdesk::platform::pages {
namespace {

std::string_view view_of(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

Error too_many_nodes() {
  return Error(Kind::exhausted, "pages/too-complex",
               "The page is built so that reading it takes more memory than a page may; it is left out.");
}

}  // namespace

// The texts of one tree.
class XmlTree::Arena {
 public:
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  std::span<const XmlAttribute> keep(std::vector<XmlAttribute> list) { return lists_.emplace_back(std::move(list)); }
  // Names come from a dictionary of the parser: one pointer for each.
  std::string_view name(const xmlChar* name) {
    if (name == nullptr) return {};
    auto& kept = names_[name];
    if (kept.empty()) kept = keep(std::string(view_of(name)));
    return kept;
  }
  void rest() { names_.clear(); }  // the dictionary is gone

 private:
  std::deque<std::string> texts_;
  std::deque<std::vector<XmlAttribute>> lists_;
  std::unordered_map<const xmlChar*, std::string_view> names_;
};

// What libxml2 calls as it goes. Nothing may be thrown through it, as it would lose its memory: what is thrown is kept,
// and it is stopped.
class XmlReader {
 public:
  XmlReader(XmlTree& tree, Effort& effort) : tree_(tree), effort_(effort) {}

  void read(std::string_view utf8) {
    static std::once_flag once;
    std::call_once(once, [] { xmlInitParser(); });
    const std::unique_ptr<xmlParserCtxt, decltype(&xmlFreeParserCtxt)> context(
        xmlCreateMemoryParserCtxt(utf8.data(), static_cast<int>(utf8.size())), &xmlFreeParserCtxt);
    if (!context) return;
    context_ = context.get();
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = [](void* self, const xmlChar* name, const xmlChar* prefix, const xmlChar* space, int,
                                const xmlChar**, int count, int, const xmlChar** attributes) {
      of(self).within([&](auto& reader) { reader.open(name, prefix, space, count, attributes); });
    };
    handler.endElementNs = [](void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
      of(self).within([](auto& reader) { reader.close(); });
    };
    handler.characters = [](void* self, const xmlChar* text, int length) {
      of(self).within([&](auto& reader) { reader.add_text(text, length); });
    };
    handler.cdataBlock = handler.characters;
    handler.ignorableWhitespace = handler.characters;
    handler.serror = [](void*, xmlErrorPtr) {};
    *context->sax = handler;
    context->userData = context.get();
    context->_private = this;
    // No network. XML_PARSE_NOENT writes references out, and there are none but to letters: no document type reaches
    // it. XML_PARSE_HUGE is not asked for, so its own bounds hold as well.
    xmlCtxtUseOptions(context.get(),
                      XML_PARSE_RECOVER | XML_PARSE_NOENT | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    xmlSwitchEncoding(context.get(), XML_CHAR_ENCODING_UTF8);
    xmlParseDocument(context.get());
    within([](auto& reader) { reader.settle(); });  // where it is cut off
    tree_.is_well_formed_ = context->wellFormed != 0 && context->nsWellFormed != 0;
    tree_.arena_->rest();
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  static XmlReader& of(void* context) {
    return *static_cast<XmlReader*>(static_cast<xmlParserCtxtPtr>(context)->_private);
  }

  template <class Do>
  void within(Do act) noexcept {
    if (thrown_) return;
    try {
      effort_.spend(1);
      act(*this);
    } catch (...) {
      thrown_ = std::current_exception();
      xmlStopParser(context_);
    }
  }

  void open(const xmlChar* name, const xmlChar* prefix, const xmlChar* space, int count, const xmlChar** attributes) {
    auto& arena = *tree_.arena_;
    std::vector<XmlAttribute> list;
    for (int i = 0; i < count; ++i, attributes += 5) {
      const std::string_view value(reinterpret_cast<const char*>(attributes[3]),
                                   static_cast<std::size_t>(attributes[4] - attributes[3]));
      const auto written = arena.name(attributes[0]);
      list.push_back({arena.name(attributes[1]), arena.keep(text::lower_ascii(written)), arena.name(attributes[2]),
                      arena.keep(std::string(value))});
    }
    XmlNode node{.prefix = arena.name(prefix), .name = arena.name(name), .space = arena.name(space)};
    if (!list.empty()) node.attributes = arena.keep(std::move(list));
    put(node);
    if (open_.size() > XmlTree::kDepthMax) throw too_many_nodes();
    open_.push_back(static_cast<NodeId>(tree_.nodes_.size() - 1));
  }

  void close() {
    settle();
    if (!open_.empty()) open_.pop_back();
  }

  void add_text(const xmlChar* text, int length) {
    effort_.spend(static_cast<std::uint64_t>(length) / 16);
    if (!open_.empty()) pending_.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
  }

  // Texts come in pieces.
  void settle() {
    if (pending_.empty()) return;
    XmlNode node{.text = tree_.arena_->keep(std::exchange(pending_, {}))};
    link(node);
  }

  void put(const XmlNode& node) {
    settle();
    link(node);
  }

  void link(XmlNode node) {
    if (tree_.nodes_.size() >= XmlTree::kNodesMax) throw too_many_nodes();
    const auto id = static_cast<NodeId>(tree_.nodes_.size());
    node.parent = open_.empty() ? kNone : open_.back();
    tree_.nodes_.push_back(node);
    last_.push_back(kNone);
    if (node.parent == kNone) return;
    auto& last = last_[node.parent];
    (last == kNone ? tree_.nodes_[node.parent].first : tree_.nodes_[last].next) = id;
    last = id;
  }

  XmlTree& tree_;
  Effort& effort_;
  xmlParserCtxtPtr context_ = nullptr;
  std::exception_ptr thrown_;
  std::vector<NodeId> open_;
  std::vector<NodeId> last_;  // child of each
  std::string pending_;
};

std::optional<std::string_view> XmlNode::attribute(std::string_view wanted, std::string_view with) const {
  for (const auto& attribute : attributes) {
    if (attribute.name == wanted && attribute.prefix == with) return attribute.value;
  }
  return std::nullopt;
}

XmlTree XmlTree::parse(std::string_view utf8, Effort& effort) {
  if (utf8.size() > kBytesMax) {
    throw Error(Kind::exhausted, "pages/too-large",
                fmt::format("The page has {} bytes, and at most {} are read.", utf8.size(), kBytesMax));
  }
  XmlTree tree;
  tree.arena_ = std::make_shared<Arena>();
  if (!utf8.empty()) XmlReader(tree, effort).read(utf8);
  return tree;
}

std::string XmlTree::text_of(NodeId id) const {
  std::string all;
  for (auto at_id = id; at_id != kNone; at_id = following(at_id, id)) all += nodes_[at_id].text;
  return all;
}

char32_t html_entity(std::string_view name) {
  // The library looks each one up from the first on.
  static const auto kEntities = [] {
    constexpr unsigned kLast = 9830;
    std::unordered_map<std::string_view, char32_t> all;
    for (unsigned point = 1; point <= kLast; ++point) {
      if (const auto* known = htmlEntityValueLookup(point)) all.emplace(known->name, point);
    }
    return all;
  }();
  const auto found = kEntities.find(name);
  return found == kEntities.end() ? 0 : found->second;
}

}  // namespace frontdesk::platform::pages
