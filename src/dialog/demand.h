#pragma once

#include <functional>
#include <utility>

#include "base/error.h"
#include "graph/graph.h"

namespace frontdesk::dialog {

// Decided in the commit itself: where the change finds no row, nothing of what comes with it has happened.
inline graph::Statement demand(std::function<std::int64_t(store::Transaction&)> change, Error otherwise) {
  return [change = std::move(change), otherwise = std::move(otherwise)](store::Transaction& transaction) {
    if (change(transaction) == 0) throw otherwise;
  };
}

}  // namespace frontdesk::dialog
