#pragma once

#include <vector>

#include "platform/action.h"

namespace frontdesk::engines::contacts {

// What the staff does: contacts.edit, contacts.join, contacts.erase. What they answer names the contact and nothing of
// them, since answers are kept.
std::vector<platform::Action> verbs();

}  // namespace frontdesk::engines::contacts
