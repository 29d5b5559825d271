#pragma once

#include <vector>

#include "store/database.h"

namespace frontdesk::store {

// What SQLite's catalogue says of the tables that modules have made.
std::vector<Table> tables_of_sqlite(Reader& reader);

// A name as SQL takes it, whatever it is made of.
std::string quoted_name(std::string_view name);

}  // namespace frontdesk::store
