#include "store/schema.h"

#include "base/memory_files.h"
#include "store/catalogue.h"
#include "store/dialect.h"
#include "store/verify.h"

namespace frontdesk::store {
namespace {

constexpr Sql kMakeTable{R"(
  CREATE TABLE IF NOT EXISTS migrations (
    module TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (module, number)) WITHOUT ROWID)"};
constexpr Sql kHasMigrations{"SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'"};
constexpr Sql kApplied{"SELECT module, number, name, digest FROM migrations ORDER BY module, number"};
constexpr Sql kRemember{"INSERT INTO migrations (module, number, name, digest) VALUES ($1, $2, $3, $4)"};

// Reads through the reader interface, so that its helpers can be used.
class Plain final : public Reader {
 public:
  explicit Plain(Connection& connection) : connection_(connection) {}
  std::vector<Table> tables() override { return tables_of_sqlite(*this); }
  void query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) override {
    connection_.query(sql, parameters, each);
  }

 private:
  Connection& connection_;
};

}  // namespace

void Schema::prepare(const Vfs& vfs, Files& files, const Place& place) {
  if (is_new(files, place)) make_file(files, place);
  refuse_short(files, place);
  Connection connection(vfs, place.path, Connection::Role::writer);
  connection.keep_log(true);
  verify(vfs, files, connection, place);
  connection.keep_log(false);
  migrate(migrations_.of(place.id), connection, place.anchoring.get());
}

void Schema::migrate(const std::vector<Migration>& migrations, Connection& connection, Anchoring* anchoring) {
  Plain plain(connection);
  if (!plain.one(kHasMigrations, [](const Row&) { return true; })) connection.execute(kMakeTable, {});
  const auto applied = plain.all(kApplied, read_applied);
  for (const auto* migration : lacking(migrations, applied, "The file " + connection.path())) {
    connection.control("BEGIN IMMEDIATE");
    try {
      connection.run_script(for_sqlite(migration->script));
      const Parameter row[] = {std::string_view(migration->module), migration->number,
                               std::string_view(migration->name), std::string_view(migration->digest)};
      connection.execute(kRemember, row);
      if (anchoring) anchoring->count(connection);
      connection.control("COMMIT");
      if (anchoring) anchoring->committed(connection);
    } catch (const Error& error) {
      connection.roll_back();
      throw Error(error).because(
          fmt::format("migration {} of {}: {}", migration->name, migration->module, error.cause));
    }
  }
}

// A place is there as a whole or not at all: its bytes are safe before they get their name.
void Schema::make_file(Files& files, const Place& place) {
  const auto& path = place.path;
  const std::lock_guard lock(mutex_);
  auto& bytes = place.id.is_operator() ? operator_file_ : tenant_file_;
  if (bytes.empty()) bytes = make_template(migrations_.of(place.id));
  const auto new_path = path + ".new";
  {
    const auto file = files.open(new_path, true);
    file->truncate(0);
    file->write(0, bytes);
    file->sync();
  }
  // A log that was left without its file would be taken for the new one's.
  if (files.exists(path + "-wal")) files.remove(path + "-wal", true);
  files.rename(new_path, path);
}

std::string Schema::make_template(const std::vector<Migration>& migrations) {
  MemoryFiles memory;
  const Vfs vfs(memory);
  {
    Connection connection(vfs, "template", Connection::Role::writer, true);
    connection.run_script(kAnchorTable);
    migrate(migrations, connection, nullptr);
  }  // the last connection moves the log into the file
  return memory.bytes("template");
}

}  // namespace frontdesk::store
