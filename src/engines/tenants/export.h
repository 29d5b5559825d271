#pragma once

#include "base/clock.h"
#include "net/http.h"
#include "platform/files/library.h"
#include "store/database.h"

namespace frontdesk::engines::tenants {

// Writes all of a place as JSON Lines, a page at a time, however large it is:
//   {"frontdesk_export": 1, "tenant": …, "at": …, "tables": [{name, columns: [{name, type}], key}]}
//   {"table": …, "row": [a value for each column]}        bytes as base64
//   {"file": its sha256, "at": …, "bytes": …}             a piece of what files hold, base64, from this byte on
//   {"end": true, "rows": how many, "files": how many}    an export without this line was cut off
// Each page is as the place was when it was read; one that is suspended does not change meanwhile.
Task<> write_all(store::Tenant& place, platform::files::Library& library, Timestamp at, net::BodyWriter& writer);

}  // namespace frontdesk::engines::tenants
