#pragma once

#include <functional>
#include <ostream>

#include "store/database.h"
#include "store/tests/notes.h"

// Every database behind store/database.h is held to the tests of database_contract_test.cc.
namespace frontdesk::store {

// A place where databases of one kind lie.
class Backing {
 public:
  virtual ~Backing() = default;
  // Opens what was stored before; the database that was opened before is closed by then.
  virtual std::unique_ptr<Database> open(std::vector<Module> modules) = 0;
};

struct BackingKind {
  std::string name;
  std::function<std::unique_ptr<Backing>()> make;
  friend void PrintTo(const BackingKind& kind, std::ostream* out) { *out << kind.name; }
};

}  // namespace frontdesk::store
