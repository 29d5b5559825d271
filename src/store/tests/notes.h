#pragma once

#include "store/database.h"
#include "store/tests/run.h"

// A small schema and the verbs that the tests of the store share.
namespace frontdesk::store {

inline constexpr base::EmbeddedFile kContractMigrations[] = {
    {"0001_notes.sql",
     "CREATE TABLE notes (id BIGINT PRIMARY KEY, body TEXT NOT NULL, weight DOUBLE PRECISION, seal BYTEA);\n"
     "CREATE UNIQUE INDEX notes_body ON notes (body);"},
    {"0002_tags.sql", "CREATE TABLE tags (note BIGINT NOT NULL REFERENCES notes (id), tag TEXT NOT NULL)"},
};

inline constexpr Sql kInsert{"INSERT INTO notes (id, body) VALUES ($1, $2)"};
inline constexpr Sql kCount{"SELECT count(*) FROM notes"};
inline constexpr Sql kBodies{"SELECT body FROM notes ORDER BY id"};

inline Module contract_module() { return {"contract", kContractMigrations}; }

inline std::int64_t count(Reader& reader) {
  return *reader.one(kCount, [](const Row& row) { return row.integer(0); });
}
inline std::int64_t count(Tenant& tenant) {
  return run(tenant.read([](Reader& reader) { return count(reader); }));
}
inline std::vector<std::string> bodies(Tenant& tenant) {
  return run(tenant.read(
      [](Reader& reader) { return reader.all(kBodies, [](const Row& row) { return std::string(row.text(0)); }); }));
}
inline Task<> insert(Tenant& tenant, std::int64_t id, std::string body) {
  return tenant.write([id, body = std::move(body)](Transaction& transaction) { transaction.run(kInsert, id, body); });
}

}  // namespace frontdesk::store
