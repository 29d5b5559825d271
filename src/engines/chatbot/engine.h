#pragma once

#include "engines/chatbot/service.h"
#include "platform/engine.h"

namespace frontdesk::engines::chatbot {

platform::Facts facts();
platform::Engine engine(FindConversations find, IssueToken issue, Clock& clock);

}  // namespace frontdesk::engines::chatbot
