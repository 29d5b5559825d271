#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "store/connection.h"
#include "store/database.h"
#include "store/migrations.h"
#include "store/place.h"

namespace frontdesk::store {

// The migrations, and the files that they were applied to.
class Schema {
 public:
  explicit Schema(const std::vector<Module>& modules) : migrations_(modules) {}

  // Makes the place's file where there is none, verifies one that is there, and applies what it lacks. Refuses a file
  // that is damaged or gone (Error{internal, "store/damaged"|"store/missing"}), and one whose migrations were edited or
  // are newer than the program: see lacking().
  void prepare(const Vfs& vfs, Files& files, const Place& place);

 private:
  static void migrate(const std::vector<Migration>& migrations, Connection& connection, Anchoring* anchoring);
  static std::string make_template(const std::vector<Migration>& migrations);
  void make_file(Files& files, const Place& place);

  const Migrations migrations_;
  std::mutex mutex_;
  // The bytes of a new place, made when the first one is due.
  std::string tenant_file_;
  std::string operator_file_;
};

}  // namespace frontdesk::store
