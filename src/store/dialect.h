#pragma once

#include <string>
#include <string_view>
#include <vector>

// Migrations are written once, for both databases: columns are BIGINT (times and flags, too), TEXT, DOUBLE PRECISION
// and BYTEA. What SQLite and PostgreSQL then say differently is said here.
namespace frontdesk::store {

// Throws Error{internal, "store/dialect"} where a migration has a word that means something else, or nothing, in one of
// the databases: INTEGER has 32 bits in PostgreSQL, REAL too, BLOB is unknown there.
void check_dialect(std::string_view migration, std::string_view script);

// The tables and indexes that a migration makes, as they are written there, but in small letters.
std::vector<std::string> names_made(std::string_view script);

// A BIGINT PRIMARY KEY is INTEGER PRIMARY KEY there: the number of the row itself, and no second tree beside it.
std::string for_sqlite(std::string_view script);

// A TEXT is compared by its bytes, as in SQLite, whatever the language of the database.
std::string for_postgres(std::string_view script);

}  // namespace frontdesk::store
