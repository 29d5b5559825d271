#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace frontdesk::platform::pages {

// A piece of HTML: a text, or a tag.
struct HtmlPiece {
  enum class Kind { text, open, close, other };  // other: a comment, a declaration, an instruction
  Kind kind = Kind::text;
  std::string name;                                                  // of a tag, lower case
  std::string_view text;                                             // of a text, as it is written
  std::vector<std::pair<std::string, std::string_view>> attributes;  // names in lower case, values as they are written
  bool is_closed = false;                                            // "<br/>"
};

// Goes through HTML once, as a browser's tokenizer does (13.2.5), but without a tree: what is inside of a script or of
// another element that has no markup is one text.
class HtmlPieces {
 public:
  explicit HtmlPieces(std::string_view html) : html_(html) {}
  bool next(HtmlPiece& piece);  // false at the end

 private:
  void read_tag(HtmlPiece& piece);
  void read_attributes(HtmlPiece& piece);
  void skip_comment();
  bool is_tag() const;

  std::string_view html_;
  std::size_t at_ = 0;
  bool ends_no_comment_ = false;  // behind here, so that nobody looks for it again
  std::string raw_;               // of what the next text is, up to its closing tag
};

}  // namespace frontdesk::platform::pages
