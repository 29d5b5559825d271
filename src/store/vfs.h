#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "base/files.h"
#include "base/random.h"
#include "store/page_sums.h"

namespace frontdesk::store {

// SQLite's way to the disk: everything goes through Files, and each page of a database is held against its sum when it
// is read, be it from the file or from its log. Registered with SQLite under a name of its own for as long
// as it lives; all connections that name it must be closed before.
class Vfs {
 public:
  explicit Vfs(Files& files, Clock* clock = nullptr, Random* random = nullptr);
  ~Vfs();
  Vfs(const Vfs&) = delete;

  const std::string& name() const;
  // A sync failed since the start: what was written lately may or may not be on the disk.
  bool sync_has_failed() const;
  // What Files said when it failed last; SQLite itself keeps a number only.
  std::optional<Error> last_failure() const;
  // Of the pages of this database, as long as the file system lives.
  std::shared_ptr<PageSums> sums_of(const std::string& path) const;

  struct State;

 private:
  std::unique_ptr<State> state_;
};

// The page that the last call of SQLite on this thread found to be damaged, as Error{internal, "store/damaged"}; told
// once.
std::optional<Error> take_damage();

}  // namespace frontdesk::store
