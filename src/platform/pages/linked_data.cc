#include "platform/pages/linked_data.h"

#include <algorithm>

#include "base/text.h"
#include "platform/pages/linked_forms.h"
#include "platform/pages/links.h"

namespace frontdesk::platform::pages {
namespace {

constexpr std::size_t kFactDepthMax = 16;
constexpr std::size_t kFactsMax = 20'000;

void add_facts(const LinkedData& data, std::size_t at, const std::string& before, std::vector<std::size_t>& above,
               std::vector<LinkedData::Fact>& facts) {
  const auto& item = data.items[at];
  for (const auto& type : item.types) facts.push_back({before + "@type", type, item.piece});
  if (!item.id.empty()) facts.push_back({before + "@id", item.id, item.piece});
  for (const auto& property : item.properties) {
    if (facts.size() >= kFactsMax) return;
    if (property.item == kNoItem) {
      facts.push_back({before + property.name, property.value, property.piece});
    } else if (above.size() < kFactDepthMax && std::ranges::find(above, property.item) == above.end()) {
      above.push_back(property.item);
      add_facts(data, property.item, before + property.name + ".", above, facts);
      above.pop_back();
    }
  }
}

bool is_blank_of_page(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

void append_in_one_line(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (!is_blank_of_page(c)) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
}

bool is_seen_apart(std::string_view name) {
  static constexpr auto kApart = std::to_array<std::string_view>(
      {"address", "article",    "aside",  "blockquote", "br",   "caption", "dd", "div",    "dl",
       "dt",      "figcaption", "figure", "footer",     "h1",   "h2",      "h3", "h4",     "h5",
       "h6",      "header",     "hr",     "li",         "main", "nav",     "ol", "option", "p",
       "pre",     "section",    "table",  "td",         "th",   "tr",      "ul"});
  static_assert(std::ranges::is_sorted(kApart));
  return std::ranges::binary_search(kApart, name);
}

// Without the blanks around it.
Piece trimmed(const Document& page, Piece piece) {
  const auto source = page.source();
  while (piece.begin < piece.end && is_blank_of_page(source[piece.begin])) ++piece.begin;
  while (piece.begin < piece.end && is_blank_of_page(source[piece.end - 1])) --piece.end;
  return piece;
}

}  // namespace

bool LinkedItem::is_a(std::string_view type) const { return std::ranges::find(types, type) != types.end(); }

const LinkedProperty* LinkedItem::find(std::string_view name) const {
  const auto found = std::ranges::find(properties, name, &LinkedProperty::name);
  return found == properties.end() ? nullptr : &*found;
}

const LinkedItem& LinkedData::meant_by(std::size_t at) const {
  const auto& item = items[at];
  if (item.id.empty() || !item.properties.empty() || !item.types.empty()) return item;
  const auto found =
      std::ranges::find_if(items, [&](const auto& other) { return other.id == item.id && !other.properties.empty(); });
  return found == items.end() ? item : *found;
}

std::vector<LinkedData::Fact> LinkedData::facts_of(std::size_t item) const {
  std::vector<Fact> facts;
  std::vector<std::size_t> above{item};
  add_facts(*this, item, "", above, facts);
  return facts;
}

LinkedData linked_data(const Document& page, std::string_view base, Effort& effort) {
  LinkedData data;
  read_json_ld(page, data, effort);
  read_microdata(page, base, data, effort);
  read_rdfa(page, base, data, effort);
  return data;
}

std::string schema_name(std::string_view name) {
  for (const std::string_view before :
       {"https://schema.org/", "http://schema.org/", "https://www.schema.org/", "http://www.schema.org/", "schema:"}) {
    if (name.size() > before.size() && text::equal_ignoring_case(name.substr(0, before.size()), before))
      return std::string(name.substr(before.size()));
  }
  return std::string(name);
}

PlacedText placed_text(const Document& page, NodeId id, Effort& effort) {
  constexpr std::size_t kBytesMax = 64 << 10;
  PlacedText found;
  Piece piece{.begin = page.at(id).piece.end, .end = 0};
  std::vector<std::uint32_t> block_ends;
  for (auto at = id; at != kNone && found.text.size() < kBytesMax;) {
    const auto& node = page.at(at);
    effort.spend(1 + node.text.size() / 64);
    if (node.name == "script" || node.name == "style" || node.name == "template" || node.name == "noscript") {
      at = page.behind(at, id);
      continue;
    }
    // A reader sees what stands in two blocks apart, whatever is between their tags.
    while (!block_ends.empty() && node.piece.begin >= block_ends.back()) {
      append_in_one_line(found.text, " ");
      block_ends.pop_back();
    }
    if (is_seen_apart(node.name)) {
      append_in_one_line(found.text, " ");
      block_ends.push_back(node.piece.end);
    }
    if (node.is_text() && !text::trim(node.text).empty()) {
      piece.begin = std::min(piece.begin, node.piece.begin);
      piece.end = std::max(piece.end, node.piece.end);
    }
    append_in_one_line(found.text, node.text);
    at = page.following(at, id);
  }
  if (found.text.ends_with(' ')) found.text.pop_back();
  found.piece = piece.end > piece.begin ? trimmed(page, piece) : page.at(id).piece;
  return found;
}

PlacedText placed_attribute(const Node& element, std::string_view name) {
  const auto found = std::ranges::find(element.attributes, name, &Attribute::name);
  if (found == element.attributes.end()) return {};
  return {std::string(text::trim(found->value)), found->piece};
}

std::optional<PlacedText> attribute_value(const Node& element, std::string_view base) {
  if (element.has("content")) return placed_attribute(element, "content");
  const auto link = [&](std::string_view name) -> std::optional<PlacedText> {
    if (!element.has(name)) return std::nullopt;
    auto placed = placed_attribute(element, name);
    placed.text = resolved(base, placed.text);
    return placed;
  };
  const auto name = element.name;
  if (name == "audio" || name == "embed" || name == "iframe" || name == "img" || name == "source" || name == "track" ||
      name == "video")
    return link("src").value_or(PlacedText{.piece = element.piece});
  if (name == "a" || name == "area" || name == "link") return link("href").value_or(PlacedText{.piece = element.piece});
  if (name == "object") return link("data").value_or(PlacedText{.piece = element.piece});
  if (name == "meta") return PlacedText{.piece = element.piece};
  if ((name == "data" || name == "meter") && element.has("value")) return placed_attribute(element, "value");
  if (name == "time" && element.has("datetime")) return placed_attribute(element, "datetime");
  return std::nullopt;
}

}  // namespace frontdesk::platform::pages
