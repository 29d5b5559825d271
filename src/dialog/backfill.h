#pragma once

#include <memory>

#include "base/log.h"
#include "base/pool.h"
#include "dialog/brain.h"
#include "graph/threads.h"

// Conversations from before the search index, or from a backup of before it, are read from their journals and put into
// it, the newest first.
namespace frontdesk::dialog {

struct BackfillParts {
  store::Tenant& tenant;
  graph::Threads& threads;
  Pool& pool;
  Clock& clock;
  Log& log;
  std::shared_ptr<const Brain> live = {};  // tells which slots hold names; null: none are known
};

struct BackfillLimits {
  std::size_t conversations_at_once = 16;
  std::size_t bytes_at_once = 2 << 20;  // of records; the conversation that passes it is the last
  std::chrono::milliseconds rest{20};   // between two pieces, for those who write meanwhile
  std::size_t pieces_max = SIZE_MAX;    // then it returns; the rest is found again by the next call
};

struct Backfilled {
  std::size_t conversations = 0;
  std::size_t left = 0;  // could not be read (the log names them), or were written to meanwhile: the next start tries
};

// Works in pieces: each is one commit, and what is in it is not read again, whatever happens between two. Ends early
// where the process stops. What is said meanwhile goes into the index by itself, as ever.
Task<Backfilled> fill_index(BackfillParts parts, BackfillLimits limits = {});

// Whether nothing is left to do.
Task<bool> is_index_full(store::Tenant& tenant);

}  // namespace frontdesk::dialog
