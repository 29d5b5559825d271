#pragma once

#include <string_view>

#include "base/error.h"

namespace frontdesk::engines::automation::errors {

Error nothing_live();
Error missing_parameter(std::string_view name);

}  // namespace frontdesk::engines::automation::errors
