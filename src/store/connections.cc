#include "store/connections.h"

namespace frontdesk::store {

Connection& Connections::of(const Place& place) {
  const auto found = by_place_.find(&place);
  if (found != by_place_.end()) {
    open_.splice(open_.begin(), open_, found->second);
    return open_.front().connection;
  }
  if (open_.size() >= most_) close(open_.back().place);
  open_.emplace_front(vfs_, place, role_);
  by_place_[&place] = open_.begin();
  return open_.front().connection;
}

void Connections::close(const Place& place) {
  const auto found = by_place_.find(&place);
  if (found == by_place_.end()) return;
  open_.erase(found->second);
  by_place_.erase(found);
}

}  // namespace frontdesk::store
