#pragma once

#include <string>
#include <vector>

#include "base/value.h"
#include "platform/people/people.h"

// What of people goes over the wire: no hash, no digest, and a token only where it was just made.
namespace frontdesk::platform::people {

Value view(const Door::Entered& entered);
Value view(const Door::Looked& looked);
Value view(const Invitation& invitation);
Value view(const Session& session, bool is_here);
Value view(const Roster::Seen& seen);
Value view(const ApiKey& key, Timestamp now);
// `permissions`: where the token is used.
Value view_of_me(const User& user, const std::vector<Business>& businesses,
                 const std::vector<std::string>& permissions);

}  // namespace frontdesk::platform::people
