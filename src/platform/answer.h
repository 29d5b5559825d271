#pragma once

#include "base/json.h"
#include "net/http.h"

namespace frontdesk::platform {

// What a handler answers with: a value, as JSON.
inline net::Response answer(int status, const Value& value) { return net::Response::json(status, json::print(value)); }

}  // namespace frontdesk::platform
