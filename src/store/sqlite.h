#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/log.h"
#include "store/database.h"

namespace frontdesk::store {

struct SqliteOptions {
  std::string folder;                // one file a tenant: <folder>/<tenant>.db
  int writer_threads = 1;            // own files by hash of the tenant; 0: everything runs on the caller (simulation)
  int reader_threads = 2;
  int group_max = 256;               // transactions that share one commit
  std::chrono::milliseconds checkpoint_every{50};
};

// WAL, synchronous=FULL, group commit per file. Takes the lock on the folder; a second server on it gets
// Error{conflict, "store/folder-in-use"} that names the holder's process id.
std::unique_ptr<Database> open_sqlite(SqliteOptions options, std::vector<Module> modules, Files& files, Log& log);

}  // namespace frontdesk::store
