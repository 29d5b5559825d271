#pragma once

#include <functional>
#include <memory>

#include "base/log.h"
#include "base/pool.h"
#include "dialog/brain.h"
#include "graph/threads.h"
#include "platform/errands/kind.h"
#include "platform/places/place.h"

// Conversations from before the search index, or from a backup of before it, are read from their journals and put into
// it, the newest first. What is said meanwhile goes into the index by itself, as ever.
namespace frontdesk::dialog {

// What a piece of it takes; good for longer than a piece may take.
struct BackfillParts {
  graph::Threads& threads;
  Pool& pool;
  Log& log;
  std::shared_ptr<const Brain> live = {};  // tells which slots hold names; null: none are known
};

// Throws Error{unavailable} where a place is not ready for it yet.
using FindBackfillParts = std::function<Task<BackfillParts>(TenantId place)>;

struct BackfillLimits {
  std::size_t conversations_at_once = 16;
  std::size_t bytes_at_once = 2 << 20;  // of records; the conversation that passes it is the last
  std::chrono::milliseconds rest{20};   // between two pieces, for those who write meanwhile
};

inline constexpr std::string_view kFilling = "conversations.index";

// The errand whose pieces do it. What is in the index is not read again, whatever happens between two of them. It comes
// to {left, unreadable}: conversations that are not in the index still, and those of them that could not be read (the
// log names them).
platform::errands::ErrandKind filling(FindBackfillParts find, BackfillLimits limits = {});

// Starts the errand where something is left to do and it is not under way. What one of the last day could not read, or
// somebody has stopped on it, is left to the next.
Task<> start_filling(platform::Place& place);

// Whether nothing is left to do.
Task<bool> is_index_full(store::Tenant& tenant);

}  // namespace frontdesk::dialog
