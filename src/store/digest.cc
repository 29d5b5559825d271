#include "base/crypto.h"
#include "store/catalogue.h"
#include "store/sqlite.h"

namespace frontdesk::store {
namespace {

constexpr Sql kTables{
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
    "AND name <> 'store_anchor' ORDER BY name"};
constexpr Sql kColumns{"SELECT name FROM pragma_table_info($1) ORDER BY cid"};

// Each value as SQL would write it, so that 1, 1.0, '1' and x'31' differ.
std::string rows_in_order(std::string_view table, const std::vector<std::string>& columns) {
  std::string cells;
  for (const auto& column : columns)
    cells += (cells.empty() ? "quote(" : " || ',' || quote(") + quoted_name(column) + ")";
  return fmt::format("SELECT {} FROM {} ORDER BY 1", cells, quoted_name(table));
}

}  // namespace

std::string digest_of(Reader& reader) {
  const auto name = [](const Row& row) { return std::string(row.text(0)); };
  std::string digest;
  for (const auto& table : reader.all(kTables, name)) {
    digest = crypto::sha256_hex(digest + table);
    const auto sql = rows_in_order(table, reader.all(kColumns, name, table));
    reader.each_row({sql.c_str()},
                    [&](const Row& row) { digest = crypto::sha256_hex(digest + std::string(row.text(0))); });
  }
  return digest;
}

}  // namespace frontdesk::store
