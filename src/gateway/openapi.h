#pragma once

#include <span>
#include <string_view>

#include "base/value.h"

namespace frontdesk::gateway {

// One OpenAPI 3.1 document of the parts that the engines wrote (YAML: paths and components) and the gateway's own.
// Throws Error{internal, "gateway/api-conflict"} where two parts say something of the same thing.
Value merge_api(std::span<const std::string_view> parts);

}  // namespace frontdesk::gateway
