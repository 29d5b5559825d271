#pragma once

#include "base/error.h"

namespace frontdesk::graph {

// A disk may get room again, and a queue may empty itself. A chain that is broken stays so.
inline bool may_heal(const Error& error) {
  return error.kind == Kind::unavailable || error.kind == Kind::exhausted || error.kind == Kind::timeout;
}

}  // namespace frontdesk::graph
