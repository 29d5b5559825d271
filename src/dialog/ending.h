#pragma once

#include <functional>
#include <string>

#include "dialog/conversations.h"
#include "platform/events/events.h"
#include "platform/work/work.h"

// How a conversation ended, as an event of the place: "conversation.ended", once for each end, in the commit that makes
// it. One that goes on afterwards ends again, and says so by `ending`.
namespace frontdesk::dialog {

// What the row does not say.
struct EndFacts {
  std::string by;      // "idle", or "person"
  std::string intent;  // that was understood last; empty: none
  std::int64_t tokens = 0;
  std::int64_t tool_calls = 0;
};

platform::Event ended_event(const Conversation& conversation, const EndFacts& facts);

// Work that looks whether a conversation is over because nobody says anything any more.
inline constexpr std::string_view kEndWork = "conversation.end";
platform::work::Item look_at_end(const std::string& conversation, Timestamp due);
// So that a conversation ends by itself, where its file says when; none that is with a draft.
void ask_for_end(store::Transaction& transaction, const std::string& conversation,
                 std::optional<std::chrono::milliseconds> end_after, Timestamp at);

}  // namespace frontdesk::dialog
