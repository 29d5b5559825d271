#pragma once

#include <functional>

#include "platform/actions/actions.h"
#include "platform/engagements/engagements.h"

namespace frontdesk::engines::board {

// Gives a place; that of the operator where the id is the operator's.
using FindPlace = std::function<Task<platform::Place*>(TenantId tenant)>;
// What colleagues call who a principal stands for.
using NameOf = std::function<std::string(const std::string& principal)>;

Value to_json(const platform::engagements::Engagement& engagement);

// Error{forbidden, "engagements/not-here"} where the caller has signed in for a tenant.
void demand_operators_place(const TenantId& place);

// What can be looked at.
class Board {
 public:
  Board(FindPlace find, platform::Actions& actions, NameOf name_of)
      : find_(std::move(find)), actions_(actions), name_of_(std::move(name_of)) {}

  // {items, next, counts: [{stage, count}]}
  Task<Value> list(platform::Caller caller, platform::engagements::Filter filter);
  // With its changes, and the stages that can come next. Error{not_found, "engagements/unknown"}.
  Task<Value> show(platform::Caller caller, std::string id);
  Task<Value> call(platform::Wanted wanted);

 private:
  Value named(Value item) const;

  FindPlace find_;
  platform::Actions& actions_;
  NameOf name_of_;
};

}  // namespace frontdesk::engines::board
