#pragma once

#include "engines/automation/learning.h"
#include "engines/automation/service.h"
#include "platform/actions/actions.h"
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
  Random& random;
  platform::Actions& actions;      // of all of the house, these among them
  bool two_people_deploy = false;  // a file goes live when a second person has approved it
};

platform::Facts facts();
platform::Engine engine(Parts parts);

}  // namespace frontdesk::engines::automation
