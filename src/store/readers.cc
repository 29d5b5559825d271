#include "store/readers.h"

#include <optional>

#include "store/group.h"

namespace frontdesk::store {
namespace {

constexpr std::size_t kReadersMax = 32;
constexpr int kReadsTogether = 4;  // on one snapshot; a slow one holds up no more than these

}  // namespace

Readers::Readers(const Vfs& vfs, int threads) : vfs_(vfs) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Readers::~Readers() {
  rounds_.close();
  for (auto& thread : threads_) thread.join();
}

// The last connection to a file moves the log into it. Two that close at the same time each see the other, and none
// does: so one closes behind the other.
void Readers::run() {
  std::optional<Connections> connections(std::in_place, vfs_, Connection::Role::reader, kReadersMax);
  read_rounds(*connections);
  const std::lock_guard turn(closing_);
  connections.reset();
}

void Readers::read_rounds(Connections& connections) {
  for (;;) {
    const auto taken = rounds_.take(kReadsTogether);
    if (!taken.lane) return;
    const auto& place = taken.lane->place;
    try {
      read_group(connections.of(place), taken.first);
    } catch (...) {
      connections.close(place);
      fail_the_rest(taken.first, std::current_exception());
    }
    taken.lane->admitted.fetch_sub(taken.count, std::memory_order_relaxed);
    complete(taken.first);
  }
}

}  // namespace frontdesk::store
