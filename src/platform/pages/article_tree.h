#pragma once

#include "platform/pages/document.h"

namespace frontdesk::platform::pages {

// What a part of a page amounts to, all that is in it together.
struct Sums {
  int chars = 0;  // of text, runs of blanks as one
  int commas = 0;
  int link_chars = 0;
  int far_link_chars = 0;  // of links that lead elsewhere than to this page
  int heading_chars = 0;
  int list_chars = 0;
  int textish_chars = 0;  // in what commonly holds text
  int paragraphs = 0, images = 0, items = 0, inputs = 0, embeds = 0;
  int data_tables = 0, videos = 0;

  Sums& operator+=(const Sums& other);
  Sums& operator-=(const Sums& other);
  double link_density() const;  // a link within the page counts for a third
};

// A copy of a document that can be taken apart: parts are removed, renamed, moved and put in. Ids of the document's
// nodes are theirs here, too; what is put in comes behind.
class ArticleTree : public InPageOrder {
 public:
  struct Part {
    std::string_view name;  // empty: a text
    NodeId parent = kNone, first = kNone, last = kNone, previous = kNone, next = kNone;
    bool is_data_table = false;
    double score = 0;
    bool has_score = false;
    Sums sums;
  };

  explicit ArticleTree(const Document& page);

  const Document& page() const { return page_; }
  Part& at(NodeId id) { return parts_[id]; }
  const Part& at(NodeId id) const { return parts_[id]; }
  std::size_t size() const { return parts_.size(); }
  bool is_made(NodeId id) const { return id >= page_.size(); }
  std::string_view text(NodeId id) const { return is_made(id) ? std::string_view() : page_.at(id).text; }
  std::string_view attribute(NodeId id, std::string_view name) const;
  bool has(NodeId id, std::string_view name) const { return !is_made(id) && page_.at(id).has(name); }

  NodeId make(std::string_view name);
  void remove(NodeId id);
  void append(NodeId parent, NodeId id);  // from where it is
  void insert_before(NodeId sibling, NodeId id);
  void replace(NodeId old, NodeId by);  // `by` may be in it

  std::vector<NodeId> named(std::initializer_list<std::string_view> names, NodeId below) const;  // without `below`
  bool is_in(NodeId id, std::string_view name, int levels_max = 1 << 30) const;
  NodeId only_child(NodeId id, std::string_view name) const;  // beside blanks; kNone where it is not so
  bool has_visible_text(NodeId id) const;
  std::string inner_text(NodeId id) const;  // runs of blanks as one

  // Counts what is in `below`; remove() keeps it right from then on.
  void count(NodeId below);

 private:
  void put(NodeId id, NodeId parent, NodeId next);  // kNone: as the last
  Sums own_sums(NodeId id) const;

  const Document& page_;
  std::vector<Part> parts_;
};

bool is_blank(std::string_view text);  // or empty
// Adds a text to others, runs of blanks as one; none comes first.
void add_words(std::string& to, std::string_view text);
bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names);
bool contains_one_of(std::string_view text, std::span<const std::string_view> words);
// Whether a class or an id of the part has one of the words in it, in any case.
bool names_one_of(const ArticleTree& tree, NodeId id, std::span<const std::string_view> words);

}  // namespace frontdesk::platform::pages
