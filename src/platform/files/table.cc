#include "platform/files/table.h"

#include "base/describe.h"

namespace frontdesk::platform::files::table {
namespace {

#define FD_FILE "id, number, sha256, bytes, name, type, verdict, by, at"
constexpr store::Sql kAdd{"INSERT INTO files (" FD_FILE
                          ") SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM files"};
#define FD_IS_USED "EXISTS (SELECT 1 FROM file_uses WHERE file_uses.file = files.id AND file_uses.subject = $1)"
constexpr store::Sql kFind{"SELECT " FD_FILE " FROM files WHERE ($1 = '' OR " FD_IS_USED ") AND id = $2"};
constexpr store::Sql kList{"SELECT " FD_FILE " FROM files WHERE ($1 = '' OR " FD_IS_USED
                           ") AND ($2 = 0 OR number < $2) ORDER BY number DESC LIMIT $3"};
constexpr store::Sql kSetVerdict{"UPDATE files SET verdict = $2 WHERE id = $1"};
constexpr store::Sql kUse{
    "INSERT INTO file_uses (file, subject) VALUES ($1, $2) ON CONFLICT (file, subject) DO NOTHING"};
constexpr store::Sql kRelease{"DELETE FROM file_uses WHERE file = $1 AND subject = $2"};
constexpr store::Sql kRemoveUnused{
    "DELETE FROM files WHERE at < $1 AND NOT EXISTS (SELECT 1 FROM file_uses WHERE file_uses.file = files.id)"};
constexpr store::Sql kIsNamed{"SELECT 1 FROM files WHERE sha256 = $1 LIMIT 1"};
constexpr store::Sql kBytes{
    "SELECT COALESCE(SUM(bytes), 0) FROM (SELECT sha256, MAX(bytes) AS bytes FROM files GROUP BY sha256) AS contents"};

std::string word(Verdict verdict) { return std::string(to_value(verdict).text()); }

StoredFile read_file(const store::Row& row) {
  const auto text = [&](int column) { return std::string(row.text(column)); };
  return {.id = text(0),
          .number = row.integer(1),
          .sha256 = text(2),
          .bytes = row.integer(3),
          .name = text(4),
          .type = text(5),
          .verdict = from_value<Verdict>(Value(row.text(6))),
          .by = text(7),
          .at = Timestamp{row.integer(8)}};
}

}  // namespace

void add(store::Transaction& transaction, const StoredFile& file) {
  transaction.run(kAdd, file.id, file.sha256, file.bytes, file.name, file.type, word(file.verdict), file.by,
                  file.at.ms);
}

std::optional<StoredFile> find(store::Reader& reader, std::string_view id, std::string_view use) {
  return reader.one(kFind, read_file, use, id);
}

std::vector<StoredFile> list(store::Reader& reader, const Filter& filter) {
  return reader.all(kList, read_file, filter.use, filter.before, filter.limit);
}

void set_verdict(store::Transaction& transaction, std::string_view id, Verdict verdict) {
  transaction.run(kSetVerdict, id, word(verdict));
}

void use(store::Transaction& transaction, std::string_view id, std::string_view subject) {
  transaction.run(kUse, id, subject);
}

bool release(store::Transaction& transaction, std::string_view id, std::string_view subject) {
  return transaction.run(kRelease, id, subject) > 0;
}

std::int64_t remove_unused(store::Transaction& transaction, Timestamp before) {
  return transaction.run(kRemoveUnused, before.ms);
}

bool is_named(store::Reader& reader, std::string_view sha256) {
  return reader.one(kIsNamed, [](const store::Row&) { return true; }, sha256).has_value();
}

std::int64_t bytes(store::Reader& reader) {
  return *reader.one(kBytes, [](const store::Row& row) { return row.integer(0); });
}

}  // namespace frontdesk::platform::files::table
