#pragma once

#include <memory>
#include <vector>

#include "base/random.h"
#include "engines/webhooks/sending.h"
#include "platform/action.h"

namespace frontdesk::engines::webhooks {

// webhooks.add, change, pause, resume, rotate, remove, test, redeliver. None answers with a secret: answers are kept.
std::vector<platform::Action> verbs(std::shared_ptr<const Sending> sending, IsNamed is_named, Random& random);

}  // namespace frontdesk::engines::webhooks
