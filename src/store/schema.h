#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "store/connection.h"
#include "store/database.h"
#include "store/place.h"

namespace frontdesk::store {

// The migrations of all modules, in order: those for tenants' places, and those for the operator's.
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

  struct Part {
    std::vector<Migration> migrations;
    std::string file;  // the bytes of a new place, made when the first one is due
  };

  static void migrate(const Part& part, Connection& connection, Anchoring* anchoring);
  static std::string make_template(const Part& part);
  void make_file(Part& part, Files& files, const std::string& path);
  Part& part_of(const Place& place) { return place.id.is_operator() ? operator_ : tenant_; }

  std::mutex mutex_;
  Part tenant_;
  Part operator_;
};

}  // namespace frontdesk::store
