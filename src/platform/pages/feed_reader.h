#pragma once

#include <string>
#include <string_view>

#include "base/value.h"
#include "platform/pages/feed.h"
#include "platform/pages/feed_text.h"
#include "platform/pages/xml.h"

namespace frontdesk::platform::pages {

// What an element of a feed is called, whatever prefix and name space its publisher took: "title", "dc:creator",
// "content:encoded". Lower case; what stands in no name space that is known has its prefix, or a "?".
std::string feed_name(const XmlNode& element);

// Fills `feed` from a tree; leaves its version empty where it is no feed.
void read_xml_feed(const XmlTree& tree, const FeedScope& scope, Feed& feed, Effort& effort);

// Likewise from JSON Feed 1 and 1.1.
void read_json_feed(const Value& value, const FeedScope& scope, Feed& feed, Effort& effort);

// "Jane Doe <jane@example.com>", "jane@example.com (Jane Doe)", either alone.
FeedPerson person_of(std::string_view text);

}  // namespace frontdesk::platform::pages
