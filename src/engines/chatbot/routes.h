#pragma once

#include <vector>

#include "engines/chatbot/service.h"
#include "platform/route.h"

namespace frontdesk::engines::chatbot {

// The HTTP surface; api.yaml is its contract.
std::vector<platform::Route> routes(Service& service);

}  // namespace frontdesk::engines::chatbot
