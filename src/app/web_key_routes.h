#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/audit/audit.h"
#include "platform/register.h"
#include "platform/route.h"

namespace frontdesk::app {

// Writes down who did what to which tenant's keys, in the transaction that did it.
using NoteDeed = std::function<void(store::Transaction& transaction, const platform::audit::Deed& deed)>;

// Publishable keys of tenants, for the operator: shown, issued and retired while the server runs. Keeps the reference.
std::vector<platform::HouseRoute> web_key_routes(platform::Register& registered, NoteDeed note);

// Their part of the OpenAPI document.
std::string_view web_key_api();

}  // namespace frontdesk::app
