#pragma once

#include "app/tenants.h"

namespace frontdesk::app {

// What GET /v1/health answers: each tenant with its state, and what else is wrong, as slugs and sentences.
Value health_of(const std::vector<TenantHealth>& tenants, const std::vector<Error>& problems);

}  // namespace frontdesk::app
