#pragma once

#include "base/value.h"
#include "platform/action.h"
#include "platform/approvals/approvals.h"
#include "platform/audit/audit.h"
#include "platform/errands/errands.h"
#include "platform/events/events.h"
#include "platform/work/work.h"

namespace frontdesk::engines::desk {

Value to_json(const platform::work::Piece& piece);
Value to_json(const platform::errands::Errand& errand);
// As `caller` sees it: whether it is their own, and whether they may answer it.
Value to_json(const platform::approvals::Approval& approval, const platform::Caller& caller,
              const platform::approvals::SamePerson& is_same_person);
Value to_json(const platform::audit::Entry& entry);
Value to_json(const platform::audit::Verdict& verdict);
Value to_json(const platform::Announced& event);
Value to_json(const platform::Action& action);

}  // namespace frontdesk::engines::desk
