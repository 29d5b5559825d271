#include "platform/pages/article_tree.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace frontdesk::platform::pages {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

// Code points, a run of blanks as one.
int chars_of(std::string_view text) {
  int chars = 0;
  bool was_blank = false;
  for (const char c : text) {
    if ((c & 0xC0) == 0x80) continue;
    const bool blank = is_blank(c);
    if (!blank || !was_blank) ++chars;
    was_blank = blank;
  }
  return chars;
}

// Also those of other scripts: Arabic, small, full width, ideographic.
int commas_of(std::string_view text) {
  int commas = static_cast<int>(std::ranges::count(text, ','));
  for (const std::string_view other : {"\u060C", "\u3001", "\uFF0C", "\uFE50"}) {
    for (auto at = text.find(other); at != std::string_view::npos; at = text.find(other, at + other.size())) ++commas;
  }
  return commas;
}

bool shows_video(const ArticleTree& tree, NodeId id) {
  if (tree.is_made(id)) return false;
  constexpr std::string_view kPlayers[] = {"youtube",     "vimeo.com",    "dailymotion.com",  "player.twitch.tv",
                                           "archive.org", "bilibili.com", "player.vimeo.com", "v.qq.com"};
  return std::ranges::any_of(tree.page().at(id).attributes,
                             [&](const Attribute& attribute) { return contains_one_of(attribute.value, kPlayers); });
}

bool is_heading(std::string_view name) {
  return name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6';
}

constexpr int Sums::* kCounts[] = {&Sums::chars,         &Sums::commas,     &Sums::link_chars,    &Sums::far_link_chars,
                                   &Sums::heading_chars, &Sums::list_chars, &Sums::textish_chars, &Sums::paragraphs,
                                   &Sums::images,        &Sums::items,      &Sums::inputs,        &Sums::embeds,
                                   &Sums::data_tables,   &Sums::videos};
static_assert(std::size(kCounts) * sizeof(int) == sizeof(Sums), "each member of Sums is in the list");

}  // namespace

Sums& Sums::operator+=(const Sums& other) {
  for (const auto count : kCounts) this->*count += other.*count;
  return *this;
}

Sums& Sums::operator-=(const Sums& other) {
  for (const auto count : kCounts) this->*count -= other.*count;
  return *this;
}

double Sums::link_density() const {
  if (chars == 0) return 0;
  return (far_link_chars + 0.3 * (link_chars - far_link_chars)) / chars;
}

ArticleTree::ArticleTree(const Document& page) : page_(page), parts_(page.size()) {
  for (NodeId id = 0; id < page.size(); ++id) {
    const auto& node = page.at(id);
    auto& part = parts_[id];
    part.name = node.name, part.parent = node.parent, part.first = node.first, part.next = node.next;
    if (node.next != kNone) parts_[node.next].previous = id;
    if (node.parent != kNone && node.next == kNone) parts_[node.parent].last = id;
  }
}

std::string_view ArticleTree::attribute(NodeId id, std::string_view name) const {
  return is_made(id) ? std::string_view() : page_.at(id).attribute(name);
}

NodeId ArticleTree::make(std::string_view name) {
  parts_.push_back({.name = name});
  return static_cast<NodeId>(parts_.size() - 1);
}

void ArticleTree::remove(NodeId id) {
  auto& part = parts_[id];
  if (part.parent == kNone) return;
  auto& parent = parts_[part.parent];
  (part.previous == kNone ? parent.first : parts_[part.previous].next) = part.next;
  (part.next == kNone ? parent.last : parts_[part.next].previous) = part.previous;
  for (auto above = part.parent; above != kNone; above = parts_[above].parent) parts_[above].sums -= part.sums;
  part.parent = part.previous = part.next = kNone;
}

void ArticleTree::append(NodeId parent, NodeId id) { put(id, parent, kNone); }

void ArticleTree::insert_before(NodeId sibling, NodeId id) { put(id, parts_[sibling].parent, sibling); }

void ArticleTree::put(NodeId id, NodeId parent, NodeId next) {
  remove(id);
  auto& part = parts_[id];
  part.parent = parent;
  part.next = next;
  part.previous = std::exchange(next == kNone ? parts_[parent].last : parts_[next].previous, id);
  (part.previous == kNone ? parts_[parent].first : parts_[part.previous].next) = id;
  for (auto above = parent; above != kNone; above = parts_[above].parent) parts_[above].sums += part.sums;
}

void ArticleTree::replace(NodeId old, NodeId by) {
  insert_before(old, by);
  remove(old);
}

std::vector<NodeId> ArticleTree::named(std::initializer_list<std::string_view> names, NodeId below) const {
  std::vector<NodeId> found;
  for (auto id = following(below, below); id != kNone; id = following(id, below)) {
    if (is_one_of(parts_[id].name, names)) found.push_back(id);
  }
  return found;
}

bool ArticleTree::is_in(NodeId id, std::string_view name, int levels_max) const {
  for (auto above = parts_[id].parent; above != kNone && levels_max > 0; above = parts_[above].parent, --levels_max) {
    if (parts_[above].name == name) return true;
  }
  return false;
}

NodeId ArticleTree::only_child(NodeId id, std::string_view name) const {
  NodeId only = kNone;
  for (auto child = parts_[id].first; child != kNone; child = parts_[child].next) {
    if (parts_[child].name.empty()) {
      if (!is_blank(text(child))) return kNone;
    } else {
      if (only != kNone || parts_[child].name != name) return kNone;
      only = child;
    }
  }
  return only;
}

bool ArticleTree::has_visible_text(NodeId id) const {
  for (auto inner = id; inner != kNone; inner = following(inner, id)) {
    if (!is_blank(text(inner))) return true;
  }
  return false;
}

std::string ArticleTree::inner_text(NodeId id) const {
  std::string out;
  for (auto inner = id; inner != kNone; inner = following(inner, id)) add_words(out, text(inner));
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

Sums ArticleTree::own_sums(NodeId id) const {
  const auto& part = parts_[id];
  Sums sums;
  if (part.name.empty()) {
    sums.chars = chars_of(text(id));
    sums.commas = commas_of(text(id));
    return sums;
  }
  sums.paragraphs = part.name == "p", sums.images = part.name == "img", sums.items = part.name == "li";
  sums.inputs = part.name == "input", sums.data_tables = part.is_data_table;
  if (is_one_of(part.name, {"object", "embed", "iframe"})) sums.embeds = 1, sums.videos = shows_video(*this, id);
  return sums;
}

// From the last to the first: what is in a part comes behind it.
void ArticleTree::count(NodeId below) {
  std::vector<NodeId> order;
  for (auto id = below; id != kNone; id = following(id, below)) order.push_back(id);
  for (const auto id : order) parts_[id].sums = own_sums(id);
  for (auto at = order.rbegin(); at != order.rend(); ++at) {
    auto& part = parts_[*at];
    auto& sums = part.sums;
    if (part.name == "a") {
      sums.link_chars = sums.chars;
      sums.far_link_chars = attribute(*at, "href").starts_with('#') ? 0 : sums.chars;
    }
    if (is_heading(part.name)) sums.heading_chars = sums.chars;
    if (is_one_of(part.name, {"ul", "ol"})) sums.list_chars = sums.chars;
    if (is_one_of(part.name, {"span", "li", "td", "blockquote", "dl", "div", "img", "ol", "p", "pre", "table", "ul"}))
      sums.textish_chars = sums.chars;
    if (*at != below) parts_[part.parent].sums += sums;
  }
}

bool is_blank(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_blank(c); });
}

void add_words(std::string& to, std::string_view text) {
  for (const char c : text) {
    if (!is_blank(c))
      to += c;
    else if (!to.empty() && to.back() != ' ')
      to += ' ';
  }
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

bool contains_one_of(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.contains(word); });
}

bool names_one_of(const ArticleTree& tree, NodeId id, std::span<const std::string_view> words) {
  return contains_one_of(text::lower_ascii(tree.attribute(id, "class")), words) ||
         contains_one_of(text::lower_ascii(tree.attribute(id, "id")), words);
}

}  // namespace frontdesk::platform::pages
