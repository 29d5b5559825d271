#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/config/findings.h"
#include "platform/config/tools.h"

namespace frontdesk::platform::config {

// The arguments of one call that its read-back does not show, as paths, though they are in it and may differ: those
// that an open schema lets pass.
std::vector<std::string> not_read_back(std::string_view confirm, const Value& input_schema, const Value& arguments);

// A yes is given to what was read back, so `confirm` shows every argument that a call can carry: each property of the
// input_schema, or each of the parts of one that is an object or a list of objects. What has one value only (`const`,
// an `enum` of one) need not be said, nor what the schema declares `x-private: true`.
void check_read_back(const Tool& tool, const std::string& pointer, Findings& findings);

}  // namespace frontdesk::platform::config
