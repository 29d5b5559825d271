#pragma once

#include <vector>

#include "base/random.h"
#include "platform/action.h"

namespace frontdesk::engines::board {

// engagements.open, engagements.move
std::vector<platform::Action> verbs(Random& random);

}  // namespace frontdesk::engines::board
