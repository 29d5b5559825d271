#include "store/migrations.h"

#include <charconv>
#include <map>
#include <set>

#include "base/crypto.h"
#include "base/error.h"
#include "store/dialect.h"

namespace frontdesk::store {
namespace {

bool is(const Migration& ours, const Applied& one) { return ours.module == one.module && ours.number == one.number; }

void check(const std::vector<Migration>& migrations, const Applied& one, std::string_view where) {
  const auto ours = std::ranges::find_if(migrations, [&](const auto& known) { return is(known, one); });
  const bool knows_module = std::ranges::find(migrations, one.module, &Migration::module) != migrations.end();
  if (ours == migrations.end() && knows_module) {
    throw Error(Kind::conflict, "store/migration-newer",
                fmt::format("{} was written by a newer frontdesk (it has {} {}). Start that version.", where,
                            one.module, one.name));
  }
  if (ours != migrations.end() && ours->digest != one.digest) {
    throw Error(Kind::conflict, "store/migration-edited",
                fmt::format("{} has the migration {} of {} applied as it was before it was changed. Put it back as it "
                            "was and write the change down as a new migration.",
                            where, ours->name, ours->module));
  }
}

// Whose the names of a place are. What a later module would make again would be the other's, or fail where it is
// applied.
class Owners {
 public:
  void add_module(std::string_view module) {
    if (modules_.insert(std::string(module)).second) return;
    throw Error(
        Kind::internal, "store/taken-name",
        fmt::format("Two modules with tables are called {}. Call the tables of an engine as the engine is called "
                    "(Facts::tables), and the engine as nothing else is.",
                    module));
  }

  void add_names(std::string_view module, std::string_view script) {
    for (const auto& name : names_made(script)) {
      const auto& owner = names_.emplace(name, module).first->second;
      if (owner == module) continue;
      throw Error(Kind::internal, "store/taken-name",
                  fmt::format("A migration of {} makes {}, which is a table or an index of {}. Name it {}_….", module,
                              name, owner, module));
    }
  }

 private:
  std::set<std::string> modules_;
  std::map<std::string, std::string> names_{
      {"migrations", "the store"}, {"store_anchor", "the store"}, {"store_place", "the store"}};
};

}  // namespace

Applied read_applied(const Row& row) {
  return {std::string(row.text(0)), row.integer(1), std::string(row.text(2)), std::string(row.text(3))};
}

Migrations::Migrations(const std::vector<Module>& modules) {
  Owners of_tenant, of_operator;
  for (const auto& module : modules) {
    auto& owners = module.scope == Scope::operator_ ? of_operator : of_tenant;
    owners.add_module(module.name);
    std::int64_t expected = 1;
    for (const auto& file : module.migrations) {
      std::int64_t number = 0;
      std::from_chars(file.name.data(), file.name.data() + file.name.size(), number);
      if (number != expected++) {
        throw Error(Kind::internal, "store/migrations",
                    fmt::format("The migrations of {} must be numbered 0001, 0002, … without gaps; {} is out of order.",
                                module.name, file.name));
      }
      check_dialect(fmt::format("{} of {}", file.name, module.name), file.bytes);
      owners.add_names(module.name, file.bytes);
      auto& part = module.scope == Scope::operator_ ? operator_ : tenant_;
      part.push_back({std::string(module.name), number, std::string(file.name), std::string(file.bytes),
                      crypto::sha256_hex(file.bytes)});
    }
  }
}

std::vector<const Migration*> lacking(const std::vector<Migration>& ours, const std::vector<Applied>& applied,
                                      std::string_view where) {
  for (const auto& one : applied) check(ours, one, where);
  std::vector<const Migration*> missing;
  for (const auto& migration : ours) {
    if (std::ranges::any_of(applied, [&](const auto& one) { return is(migration, one); })) {
      const auto hole = std::ranges::find(missing, migration.module, &Migration::module);
      if (hole == missing.end()) continue;
      throw Error(Kind::conflict, "store/migration-half",
                  fmt::format("{} has {} of {} and lacks {}, so it was restored or changed in part. Restore the whole "
                              "of it from a backup.",
                              where, migration.name, migration.module, (*hole)->name));
    }
    missing.push_back(&migration);
  }
  return missing;
}

}  // namespace frontdesk::store
