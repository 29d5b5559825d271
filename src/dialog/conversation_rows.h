#pragma once

#include "dialog/conversations.h"

// The table of conversations, read. Runs inside the tenant's transactions.
namespace frontdesk::dialog::rows {

std::optional<Conversation> find(store::Reader& reader, std::string_view id);
std::vector<Conversation> list(store::Reader& reader, const ListQuery& query);
Inbox inbox(store::Reader& reader, std::string_view owner);
// How many wait longer than this one, for the same people; at most 100 are counted.
std::int64_t count_ahead(store::Reader& reader, const Conversation& conversation);

}  // namespace frontdesk::dialog::rows
