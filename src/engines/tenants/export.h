#pragma once

#include "base/clock.h"
#include "net/http.h"
#include "platform/files/library.h"
#include "store/database.h"

namespace frontdesk::engines::tenants {

// Of a place that grows larger, what is held in memory so that it is of one moment.
inline constexpr std::size_t kAtOnceBytes = 16UL * 1024 * 1024;

// Writes all of a place as JSON Lines, however large it is:
//   {"frontdesk_export": 1, "tenant": …, "at": …, "tables": [{name, columns: [{name, type}], key}]}
//   {"table": …, "row": [a value for each column]}        bytes as base64
//   {"file": its sha256, "at": …, "bytes": …}             a piece of what files hold, base64, from this byte on
//   {"end": true, "rows": how many, "files": how many, "at_one_moment": whether}   without it an export was cut off
// Rows are of one moment, whatever is written meanwhile, as long as they are no more than `at_once` bytes; what is
// behind that is read a page at a time, each as the place is then, and the last line says so: no transaction stays open
// for as long as somebody takes to read. A place that is suspended does not change meanwhile.
Task<> write_all(store::Tenant& place, platform::files::Library& library, Timestamp at, net::BodyWriter& writer,
                 std::size_t at_once = kAtOnceBytes);

}  // namespace frontdesk::engines::tenants
