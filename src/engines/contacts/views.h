#pragma once

#include <functional>

#include "platform/actions/actions.h"
#include "platform/contacts/contacts.h"

namespace frontdesk::engines::contacts {

// Who a principal is, by the name that people know.
using NameOf = std::function<std::string(const std::string& principal)>;

using FindPlace = std::function<Task<platform::Place*>(TenantId tenant)>;

// What can be looked at.
class Book {
 public:
  Book(FindPlace find, platform::Actions& actions, NameOf name_of)
      : find_(std::move(find)), actions_(actions), name_of_(std::move(name_of)) {}

  Task<Value> list(platform::Caller caller, platform::contacts::Filter filter);
  // With notes, conversations, and who may be the same. Error{not_found, "contacts/unknown"}.
  Task<Value> show(platform::Caller caller, std::string id);
  Task<Value> call(platform::Wanted wanted) { return actions_.call(std::move(wanted)); }

 private:
  FindPlace find_;
  platform::Actions& actions_;
  NameOf name_of_;
};

}  // namespace frontdesk::engines::contacts
