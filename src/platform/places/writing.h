#pragma once

#include <string>

#include "platform/audit/audit.h"
#include "platform/events/events.h"
#include "platform/work/work.h"
#include "store/database.h"

namespace frontdesk::platform {

class Place;
struct Frame;

// One transaction of a place with all that follows from it: the work that is asked for, the events that are announced,
// what the audit says. All of it is committed, or none (a unit of work, after Fowler).
class Writing {
 public:
  Writing(store::Transaction& sql, Place& place, std::string actor);

  store::Transaction& sql;
  const Timestamp at;
  const std::string actor;  // who does it, as Caller::principal

  const Frame& frame() const;
  // False where this piece was asked for before.
  bool ask(const work::Item& item);
  void announce(const Event& event);
  void note(std::string deed, std::string subject, Value detail = Value::object());
  // Work can be done now that could not before: the worker looks when this is committed, as it does behind ask().
  void wake();

 private:
  Place& place_;
  bool has_woken_ = false;
};

}  // namespace frontdesk::platform
