#pragma once

#include "engines/automation/learning.h"
#include "engines/automation/service.h"
#include "platform/engine.h"

namespace frontdesk::engines::automation {

struct Parts {
  config::ConfigStore& configs;
  OpenTenant open;
  WebKeys web_keys;
  FindGuardian guardian;
  FindConversations conversations;
  TrainIntents train;
  Pool& pool;
  Clock& clock;
};

platform::Facts facts();
platform::Engine engine(Parts parts);

}  // namespace frontdesk::engines::automation
