#pragma once

#include <string>

#include "platform/config/findings.h"
#include "platform/config/tools.h"

namespace frontdesk::platform::config {

// A yes is given to what was read back, so `confirm` shows every argument that a call can carry: each property of the
// input_schema, or each of the parts of one that is an object or a list of objects. What has one value only (`const`,
// an `enum` of one) need not be said, nor what the schema declares `x-private: true`.
void check_read_back(const Tool& tool, const std::string& pointer, Findings& findings);

}  // namespace frontdesk::platform::config
