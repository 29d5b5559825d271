#pragma once

#include "platform/caller.h"

namespace frontdesk::engines::chatbot::permissions {

inline constexpr platform::Permission kCreate{"conversations.create"};  // begin a conversation
inline constexpr platform::Permission kSee{"conversation.see"};         // read one that is one's own
inline constexpr platform::Permission kOwn{"conversation.own"};         // speak in it, as its visitor does
inline constexpr platform::Permission kTrace{"conversation.trace"};     // see what the bot did
inline constexpr platform::Permission kRead{"conversations.read"};      // read those of others
inline constexpr platform::Permission kAct{"conversations.act"};        // take over, answer, resolve, try a draft

}  // namespace frontdesk::engines::chatbot::permissions
