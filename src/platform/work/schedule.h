#pragma once

#include <string>

#include "platform/work/rule.h"

namespace frontdesk::platform::work {

// What becomes of due times that passed while nobody was there: the process was down, or the clock was put forward.
enum class Missed {
  once,  // all of them are one piece of work, of the latest
  each,  // each is a piece of its own, at most as many of the latest as kMissedMax says
};

enum class Where { tenants, operator_, both };

// Something that is due again and again in a place. Each due time becomes one piece of work of `kind`, whose key is the
// schedule and the due time and whose payload is {schedule, due}: it is asked for in the transaction that moves the
// schedule on, so a crash makes it neither twice nor never. A clock that is put back makes nothing due twice.
struct Schedule {
  std::string name;  // "contacts.tidy"; unique
  Rule rule;         // by the clock on the wall of the place: a tenant's file says its time zone
  std::string kind;
  Missed missed = Missed::once;
  Where where = Where::tenants;
};

}  // namespace frontdesk::platform::work
