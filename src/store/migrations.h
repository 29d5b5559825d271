#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"

namespace frontdesk::store {

struct Migration {
  std::string module;
  std::int64_t number;
  std::string name;
  std::string script;
  std::string digest;
};

// What a place says was applied to it.
struct Applied {
  std::string module;
  std::int64_t number;
  std::string name;
  std::string digest;
};
Applied read_applied(const Row& row);  // module, number, name, digest

// The migrations of all modules, in order: those for tenants' places, and those for the operator's.
class Migrations {
 public:
  // Throws Error{internal, "store/migrations"} where their numbers are not 1, 2, 3, … in each module,
  // Error{internal, "store/taken-name"} where two of one place have one name, or make a table or an index of one name,
  // and what check_dialect throws.
  explicit Migrations(const std::vector<Module>& modules);

  const std::vector<Migration>& of(const TenantId& id) const { return id.is_operator() ? operator_ : tenant_; }

 private:
  std::vector<Migration> tenant_;
  std::vector<Migration> operator_;
};

// Those that a place lacks; `where` names it in errors. Throws Error{conflict, "store/migration-newer"} where it has
// one that the program does not know, "store/migration-edited" where one was changed since, and "store/migration-half"
// where it has a later one and lacks an earlier one.
std::vector<const Migration*> lacking(const std::vector<Migration>& ours, const std::vector<Applied>& applied,
                                      std::string_view where);

}  // namespace frontdesk::store
