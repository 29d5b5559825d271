#pragma once

#include <string>

#include "platform/events/events.h"
#include "platform/people/colleagues.h"

namespace frontdesk::engines::webhooks {

// Tells who may manage webhooks that one was disabled. `console`: its address, "https://desk.example/console/".
platform::Hearer letters(platform::people::Colleagues colleagues, std::string console);

}  // namespace frontdesk::engines::webhooks
