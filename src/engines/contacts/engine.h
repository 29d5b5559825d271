#pragma once

#include "engines/contacts/views.h"
#include "platform/engine.h"

namespace frontdesk::engines::contacts {

platform::Facts facts();
platform::Engine engine(FindPlace find, platform::Actions& actions, NameOf name_of);

}  // namespace frontdesk::engines::contacts
