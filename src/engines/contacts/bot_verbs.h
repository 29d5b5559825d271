#pragma once

#include <vector>

#include "platform/actions/offer.h"

namespace frontdesk::engines::contacts {

// What a bot may do, each for the customer of the conversation that it is in and for nobody else: contacts.note,
// contacts.update.
std::vector<platform::Offer> offers();
std::vector<platform::Action> bot_verbs();

}  // namespace frontdesk::engines::contacts
