#pragma once

#include "platform/actions/actions.h"
#include "platform/config/tools.h"

namespace frontdesk::platform {

// A tool of a tenant's file that is an action of ours: called by Actions::call, as whoever asks, with the key of its
// step in the conversation, so that it is done once whatever happens in between. Its permission is the action's.
// Throws Error{invalid, "config/unknown-action"} where this program has no such action any more.
Action tool_of(Actions& actions, const config::Tool& tool);

}  // namespace frontdesk::platform
