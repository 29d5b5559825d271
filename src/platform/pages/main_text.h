#pragma once

#include <string>
#include <vector>

#include "platform/pages/document.h"

namespace frontdesk::platform::pages {

// What a page is about, without what stands around it: navigation, advertisements, comments, legal notices.
struct MainText {
  struct Block {  // a paragraph, a heading, an item of a list, a row of a table
    std::string text;
    Piece piece;
  };
  std::string title;
  std::string byline;
  std::string language;  // as the page says it: BCP 47, where it is right
  std::string excerpt;
  std::string site;
  std::vector<Block> blocks;  // none where the page has no text

  std::string text() const;  // the blocks, a line each
};

// By the rules of Mozilla's Readability: paragraphs give points to what they stand in, links take them away; the best
// part and what is like it beside it are cleaned of what is no text. No rule knows a site.
MainText main_text(const Document& page, Effort& effort);

}  // namespace frontdesk::platform::pages
