#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "store/postgres/session.h"
#include "store/rounds.h"

namespace frontdesk::store::postgres {

// A thread with a connection of its own, and what waits for it. Writing, it owns the places that are its by hash, so
// that one place has one transaction at a time; reading, several take turns with all places.
class Workers {
 public:
  Workers(House& house, int threads, int most);
  ~Workers();  // when everything submitted has its outcome

  void submit(Lane<Place>& lane, Pending& pending) { rounds_.submit(lane, pending); }

 private:
  void run();

  House& house_;
  int most_;  // that are taken together
  Rounds<Place> rounds_;
  std::vector<std::thread> threads_;
};

// Whatever it is: makes ready, writes or reads.
void work(Session& session, const Place& place, Pending* first);

}  // namespace frontdesk::store::postgres
