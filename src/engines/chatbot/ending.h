#pragma once

#include "engines/chatbot/service.h"
#include "platform/work/kind.h"

namespace frontdesk::engines::chatbot {

// Ends conversations in which nobody says anything any more, when their tenant's file says so.
platform::work::Kind ending(FindConversations find);

}  // namespace frontdesk::engines::chatbot
