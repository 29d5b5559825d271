#pragma once

#include <vector>

#include "engines/board/views.h"
#include "platform/route.h"

namespace frontdesk::engines::board {

std::vector<platform::Route> routes(Board& board);

}  // namespace frontdesk::engines::board
