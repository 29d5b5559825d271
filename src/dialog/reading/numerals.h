#pragma once

#include <optional>
#include <string_view>

#include "dialog/reading/pattern.h"

namespace frontdesk::dialog::reading {

// What a number in digits says when it is read as this terminal; nullopt where it has not its form.
std::optional<Fields> read_terminal(Terminal terminal, std::string_view digits);

}  // namespace frontdesk::dialog::reading
