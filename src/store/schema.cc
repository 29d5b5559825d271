#include "store/schema.h"

#include <charconv>

#include "base/crypto.h"
#include "base/memory_files.h"
#include "store/verify.h"

namespace frontdesk::store {
namespace {

constexpr Sql kMakeTable{R"(
  CREATE TABLE IF NOT EXISTS migrations (
    module TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (module, number)) WITHOUT ROWID)"};
constexpr Sql kHasTable{"SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'"};
constexpr Sql kApplied{"SELECT module, number, name, digest FROM migrations ORDER BY module, number"};
constexpr Sql kRemember{"INSERT INTO migrations (module, number, name, digest) VALUES ($1, $2, $3, $4)"};

// Reads through the reader interface, so that its helpers can be used.
class Plain final : public Transaction {
 public:
  explicit Plain(Connection& connection) : connection_(connection) {}
  void query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) override {
    connection_.query(sql, parameters, each);
  }
  std::int64_t execute(Sql sql, std::span<const Parameter> parameters) override {
    return connection_.execute(sql, parameters);
  }

 private:
  Connection& connection_;
};

}  // namespace

Schema::Schema(const std::vector<Module>& modules) {
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
      auto& part = module.scope == Scope::operator_ ? operator_ : tenant_;
      part.migrations.push_back({std::string(module.name), number, std::string(file.name), std::string(file.bytes),
                                 crypto::sha256_hex(file.bytes)});
    }
  }
}

void Schema::prepare(const Vfs& vfs, Files& files, const Place& place) {
  auto& part = part_of(place);
  if (is_new(files, place)) make_file(part, files, place.path);
  refuse_short(files, place);
  Connection connection(vfs, place.path, Connection::Role::writer);
  connection.keep_log(true);
  verify(vfs, files, connection, place);
  connection.keep_log(false);
  migrate(part, connection, place.anchoring.get());
}

void Schema::migrate(const Part& part, Connection& connection, Anchoring* anchoring) {
  const auto& migrations = part.migrations;
  Plain plain(connection);
  if (!plain.one(kHasTable, [](const Row&) { return true; })) plain.run(kMakeTable);

  struct Applied {
    std::string module;
    std::int64_t number;
    std::string name;
    std::string digest;
  };
  const auto applied = plain.all(kApplied, [](const Row& row) {
    return Applied{std::string(row.text(0)), row.integer(1), std::string(row.text(2)), std::string(row.text(3))};
  });
  const auto find = [&](const std::string& module, std::int64_t number) {
    return std::ranges::find_if(applied, [&](const auto& one) { return one.module == module && one.number == number; });
  };
  for (const auto& one : applied) {
    const auto ours = std::ranges::find_if(
        migrations, [&](const auto& known) { return known.module == one.module && known.number == one.number; });
    const bool knows_module = std::ranges::find(migrations, one.module, &Migration::module) != migrations.end();
    if (ours == migrations.end() && knows_module) {
      throw Error(Kind::conflict, "store/migration-newer",
                  fmt::format("The file {} was written by a newer frontdesk (it has {} {}). Start that version.",
                              connection.path(), one.module, one.name));
    }
    if (ours != migrations.end() && ours->digest != one.digest) {
      throw Error(Kind::conflict, "store/migration-edited",
                  fmt::format("The migration {} of {} was changed after {} had it applied. Put it back as it was and "
                              "write the change down as a new migration.",
                              ours->name, ours->module, connection.path()));
    }
  }
  for (const auto& migration : migrations) {
    if (find(migration.module, migration.number) != applied.end()) continue;
    connection.control("BEGIN IMMEDIATE");
    try {
      connection.run_script(migration.script);
      plain.run(kRemember, migration.module, migration.number, migration.name, migration.digest);
      if (anchoring) anchoring->count(connection);
      connection.control("COMMIT");
      if (anchoring) anchoring->committed(connection);
    } catch (const Error& error) {
      connection.roll_back();
      throw Error(error).because(fmt::format("migration {} of {}: {}", migration.name, migration.module, error.cause));
    }
  }
}

// A place is there as a whole or not at all: its bytes are safe before they get their name.
void Schema::make_file(Part& part, Files& files, const std::string& path) {
  const std::lock_guard lock(mutex_);
  if (part.file.empty()) part.file = make_template(part);
  const auto new_path = path + ".new";
  {
    const auto file = files.open(new_path, true);
    file->truncate(0);
    file->write(0, part.file);
    file->sync();
  }
  // A log that was left without its file would be taken for the new one's.
  if (files.exists(path + "-wal")) files.remove(path + "-wal", true);
  files.rename(new_path, path);
}

std::string Schema::make_template(const Part& part) {
  MemoryFiles memory;
  const Vfs vfs(memory);
  {
    Connection connection(vfs, "template", Connection::Role::writer, true);
    connection.run_script(kAnchorTable);
    migrate(part, connection, nullptr);
  }  // the last connection moves the log into the file
  return memory.bytes("template");
}

}  // namespace frontdesk::store
