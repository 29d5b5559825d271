#pragma once

#include <vector>

#include "engines/automation/service.h"
#include "platform/actions/actions.h"
#include "platform/route.h"

namespace frontdesk::engines::automation {

// The HTTP surface; api.yaml is its contract.
std::vector<platform::Route> routes(Service& service, platform::Actions& actions);

// 422 with what is wrong in the tenant's file.
net::Response refusal(const std::vector<config::Finding>& findings, const std::string& request);

}  // namespace frontdesk::engines::automation
