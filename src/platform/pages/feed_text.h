#pragma once

#include <string>
#include <string_view>

#include "base/effort.h"
#include "platform/pages/feed.h"
#include "platform/pages/xml.h"

namespace frontdesk::platform::pages {

// What an element hands down to what is in it.
struct FeedScope {
  std::string base;
  std::string language;

  FeedScope within(const XmlNode& element) const;
};

// A text that says of itself what it is ("type", "mode"), or is what is usual where it stands.
struct FeedTextRules {
  std::string_view default_type = "text/plain";
  // In RSS what should be plain often is not; Atom says what is what.
  bool guesses = true;
  // The "div" that Atom 1.0 wraps XHTML in is none of it.
  bool unwraps = false;
};

FeedText feed_text(const XmlTree& tree, NodeId id, const FeedScope& scope, const FeedTextRules& rules, Effort& effort);

// Of a value that is there, and what it is.
FeedText feed_text(std::string_view value, std::string_view type, const FeedScope& scope, Effort& effort);

}  // namespace frontdesk::platform::pages
