#pragma once

#include <string>
#include <vector>

#include "platform/engine.h"
#include "platform/people/colleagues.h"

namespace frontdesk::engines::desk {

using platform::people::Colleague;
using platform::people::Colleagues;

// Tells those who may decide that something waits for them, and again when it is escalated; and who asked, what became
// of it. `console`: the address of the console, "https://desk.example/console/".
std::vector<platform::Hearer> letters(Colleagues colleagues, std::string console);

}  // namespace frontdesk::engines::desk
