#include "store/member.h"

namespace frontdesk::store {

void Member::keep() {
  demand_sound();
  if (is_marked_) control("RELEASE member");
}

void Member::take_back() {
  if (is_over()) return;
  if (is_alone_) return roll_back();
  if (!is_marked_) return;
  control("ROLLBACK TO member");
  control("RELEASE member");
}

void Member::mark() {
  if (is_alone_ || is_marked_) return;
  control("SAVEPOINT member");
  is_marked_ = true;
}

void Member::begin_attempt() {
  mark();
  control("SAVEPOINT attempt");
}

void Member::end_attempt(bool keep) {
  if (is_over()) return;
  if (!keep) control("ROLLBACK TO attempt");
  control("RELEASE attempt");
}

}  // namespace frontdesk::store
