#pragma once

#include <string>

#include "base/clock.h"
#include "store/database.h"

// Whose a conversation is, and what its guest says of themselves: on the conversation's row for whoever answers it, and
// on the contact that it belongs to. Those with a draft are nobody's.
namespace frontdesk::dialog {

struct Guest {
  std::string name = {};        // empty: not said
  std::string reached_by = {};  // a phone number or a mail address, as it was said; empty: not said
};

void begin_contact(store::Transaction& transaction, const std::string& conversation, Timestamp at);
void note_guest(store::Transaction& transaction, const std::string& conversation, const Guest& guest, Timestamp at);
// So that neither the row nor the search knows anything of them.
void forget_guest(store::Transaction& transaction, const std::string& conversation);

}  // namespace frontdesk::dialog
