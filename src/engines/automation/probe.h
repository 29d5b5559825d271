#pragma once

#include <vector>

#include "base/clock.h"
#include "net/client.h"
#include "platform/config/config.h"
#include "platform/config/findings.h"

namespace frontdesk::engines::automation {

// Asks the endpoint of each tool whether anybody is there (HEAD; any answer will do, nothing is called) and warns of
// those where nobody is. One after the other, three seconds each at most; an endpoint that two tools share is asked
// once.
Task<std::vector<platform::config::Finding>> probe_endpoints(const platform::config::Checking& checking,
                                                             net::Client& client, Clock& clock);

}  // namespace frontdesk::engines::automation
