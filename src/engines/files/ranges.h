#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace frontdesk::engines::files {

// Which bytes of something an answer has (RFC 9110, section 14).
struct Part {
  std::uint64_t first = 0;
  std::uint64_t bytes = 0;
};

// What a field Range asks for of so many bytes: all where it is absent, or asks for several parts, in a unit that we do
// not know, or makes no sense (such a field is passed over).
struct Range {
  Part part;
  bool is_whole = true;
  bool is_there = true;  // false: it asks for what is not there
};
Range read_range(std::string_view field, std::uint64_t bytes);

// Whether Range counts: there is no If-Range, or it is this entity tag. A date never is.
bool counts(std::string_view if_range, std::string_view tag);
// Whether If-None-Match names this entity tag.
bool is_known(std::string_view if_none_match, std::string_view tag);

// A field Content-Disposition under which a browser keeps the file and does not show it (RFC 6266, RFC 8187).
std::string disposition_of(std::string_view name);

}  // namespace frontdesk::engines::files
