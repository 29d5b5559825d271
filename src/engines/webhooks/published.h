#pragma once

#include <string_view>
#include <vector>

#include "platform/events/published.h"

namespace frontdesk::engines::webhooks {

inline constexpr std::string_view kTest = "webhook.test";          // somebody wants to see whether it arrives
inline constexpr std::string_view kDisabled = "webhook.disabled";  // stays inside: letters tell of it

std::vector<platform::Published> published();

}  // namespace frontdesk::engines::webhooks
