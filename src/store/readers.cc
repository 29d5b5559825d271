#include "store/readers.h"

#include "store/group.h"

namespace frontdesk::store {
namespace {

constexpr std::size_t kConnectionsMax = 32;
constexpr int kReadsTogether = 4;  // on one snapshot; a slow one holds up no more than these

}  // namespace

Readers::Readers(const Vfs& vfs, int threads) : vfs_(vfs) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Readers::~Readers() {
  rounds_.close();
  for (auto& thread : threads_) thread.join();
}

void Readers::run() {
  Connections connections(vfs_, Connection::Role::reader, kConnectionsMax);
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
