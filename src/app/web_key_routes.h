#pragma once

#include <string_view>
#include <vector>

#include "platform/register.h"
#include "platform/route.h"

namespace frontdesk::app {

// Publishable keys of tenants, for the operator: shown, issued and retired while the server runs. Keeps the reference.
std::vector<platform::HouseRoute> web_key_routes(platform::Register& registered);

// Their part of the OpenAPI document.
std::string_view web_key_api();

}  // namespace frontdesk::app
