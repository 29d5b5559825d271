#include "engines/tenants/export.h"

#include <functional>
#include <utility>

#include "base/crypto.h"
#include "base/error.h"
#include "base/json.h"

namespace frontdesk::engines::tenants {
namespace {

constexpr int kRowsAtOnce = 64;
constexpr std::size_t kPieceBytes = 48 * 1024;  // of a file, whole threes, so that pieces of base64 could be joined

// A value of a key, kept from one page to the next.
using Kept = std::variant<std::int64_t, double, std::string>;

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "\"" : ", \"") + name + "\"";
  return list;
}

// The next rows by their key, behind one or from the first.
std::string page_sql(const store::Table& table, bool is_first) {
  std::vector<std::string> columns;
  for (const auto& column : table.columns) columns.push_back(column.name);
  const auto key = list_of(table.key);
  std::string behind;
  if (!is_first) {
    std::string places;
    for (std::size_t i = 1; i <= table.key.size(); ++i) places += fmt::format("{}${}", i > 1 ? ", " : "", i);
    behind = fmt::format("WHERE ({}) > ({}) ", key, places);
  }
  return fmt::format("SELECT {} FROM \"{}\" {}ORDER BY {} LIMIT {}", list_of(columns), table.name, behind, key,
                     kRowsAtOnce);
}

Value value_at(const store::Row& row, int column, std::string_view type) {
  if (row.is_null(column)) return {};
  if (type == "BIGINT") return row.integer(column);
  if (type == "DOUBLE PRECISION") return row.real(column);
  if (type == "BYTEA") return crypto::base64(row.bytes(column));
  return row.text(column);
}

Kept kept_at(const store::Row& row, int column, std::string_view type) {
  if (type == "BIGINT") return row.integer(column);
  if (type == "DOUBLE PRECISION") return row.real(column);
  return std::string(type == "BYTEA" ? row.bytes(column) : row.text(column));
}

struct Page {
  std::string lines;
  std::int64_t rows = 0;
  std::vector<Kept> last;  // key of its last row
};

// Reads a table from its first row to its last.
class Cursor {
 public:
  explicit Cursor(const store::Table& table) : table_(table) {
    if (table.key.empty())
      throw Error(Kind::internal, "tenants/no-key", fmt::format("The table {} has no primary key.", table.name));
    for (const auto& name : table.key) {
      const auto column = std::ranges::find(table.columns, name, &store::Table::Column::name);
      key_.push_back(static_cast<int>(column - table.columns.begin()));
    }
  }

  Page next(store::Reader& reader) const {
    const auto sql = page_sql(table_, last_.empty());
    std::vector<store::Parameter> behind;
    for (std::size_t i = 0; i < last_.size(); ++i) behind.push_back(parameter(last_[i], type_of(key_[i])));
    Page page;
    reader.query({sql.c_str()}, behind, [&](const store::Row& row) { add(page, row); });
    return page;
  }
  void pass(const Page& page) { last_ = page.last; }

 private:
  std::string_view type_of(int column) const { return table_.get().columns[static_cast<std::size_t>(column)].type; }

  static store::Parameter parameter(const Kept& kept, std::string_view type) {
    if (const auto* number = std::get_if<std::int64_t>(&kept)) return *number;
    if (const auto* number = std::get_if<double>(&kept)) return *number;
    const std::string_view text = std::get<std::string>(kept);
    return type == "BYTEA" ? store::Parameter(store::Bytes{text}) : store::Parameter(text);
  }

  void add(Page& page, const store::Row& row) const {
    ListBuilder cells;
    for (std::size_t i = 0; i < table_.get().columns.size(); ++i)
      cells.add(value_at(row, static_cast<int>(i), table_.get().columns[i].type));
    page.lines += json::print(Value::object({{"table", table_.get().name}, {"row", cells.build()}})) + "\n";
    ++page.rows;
    page.last.clear();
    for (const auto column : key_) page.last.push_back(kept_at(row, column, type_of(column)));
  }

  std::reference_wrapper<const store::Table> table_;
  std::vector<int> key_;
  std::vector<Kept> last_;
};

std::string first_line(const TenantId& id, Timestamp at, const std::vector<store::Table>& tables) {
  ListBuilder list;
  for (const auto& table : tables) {
    ListBuilder columns, key;
    for (const auto& column : table.columns) columns.add(Value::object({{"name", column.name}, {"type", column.type}}));
    for (const auto& name : table.key) key.add(name);
    list.add(Value::object({{"name", table.name}, {"columns", columns.build()}, {"key", key.build()}}));
  }
  const auto head =
      Value::object({{"frontdesk_export", 1}, {"tenant", id.text()}, {"at", to_iso(at)}, {"tables", list.build()}});
  return json::print(head) + "\n";
}

// Goes through all tables, page by page. A page is passed when it was read for good: a read may be run again.
class Walk {
 public:
  explicit Walk(std::vector<store::Table> tables)
      : tables_(std::make_unique<const std::vector<store::Table>>(std::move(tables))) {
    for (const auto& table : *tables_) cursors_.emplace_back(table);
  }

  const std::vector<store::Table>& tables() const { return *tables_; }
  bool is_over() const { return at_ == cursors_.size(); }
  std::int64_t rows() const { return rows_; }
  Page next(store::Reader& reader) const { return cursors_[at_].next(reader); }
  void pass(const Page& page) {
    rows_ += page.rows;
    if (page.rows < kRowsAtOnce) {
      ++at_;
    } else {
      cursors_[at_].pass(page);
    }
  }

 private:
  std::unique_ptr<const std::vector<store::Table>> tables_;  // the cursors point into it
  std::vector<Cursor> cursors_;
  std::size_t at_ = 0;
  std::int64_t rows_ = 0;
};

// What was read in one transaction, and where to go on.
struct Moment {
  Walk walk;
  std::vector<std::string> pages{};
};

Moment read_at_once(store::Reader& reader, std::size_t bytes_max) {
  Moment moment{Walk(reader.tables())};
  for (std::size_t bytes = 0; !moment.walk.is_over() && bytes < bytes_max;) {
    auto page = moment.walk.next(reader);
    moment.walk.pass(page);
    bytes += page.lines.size();
    if (page.rows > 0) moment.pages.push_back(std::move(page.lines));
  }
  return moment;
}

Task<> write_content(const TenantId& place, platform::files::Library& library, const std::string& sha256,
                     net::BodyWriter& writer) {
  for (std::uint64_t at = 0;; at += kPieceBytes) {
    const auto piece = co_await library.read(place, sha256, at, kPieceBytes);
    if (piece.empty()) co_return;
    const auto line = Value::object({{"file", sha256}, {"at", at}, {"bytes", crypto::base64(piece)}});
    co_await writer.write(json::print(line) + "\n");
    if (piece.size() < kPieceBytes) co_return;
  }
}

}  // namespace

Task<> write_all(store::Tenant& place, platform::files::Library& library, Timestamp at, net::BodyWriter& writer,
                 std::size_t at_once) {
  auto moment = co_await place.read([at_once](store::Reader& reader) { return read_at_once(reader, at_once); });
  auto& walk = moment.walk;
  const bool is_whole = walk.is_over();
  co_await writer.write(first_line(place.id(), at, walk.tables()));
  for (auto& page : moment.pages) {
    const auto lines = std::exchange(page, {});
    co_await writer.write(lines);
  }
  while (!walk.is_over()) {
    const auto page = co_await place.read([&walk](store::Reader& reader) { return walk.next(reader); });
    if (page.rows > 0) co_await writer.write(page.lines);
    walk.pass(page);
  }
  const auto contents = co_await library.contents(place.id());
  for (const auto& sha256 : contents) co_await write_content(place.id(), library, sha256, writer);
  const auto end =
      Value::object({{"end", true}, {"rows", walk.rows()}, {"files", contents.size()}, {"at_one_moment", is_whole}});
  co_await writer.write(json::print(end) + "\n");
}

}  // namespace frontdesk::engines::tenants
