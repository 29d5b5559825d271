#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "base/files.h"
#include "base/random.h"

namespace frontdesk::store {

// SQLite's way to the disk: everything goes through Files. Registered with SQLite under a name of its own for as long
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

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace frontdesk::store
