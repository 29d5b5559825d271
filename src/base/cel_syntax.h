#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/cel.h"

namespace frontdesk::cel::detail {

enum class Op : std::uint8_t {
  literal,  // value
  list,     // children
  name,     // value: the name
  member,   // children[0], value: the name
  index,    // children[0], children[1]
  has,      // children[0], value: the name
  equal,
  unequal,
  less,
  less_or_equal,
  greater,
  greater_or_equal,
  in,
  negation,
  conjunction,
  disjunction,
  choice,
};

struct Node {
  Op op = Op::literal;
  int column = 1;
  Value value;
  std::vector<std::uint32_t> children;
};

struct Syntax {
  std::string text;
  std::vector<Node> nodes;  // children before their parents; the last is the whole
  std::vector<Reference> references;
};

Syntax parse(std::string_view text);

}  // namespace frontdesk::cel::detail
