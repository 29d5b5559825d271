#include "store/postgres/workers.h"

namespace frontdesk::store::postgres {

Workers::Workers(House& house, int threads, int most) : house_(house), most_(most) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers() {
  rounds_.close();
  for (auto& thread : threads_) thread.join();
}

void Workers::run() {
  Session session(house_);
  for (;;) {
    const auto taken = rounds_.take(most_);
    if (!taken.lane) return;
    work(session, taken.lane->place, taken.first);
    taken.lane->admitted.fetch_sub(taken.count, std::memory_order_relaxed);
    complete(taken.first);
  }
}

void work(Session& session, const Place& place, Pending* first) {
  if (first->removes) return session.remove(place, *first);
  if (first->is_preparation()) return session.prepare(place, *first);
  if (first->read) return session.read(place, first);
  session.write(place, first);
}

}  // namespace frontdesk::store::postgres
