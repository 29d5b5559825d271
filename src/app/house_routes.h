#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/tenant_id.h"
#include "base/value.h"
#include "platform/route.h"

namespace frontdesk::app {

using MakeTenant = std::function<Task<>(TenantId id)>;
using TellHealth = std::function<Value()>;

// What the house itself serves beside sessions: the schema of tenants' files for editors, a new tenant's place for
// operators, what is damaged, for operators, and where the demo's back office is.
std::vector<platform::HouseRoute> house_routes(const Value& config_schema, std::string back_office, MakeTenant make,
                                               TellHealth health);

// Their part of the OpenAPI document.
std::string_view house_api();

}  // namespace frontdesk::app
