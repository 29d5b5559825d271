#pragma once

#include "engines/chatbot/service.h"
#include "platform/engine.h"

namespace frontdesk::engines::chatbot {

platform::Facts facts();
platform::Engine engine(FindConversations find, FindPlace find_place, IssueToken issue, Clock& clock);

}  // namespace frontdesk::engines::chatbot
