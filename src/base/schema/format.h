#pragma once

#include <string_view>

namespace frontdesk::schema {

using FormatCheck = bool (*)(std::string_view text);

// The check of a format of the draft ("date-time", "email", …); nullptr where the name is not known.
FormatCheck find_format(std::string_view name);

}  // namespace frontdesk::schema
