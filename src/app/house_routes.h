#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/tenant_id.h"
#include "base/value.h"
#include "platform/route.h"

namespace frontdesk::app {

using TellHealth = std::function<Value()>;
using TellMetrics = std::function<std::string()>;  // in Prometheus' text format

// What the demo page may know and do.
struct Demo {
  std::string back_office;     // base address of the demo business's own system; empty: there is none
  std::function<void()> kill;  // ends this process as `kill -9` does; empty: the page cannot
};

// What the house itself serves beside sessions: the schema of tenants' files for editors, what is damaged and what is
// counted, for operators, and what the demo page may know and do.
std::vector<platform::HouseRoute> house_routes(const Value& config_schema, Demo demo, TellHealth health,
                                               TellMetrics metrics);

// Whether a page of this server itself asks, opened on this machine: no other site may end the process, also not one
// that has its own name point here.
bool is_own_page(const net::Request& request);

// Their part of the OpenAPI document.
std::string_view house_api();

}  // namespace frontdesk::app
