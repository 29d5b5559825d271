#pragma once

#include "engines/board/views.h"
#include "platform/actions/actions.h"
#include "platform/engine.h"

namespace frontdesk::engines::board {

platform::Facts facts();
platform::Engine engine(FindPlace find, platform::Actions& actions, Random& random, NameOf name_of);

}  // namespace frontdesk::engines::board
