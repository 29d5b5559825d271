#pragma once

#include "platform/caller.h"

namespace frontdesk::engines::desk::permissions {

inline constexpr platform::Permission kCall{"actions.call"};       // each action asks for its own besides
inline constexpr platform::Permission kSeeWork{"work.read"};       // what waits, and why
inline constexpr platform::Permission kManageWork{"work.manage"};  // try it again, give it up, stop an errand
inline constexpr platform::Permission kSeeApprovals{"approvals.read"};
inline constexpr platform::Permission kDecide{"approvals.answer"};  // each approval asks for its own besides
inline constexpr platform::Permission kSeeAudit{"audit.read"};      // who did what, and what happened

}  // namespace frontdesk::engines::desk::permissions
