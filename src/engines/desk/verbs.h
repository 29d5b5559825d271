#pragma once

#include <vector>

#include "platform/action.h"
#include "platform/approvals/approvals.h"

namespace frontdesk::engines::desk {

// work.again, work.give_up, errands.stop, approvals.answer, approvals.withdraw
std::vector<platform::Action> verbs(platform::approvals::SamePerson is_same_person);

}  // namespace frontdesk::engines::desk
