#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::dialog::reading {

// One piece of a pattern: a word as it is looked up, or the name of a group or terminal in braces.
struct Piece {
  std::string text;
  bool reference = false;
  std::string written = {};  // of a word, with its apostrophe
};
using Pieces = std::vector<Piece>;

// Every way in which a pattern can be said: "(the) {day} [of|in]" is four. Throws Error{invalid, "reading/pattern"}.
std::vector<Pieces> written_out(std::string_view pattern);

}  // namespace frontdesk::dialog::reading
