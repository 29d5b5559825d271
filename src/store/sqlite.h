#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/files.h"
#include "base/log.h"
#include "base/random.h"
#include "store/database.h"

namespace frontdesk::store {

struct SqliteOptions {
  std::string folder;      // one file a tenant: <folder>/<tenant>.db; the operator's: _operator.db
  int writer_threads = 1;  // own files by hash of the tenant; 0: everything runs on the caller (simulation)
  int reader_threads = 2;
  int group_max = 256;     // transactions that share one commit
  int waiting_max = 8192;  // transactions (and, apart, reads) of one tenant that may wait; more get "store/busy"
  std::chrono::milliseconds checkpoint_every{50};
  // Where SQLite itself asks for the time and for chance; the system's where there is none. With both, and no threads,
  // the same calls leave the same bytes.
  Clock* clock = nullptr;
  Random* random = nullptr;
  // Told, on any thread, what is found to be damaged while a place serves, and what was found when it was opened that
  // did not keep it from being opened. It is in the log, too.
  std::function<void(const TenantId& tenant, const Error& error)> on_damage{};
};

// WAL, synchronous=FULL, group commit per file. Takes the lock on the folder; a second server on it gets
// Error{conflict, "store/folder-in-use"} that names the holder's process id. A database belongs to loops that live
// longer than it does. After a failed sync it refuses to write until it is opened anew: Error{unavailable,
// "store/failed"}; a full disk is Error{exhausted, "files/disk-full"} and heals by itself.
// Each place has an anchor beside it, and each page a sum: a place that is not as it was acknowledged is not opened,
// but for Error{internal, "store/damaged"|"store/missing"}, which name file and remedy; the others are. See verify.h.
std::unique_ptr<Database> open_sqlite(SqliteOptions options, std::vector<Module> modules, Files& files, Log& log);

// The lock on the folder, as a server holds it; Error{conflict, "store/folder-in-use"}.
std::unique_ptr<FileLock> lock_folder(Files& files, const std::string& folder);

// Takes what is there of a tenant for what it is, after a damage that nothing can undo: the place is anchored anew
// where its pages are whole, and given up where its database is gone. Takes the folder's lock. Returns what was done.
std::string accept_place(const std::string& folder, const TenantId& id, Files& files);

// A digest of all rows of all tables, equal for equal data however it is stored: for comparing a copy with its
// original. Reads everything.
std::string digest_of(Reader& reader);

}  // namespace frontdesk::store
