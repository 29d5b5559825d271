#pragma once

#include <vector>

#include "app/otlp.h"
#include "app/tenants.h"
#include "platform/telemetry.h"

namespace frontdesk::app {

// What GET /metrics shows beside what was counted: how each tenant stands, and what this process takes.
std::vector<platform::Gauge> gauges_of(const std::vector<TenantHealth>& tenants, const store::Database& database,
                                       const OtlpLine* otlp);

}  // namespace frontdesk::app
