#include "store/migrations.h"

#include <charconv>

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
                fmt::format("The migration {} of {} was changed after {} had it applied. Put it back as it was and "
                            "write the change down as a new migration.",
                            ours->name, ours->module, where));
  }
}

}  // namespace

Applied read_applied(const Row& row) {
  return {std::string(row.text(0)), row.integer(1), std::string(row.text(2)), std::string(row.text(3))};
}

Migrations::Migrations(const std::vector<Module>& modules) {
  for (const auto& module : modules) {
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
