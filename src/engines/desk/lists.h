#pragma once

#include <functional>

#include "platform/actions/actions.h"
#include "platform/approvals/approvals.h"
#include "platform/errands/errands.h"

namespace frontdesk::engines::desk {

// Gives the place of a tenant; Error{not_found} where there is none.
using FindPlace = std::function<Task<platform::Place*>(TenantId tenant)>;

// What can be looked at. The place is the caller's. A list is a page {items, next}: `next` is what `before` has to be
// for the page behind it, or null.
class Desk {
 public:
  // `name_of`: what colleagues call who a principal stands for.
  Desk(FindPlace find, platform::Actions& actions, std::function<std::string(const std::string& principal)> name_of,
       platform::approvals::SamePerson is_same_person)
      : find_(std::move(find)),
        actions_(actions),
        name_of_(std::move(name_of)),
        is_same_person_(std::move(is_same_person)) {}

  Task<Value> work(platform::Caller caller, platform::work::Filter filter);
  Task<Value> errands(platform::Caller caller, platform::errands::Filter filter);
  Task<Value> errand(platform::Caller caller, std::int64_t number);  // Error{not_found, "errands/unknown"}
  Task<Value> approvals(platform::Caller caller, platform::approvals::Filter filter);
  Task<Value> approval(platform::Caller caller, std::string id);  // Error{not_found, "approvals/unknown"}
  Task<Value> audit(platform::Caller caller, platform::audit::Filter filter);
  Task<Value> verdict(platform::Caller caller, std::optional<platform::audit::Head> noted);
  Task<Value> events(platform::Caller caller, platform::events::Filter filter);
  Value actions(const platform::Caller& caller) const;  // those that the caller may call

  Task<Value> call(platform::Wanted wanted);

 private:
  Value named(Value item) const;

  FindPlace find_;
  platform::Actions& actions_;
  std::function<std::string(const std::string& principal)> name_of_;
  platform::approvals::SamePerson is_same_person_;
};

}  // namespace frontdesk::engines::desk
