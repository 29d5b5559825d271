#include "store/sql_errors.h"

#include <sqlite3.h>

#include "base/text.h"
#include "store/anchor.h"
#include "store/vfs.h"

namespace frontdesk::store {
namespace {

std::string statement_in_short(std::string_view sql) { return std::string(text::head(sql, 400)); }

}  // namespace

Error sql_error(sqlite3* connection, int code, std::string_view path, std::string_view sql) {
  const std::string said = connection ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return Error(Kind::conflict, "store/constraint", "It clashes with what is stored already.")
          .because(fmt::format("{} in {}: {}", said, path, statement_in_short(sql)));
    case SQLITE_FULL:
      return Error(Kind::exhausted, "files/disk-full",
                   fmt::format("The disk of {} is full. Make room on it; frontdesk goes on by itself.", path))
          .because(said)
          .after(std::chrono::seconds(1));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return damaged(std::string(path), said).because(statement_in_short(sql));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Error(Kind::unavailable, "store/locked", fmt::format("The file {} is in use for long. Try again.", path))
          .because(said);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      if (auto seen = code == SQLITE_IOERR_DATA ? take_damage() : std::nullopt)
        return std::move(*seen).because(statement_in_short(sql));
      return Error(Kind::unavailable, "store/io",
                   fmt::format("The file {} could not be read or written ({}). Look at the disk.", path, said))
          .because(fmt::format("code {}: {}", code, statement_in_short(sql)));
    case SQLITE_NOMEM:
      return Error(Kind::exhausted, "store/memory", "There was not enough memory.").after(std::chrono::seconds(1));
    default:
      return Error(Kind::internal, "store/sql", fmt::format("The database refused a statement: {}.", said))
          .because(fmt::format("code {} in {}: {}", code, path, statement_in_short(sql)));
  }
}

Error store_failed() {
  return Error(Kind::unavailable, "store/failed",
               "The disk failed to keep what was written, so nothing more is written. Look at the disk and at the "
               "system's log, then start frontdesk again; what was acknowledged is there.");
}

}  // namespace frontdesk::store
