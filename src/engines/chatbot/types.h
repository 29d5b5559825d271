#pragma once

#include "base/value.h"
#include "dialog/conversations.h"

// What the chatbot's API says of conversations, messages and events.
namespace frontdesk::engines::chatbot {

// Who reads it: visitors see their own conversation's status and who speaks, and nothing that is for the staff.
enum class Reader { visitor, staff };

// Where the next page of a tenant's list begins, as opaque text. It is no secret and opens nothing; nullopt for what is
// none, and for another tenant's.
std::string cursor_of(const TenantId& tenant, const dialog::Conversation& last,
                      dialog::Order order = dialog::Order::touched);
std::optional<dialog::Place> read_cursor(const TenantId& tenant, std::string_view text);

// The newest message of a conversation, where there is one, and what it answers where it is no more than a yes or a no.
struct LastMessage {
  std::optional<graph::StoredEvent> event;
  std::string answers;
};

// Conversation of api.yaml; `attendance` whether somebody is in, of
// one that waits for a person.
Value to_json(const dialog::Conversation& conversation, const LastMessage& last, const dialog::Attendance& attendance,
              Reader reader);

// Inbox of api.yaml.
Value to_json(const dialog::Inbox& inbox);

// Message of api.yaml, out of an event of type "message".
Value message_json(const graph::StoredEvent& event);

// The data of an event as it is streamed and listed: {seq, at, run, …}. In a trace that visitors may see an error is
// its slug, and nothing names what is inside.
Value event_json(const graph::StoredEvent& event, Reader reader);

// Customers see what is said and who says it; the rest is the trace.
bool is_for_customers(std::string_view event_type);

}  // namespace frontdesk::engines::chatbot
