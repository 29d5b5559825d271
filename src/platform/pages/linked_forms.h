#pragma once

#include <string>
#include <string_view>

#include "platform/pages/linked_data.h"

// The three forms, each read into one LinkedData.
namespace frontdesk::platform::pages {

void read_json_ld(const Document& page, LinkedData& data, Effort& effort);
void read_microdata(const Document& page, std::string_view base, LinkedData& data, Effort& effort);
void read_rdfa(const Document& page, std::string_view base, LinkedData& data, Effort& effort);

struct PlacedText {
  std::string text;
  Piece piece;
};

// What an element says to a reader, its blanks made one, and where that stands.
PlacedText placed_text(const Document& page, NodeId id, Effort& effort);

// The value of a property that the attributes of its element give: "content", an address, a time; nothing where it is
// what the element says.
std::optional<PlacedText> attribute_value(const Node& element, std::string_view base);

// The value of an attribute, and where it stands.
PlacedText placed_attribute(const Node& element, std::string_view name);

}  // namespace frontdesk::platform::pages
