#pragma once

#include <functional>
#include <memory>

#include "engines/webhooks/sending.h"
#include "engines/webhooks/store.h"
#include "platform/actions/actions.h"

namespace frontdesk::engines::webhooks {

// Gives the place of a tenant, or the operator's; Error{not_found} where there is none.
using FindPlace = std::function<Task<platform::Place*>(TenantId tenant)>;

// What can be looked at; the place is the caller's. All throw Error{not_found, "webhooks/unknown"} for a webhook that
// is not of this place.
class Webhooks {
 public:
  Webhooks(FindPlace find, platform::Actions& actions, std::shared_ptr<const Sending> sending)
      : find_(std::move(find)), actions_(actions), sending_(std::move(sending)) {}

  Task<Value> list(platform::Caller caller);  // {items, types}: with the events that can be told
  Task<Value> show(platform::Caller caller, std::string id);
  Task<Value> deliveries(platform::Caller caller, table::Filter filter);  // {items, next}
  // With its attempts. Error{not_found, "webhooks/unknown-delivery"}.
  Task<Value> delivery(platform::Caller caller, std::string id, std::int64_t number);
  // {secret, old_secret}: those that are good now; the audit says who looked.
  Task<Value> secret(platform::Caller caller, std::string id);
  Task<Value> call(platform::Wanted wanted) { return actions_.call(std::move(wanted)); }

 private:
  FindPlace find_;
  platform::Actions& actions_;
  std::shared_ptr<const Sending> sending_;
};

}  // namespace frontdesk::engines::webhooks
