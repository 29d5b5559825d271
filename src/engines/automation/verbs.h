#pragma once

#include <vector>

#include "engines/automation/service.h"
#include "platform/action.h"

namespace frontdesk::engines::automation {

// config.deploy, config.rollback, tools.stop, tools.resume
std::vector<platform::Action> verbs(Service& service);

}  // namespace frontdesk::engines::automation
