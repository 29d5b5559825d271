#include "store/catalogue.h"

#include <map>

namespace frontdesk::store {
namespace {

constexpr Sql kTablesOfPlace{
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
    "AND name NOT IN ('store_anchor', 'migrations') ORDER BY name"};
constexpr Sql kColumnsWithTypes{"SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid"};

// Types as the one dialect names them (dialect.cc writes them as SQLite does).
std::string type_of(std::string_view declared) {
  if (declared == "INTEGER") return "BIGINT";
  if (declared == "BLOB") return "BYTEA";
  if (declared == "REAL") return "DOUBLE PRECISION";
  return std::string(declared);
}

Table table_of(Reader& reader, std::string name) {
  Table table{.name = std::move(name)};
  std::map<std::int64_t, std::string> key;
  reader.each_row(
      kColumnsWithTypes,
      [&](const Row& row) {
        table.columns.push_back({std::string(row.text(0)), type_of(row.text(1))});
        if (row.integer(2) > 0) key.emplace(row.integer(2), row.text(0));
      },
      table.name);
  for (auto& [place, column] : key) table.key.push_back(std::move(column));
  return table;
}

}  // namespace

std::vector<Table> tables_of_sqlite(Reader& reader) {
  std::vector<Table> tables;
  for (auto& name : reader.all(kTablesOfPlace, [](const Row& row) { return std::string(row.text(0)); }))
    tables.push_back(table_of(reader, std::move(name)));
  return tables;
}

std::string quoted_name(std::string_view name) {
  std::string out = "\"";
  for (const char letter : name) out += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return out + "\"";
}

Error place_removed(const TenantId& id) {
  return Error(Kind::not_found, "store/removed", fmt::format("The data of {} were removed.", id.text()));
}

}  // namespace frontdesk::store
