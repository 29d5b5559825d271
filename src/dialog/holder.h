#pragma once

#include <string_view>

#include "base/error.h"
#include "dialog/conversations.h"

namespace frontdesk::dialog {

inline Error taken_over(std::string_view owner) {
  return Error(Kind::conflict, "dialog/taken-over",
               fmt::format("{} has this conversation; take it over from them before you answer in it, give it back or "
                           "end it.",
                           owner));
}

// What a colleague has is taken from them only by who knows that they have it: `from` names them.
inline void check_holder(const Conversation& conversation, std::string_view by, std::string_view from) {
  const bool is_theirs = conversation.owner == by || (!from.empty() && conversation.owner == from);
  if (conversation.status == Status::human && !is_theirs) throw taken_over(conversation.owner);
}

}  // namespace frontdesk::dialog
