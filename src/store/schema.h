#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "store/connection.h"
#include "store/database.h"
#include "store/place.h"

namespace frontdesk::store {

// The migrations of all modules, in order.
class Schema {
 public:
  // Throws Error{internal, "store/migrations"} where their numbers are not 1, 2, 3, … in each module.
  explicit Schema(const std::vector<Module>& modules);

  // Makes the place's file where there is none, verifies one that is there, and applies what it lacks. Refuses a file
  // that is damaged or gone (Error{internal, "store/damaged"|"store/missing"}), and one whose migrations were edited or
  // are newer than the program: Error{conflict, "store/migration-…"}.
  void prepare(const Vfs& vfs, Files& files, const Place& place);

 private:
  struct Migration {
    std::string module;
    std::int64_t number;
    std::string name;
    std::string script;
    std::string digest;
  };

  void migrate(Connection& connection, Anchoring* anchoring) const;
  void make_file(Files& files, const std::string& path);
  std::string make_template() const;

  std::vector<Migration> migrations_;
  std::mutex mutex_;
  std::string template_;  // the bytes of a new tenant's file, made when the first one is due
};

}  // namespace frontdesk::store
