#pragma once

#include <string_view>

#include "base/error.h"

namespace frontdesk::engines::chatbot::errors {

Error unknown_conversation();
Error no_trace();
Error slow_reader();
Error cursor_ahead(std::int64_t after);
Error bad_parameter(std::string_view name, std::string_view wanted);

}  // namespace frontdesk::engines::chatbot::errors
