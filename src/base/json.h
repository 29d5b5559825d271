#pragma once

#include <string>
#include <string_view>

#include "base/value.h"

namespace frontdesk::json {

struct Limits {
  std::size_t depth_max = 128;     // arrays and objects inside one another
  bool is_unambiguous = false;     // see kForeign
  bool takes_broken_text = false;  // texts may hold bytes that are no UTF-8; they come out as they are
};

// For what others send and we act on. A name that stands twice in an object is read differently by different readers,
// and a whole number beyond 64 bits would come out as another: both are refused, as Error{invalid,
// "json/ambiguous"}, whose pointer is the place's JSON pointer.
inline constexpr Limits kForeign{.is_unambiguous = true};

// Strict RFC 8259: UTF-8 only, nothing behind the value, no number beyond a double. Of members with one name the last
// counts, and whole numbers beyond 64 bits become reals, unless `is_unambiguous` is set.
// Throws Error{invalid, "json/malformed"}; its pointer is "line L, column C" (bytes, from 1).
Value parse(std::string_view text, Limits limits = {});

// Compact, members in their order. A real keeps a fraction ("4.0"), so that it is read back as a real.
std::string print(const Value& value);
void print_to(std::string& out, const Value& value);

// For people: two blanks a level.
std::string print_pretty(const Value& value);

// One text for equal values, for digests: members in byte order of their names, whole reals without a fraction.
std::string canonical(const Value& value);

// A text in quotes, escaped.
void quote_to(std::string& out, std::string_view text);

}  // namespace frontdesk::json
