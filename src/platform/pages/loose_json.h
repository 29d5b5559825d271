#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/effort.h"
#include "base/value.h"
#include "platform/pages/document.h"

namespace frontdesk::platform::pages {

// A JSON value with its place, of JSON as pages have it: with comments, line breaks in texts, commas too many or too
// few, names without quotes, several values one behind the other, or cut off. What can be read is.
struct LooseJson {
  enum class Kind { scalar, list, object };
  Kind kind = Kind::scalar;
  std::string name;  // of a member
  Value value;       // of a scalar
  Piece piece;       // from quote to quote, without them
  std::vector<LooseJson> children;

  const LooseJson* find(std::string_view member) const;
};

// `offset`: where `text` begins in the page. What is deeper than 64 ends it.
std::vector<LooseJson> loose_json(std::string_view text, std::uint32_t offset, Effort& effort);

}  // namespace frontdesk::platform::pages
