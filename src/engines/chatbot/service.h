#pragma once

#include <functional>
#include <string>

#include "dialog/conversations.h"
#include "engines/chatbot/presence.h"
#include "engines/chatbot/types.h"
#include "engines/chatbot/typing.h"
#include "platform/caller.h"
#include "platform/places/place.h"

namespace frontdesk::engines::chatbot {

// Gives the conversations of a tenant; Error{not_found} where there is no such tenant.
using FindConversations = std::function<Task<dialog::Conversations*>(TenantId tenant)>;
// Gives a tenant's place, whose audit says what its staff did.
using FindPlace = std::function<Task<platform::Place*>(TenantId tenant)>;
// Makes the token with which a visitor comes back to this conversation.
using IssueToken = std::function<std::string(const TenantId& tenant, const std::string& conversation)>;

// The verbs of the chatbot, for whoever asks: permissions are the route's, ownership is decided here. A conversation
// that is not the caller's is a conversation that is not there.
class Service {
 public:
  Service(FindConversations find, FindPlace find_place, IssueToken issue, Clock& clock);

  Task<Value> open(platform::Caller caller, std::string channel, std::string language);
  // With a version or draft of the configuration, to try it out; the token is a visitor's.
  Task<Value> open_test(platform::Caller caller, std::string version);
  Task<Value> show(platform::Caller caller, std::string id);
  // `mine`: only those that the caller has.
  Task<Value> list(platform::Caller caller, dialog::ListQuery query, bool mine);
  Task<Value> inbox(platform::Caller caller);
  // Notes that the caller looks at the conversation, and gives who else does. That they write in one that is theirs is
  // shown to the visitor.
  Task<Value> be_present(platform::Caller caller, std::string id, bool typing);
  // Shows the staff that the visitor writes.
  Task<> be_typing(platform::Caller caller, std::string id);
  Task<graph::Receipt> receive(platform::Caller caller, std::string id, dialog::Said said);
  Task<Value> messages(platform::Caller caller, std::string id, std::int64_t after, std::size_t limit);
  Task<Value> events(platform::Caller caller, std::string id, std::int64_t after, std::size_t limit, bool trace);
  // Error{conflict, "chatbot/cursor-ahead"} where `after` was never given out: a client that kept it from a journal
  // that has been restored since would wait for what comes behind it, and take what comes before it for known.
  Task<> check_cursor(platform::Caller caller, std::string id, std::int64_t after, bool trace);
  // Streams to `send` until the task is cancelled or send throws; keeps the line alive while nothing happens.
  Task<> follow(platform::Caller caller, std::string id, std::int64_t after, bool trace,
                std::function<Task<>(std::string)> send);

  // What the staff does to a conversation: each change has its line in the audit, in the commit that makes it.
  // The one who takes over, and whose replies it shows, is the caller. A colleague's is taken from whom `from` names.
  Task<Value> take_over(platform::Caller caller, std::string id, std::string from);
  Task<Value> give_back(platform::Caller caller, std::string id, std::string from);
  Task<Value> resolve(platform::Caller caller, std::string id, std::string from);
  Task<graph::Receipt> reply(platform::Caller caller, std::string id, std::string key, std::string text);

  // Error{not_found} unless the conversation is there and the caller's; Error{forbidden} for a trace that is not for
  // them.
  Task<dialog::Conversations*> admit(platform::Caller caller, std::string id, bool trace);

 private:
  Task<Value> shown(dialog::Conversations& all, dialog::Conversation conversation, Reader reader);

  // The audit's line for a deed of the staff.
  Task<graph::Statement> noted(platform::Caller caller, std::string deed, std::string id);

  FindConversations find_;
  FindPlace find_place_;
  IssueToken issue_;
  Clock& clock_;
  Presence presence_;
  Typing typing_;
};

}  // namespace frontdesk::engines::chatbot
