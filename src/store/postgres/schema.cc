#include "store/postgres/schema.h"

#include "base/crypto.h"
#include "base/error.h"
#include "store/dialect.h"

namespace frontdesk::store::postgres {
namespace {

constexpr std::size_t kNameBytesMax = 63;

// A place says who may write it, and what was last committed (see commit_group).
constexpr const char* kMakeOwn = R"(
  CREATE TABLE migrations (
    module TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
    PRIMARY KEY (module, number));
  CREATE TABLE store_place (fence BIGINT NOT NULL, mark BIGINT NOT NULL, epoch BIGINT NOT NULL DEFAULT 0);
  INSERT INTO store_place (fence, mark) VALUES (0, 0))";
constexpr std::string_view kAddEpoch =
    "ALTER TABLE store_place ADD COLUMN IF NOT EXISTS epoch BIGINT NOT NULL DEFAULT 0";
constexpr Sql kApplied{"SELECT module, number, name, digest FROM migrations ORDER BY module, number"};
constexpr Sql kRemember{"INSERT INTO migrations (module, number, name, digest) VALUES ($1, $2, $3, $4)"};
constexpr Sql kFence{"UPDATE store_place SET fence = $1 WHERE fence <= $1 RETURNING epoch"};
constexpr Sql kCountTables{
    "SELECT count(*) FROM pg_tables WHERE schemaname = $1 AND tablename IN ('migrations', 'store_place')"};
constexpr Sql kHasSchema{"SELECT 1 FROM pg_namespace WHERE nspname = $1"};

bool is_there(Connection& connection, const Place& place) {
  const Parameter schema = std::string_view(place.schema);
  const auto has_schema = connection.run(kHasSchema, {&schema, 1}).rows() == 1;
  std::int64_t tables = 0;
  connection.run(kCountTables, {&schema, 1}).each(kCountTables, [&](const Row& row) { tables = row.integer(0); });
  if (has_schema == (tables == 2)) return has_schema;
  throw Error(
      Kind::conflict, "store/place-half",
      fmt::format("The schema {} of the database {} is not a whole place of frontdesk. Restore all of it from a "
                  "backup; if it holds nothing of yours, drop it.",
                  place.schema, connection.address().text()));
}

void apply(Connection& connection, const Migration& migration) {
  try {
    connection.run_script(for_postgres(migration.script));
    const Parameter row[] = {std::string_view(migration.module), migration.number, std::string_view(migration.name),
                             std::string_view(migration.digest)};
    connection.run(kRemember, row);
  } catch (const Error& error) {
    throw Error(error).because(fmt::format("migration {} of {}: {}", migration.name, migration.module, error.cause));
  }
}

void make(Connection& connection, const std::string& house, const Place& place) {
  connection.run_script(
      fmt::format("CREATE SCHEMA {0}; SET LOCAL search_path = {0};{1}", quoted(place.schema), for_postgres(kMakeOwn)));
  const Parameter row[] = {std::string_view(place.id.text()), std::string_view(place.schema)};
  const auto add = fmt::format("INSERT INTO {}.places (id, schema) VALUES ($1, $2)", quoted(house));
  connection.run({add.c_str()}, row);
}

void take(Connection& connection, const Place& place, std::int64_t fence) {
  const Parameter ours = fence;
  bool is_ours = false;
  connection.run(kFence, {&ours, 1}).each(kFence, [&](const Row& row) {
    place.epoch = row.integer(0), is_ours = true;
  });
  if (!is_ours) throw lease_lost(connection.address());
}

// The whole of it is one transaction: a place is there with all its tables, or as it was.
void prepare_within(Connection& connection, const std::string& house, const std::vector<Migration>& migrations,
                    const Place& place, std::int64_t fence) {
  const bool is_new = !is_there(connection, place);
  if (is_new) {
    make(connection, house, place);
  } else {
    connection.run_script(fmt::format("SET LOCAL search_path = {}; {}", quoted(place.schema), kAddEpoch));
  }
  take(connection, place, fence);
  std::vector<Applied> applied;
  connection.run(kApplied).each(kApplied, [&](const Row& row) { applied.push_back(read_applied(row)); });
  const auto where = fmt::format("The schema {} of the database {}", place.schema, connection.address().text());
  for (const auto* migration : lacking(migrations, applied, where)) apply(connection, *migration);
}

}  // namespace

std::string schema_of(std::string_view house, const TenantId& id) {
  auto name = fmt::format("{}_{}", house, id.text());
  if (name.size() <= kNameBytesMax) return name;
  // A tenant's name has no underscore within, so no other is named like this.
  return fmt::format("{}_{}_{}", house, id.text().substr(0, 8), crypto::sha256_hex(id.text()).substr(0, 20));
}

void make_house(Connection& connection, const std::string& house) {
  connection.run_script(fmt::format(R"(
    BEGIN;
    SELECT pg_advisory_xact_lock(hashtext('frontdesk house {0}'));
    CREATE SCHEMA IF NOT EXISTS "{0}";
    CREATE TABLE IF NOT EXISTS "{0}".places (id TEXT COLLATE "C" PRIMARY KEY, schema TEXT NOT NULL UNIQUE);
    CREATE TABLE IF NOT EXISTS "{0}".lease (
      number BIGINT PRIMARY KEY, holder TEXT NOT NULL, fence BIGINT NOT NULL, until TIMESTAMPTZ NOT NULL);
    INSERT INTO "{0}".lease VALUES (1, '', 0, clock_timestamp()) ON CONFLICT (number) DO NOTHING;
    COMMIT)",
                                    house));
}

std::vector<TenantId> places_of(Connection& connection, const std::string& house) {
  const auto list = fmt::format("SELECT id FROM {}.places ORDER BY id", quoted(house));
  std::vector<TenantId> ids;
  connection.run({list.c_str()}).each({list.c_str()}, [&](const Row& row) {
    if (row.text(0) == TenantId::of_operator().text()) {
      ids.push_back(TenantId::of_operator());
    } else {
      ids.push_back(TenantId::parse(row.text(0)));
    }
  });
  return ids;
}

void prepare(Connection& connection, const std::string& house, const std::vector<Migration>& migrations,
             const Place& place, std::int64_t fence) {
  try {
    connection.before({"BEGIN"});
    prepare_within(connection, house, migrations, place, fence);
    if (!connection.commit()) throw Error(Kind::unavailable, "store/unreachable", "The connection ended.");
  } catch (...) {
    connection.roll_back();
    throw;
  }
}

void remove(Connection& connection, const std::string& house, const Place& place, std::int64_t fence) {
  try {
    connection.before({"BEGIN"});
    if (is_there(connection, place)) {
      connection.run_script(fmt::format("SET LOCAL search_path = {}; {}", quoted(place.schema), kAddEpoch));
      take(connection, place, fence);
      connection.run_script(fmt::format("DROP SCHEMA {} CASCADE", quoted(place.schema)));
    }
    const Parameter id = std::string_view(place.id.text());
    const auto strike = fmt::format("DELETE FROM {}.places WHERE id = $1", quoted(house));
    connection.run({strike.c_str()}, {&id, 1});
    if (!connection.commit()) throw Error(Kind::unavailable, "store/unreachable", "The connection ended.");
  } catch (...) {
    connection.roll_back();
    throw;
  }
}

}  // namespace frontdesk::store::postgres
