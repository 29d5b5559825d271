#pragma once

#include <string_view>

#include "base/error.h"
#include "store/postgres/address.h"

struct pg_result;

namespace frontdesk::store::postgres {

// The database cannot be reached: it is down, starts, is full of connections, or the way to it is cut.
Error unreachable(const Address& address, std::string_view why);

// What a failed connect means: what passes by itself is unreachable(), what somebody has to mend is
// Error{unavailable, "store/refused"}.
Error connect_error(const Address& address, std::string_view said);

// What a failed statement means to the caller.
Error sql_error(const Address& address, const pg_result* result, std::string_view sql);

// The server ends the connection, or can't serve writes (but to who `only_reads`): to be tried anew on another one.
bool ends_connection(const pg_result* result, bool only_reads);
// A statement of must_change_one() changed another number of rows.
bool changed_not_one(const pg_result* result);
// The statement, so that it fails by itself on the server where it does not change one row: what is sent behind it,
// also a commit, is not done then. It gives one row of `values`. For what changes rows and returns none.
std::string must_change_one(std::string_view sql, std::string_view values = "1");
// Two transactions got in each other's way: the same again, from its start.
bool is_to_be_run_again(const pg_result* result);
// A prepared statement is not there, or is there already, or is not good any more: the session is not ours alone, or
// its tables changed.
bool is_of_prepared(const pg_result* result);

}  // namespace frontdesk::store::postgres
