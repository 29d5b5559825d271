#pragma once

#include <string_view>

#include "base/error.h"

struct sqlite3;

namespace frontdesk::store {

// What a failed call of SQLite means to the caller: a constraint is a conflict, a full disk heals, a corrupt file names
// itself and its remedy, the rest is our fault.
Error sql_error(sqlite3* connection, int code, std::string_view path, std::string_view sql);

Error store_failed();

}  // namespace frontdesk::store
