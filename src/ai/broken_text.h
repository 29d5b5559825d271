#pragma once

#include <string>
#include <string_view>

#include "base/value.h"

// A character that a server cut in two, half in one piece of an answer and half in the next: as bytes of UTF-8, or as
// the two surrogates of an escape.
namespace frontdesk::ai {

// Puts pieces together again; what stays broken becomes U+FFFD.
class TextMender {
 public:
  std::string feed(std::string_view piece);
  std::string finish();

 private:
  std::string mend(bool is_end);
  std::string pending_;
};

// JSON whose texts may be cut in this way where an answer's text stands (content, arguments and their like), with the
// halves as bytes for a TextMender. Throws json/malformed for anything else.
Value parse_broken(std::string_view text);

}  // namespace frontdesk::ai
