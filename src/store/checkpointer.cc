#include "store/checkpointer.h"

namespace frontdesk::store {
namespace {

constexpr std::size_t kCheckpointersMax = 32;
constexpr std::chrono::seconds kPauseAfterFailure{1};

}  // namespace

Checkpointer::Checkpointer(const Vfs& vfs, std::chrono::milliseconds every, Log& log)
    : vfs_(vfs), every_(every), log_(log), thread_([this] { run(); }) {}

Checkpointer::~Checkpointer() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  work_.notify_all();
  thread_.join();
}

void Checkpointer::note_commit(const Place& place) {
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    is_first = due_.empty();
    due_.insert(&place);
  }
  if (is_first) work_.notify_one();
}

void Checkpointer::run() {
  Connections connections(vfs_, Connection::Role::writer, kCheckpointersMax);
  std::chrono::milliseconds pause = every_;
  std::unique_lock lock(mutex_);
  while (!closed_) {
    work_.wait(lock, [&] { return closed_ || !due_.empty(); });
    work_.wait_for(lock, pause, [&] { return closed_; });
    if (closed_) return;
    const auto due = std::exchange(due_, {});
    lock.unlock();
    std::set<const Place*> again;
    for (const auto* place : due) {
      if (!checkpoint(connections, *place)) again.insert(place);
    }
    pause = again.empty() ? every_ : std::max<std::chrono::milliseconds>(every_, kPauseAfterFailure);
    lock.lock();
    due_.merge(again);
  }
}

bool Checkpointer::checkpoint(Connections& connections, const Place& place) {
  try {
    const std::lock_guard turn(place.checkpoint);
    if (place.is_removed) {
      connections.close(place);
      return true;
    }
    auto& connection = connections.of(place);
    connection.checkpoint();
    return true;
  } catch (const Error& error) {
    connections.close(place);
    if (vfs_.sync_has_failed()) return true;  // nothing is written any more; said by the writer
    log_.warning(
        "store", "could not move the log into its file",
        Value::object(
            {{"tenant", place.id.text()}, {"error", error.slug}, {"detail", error.detail}, {"cause", error.cause}}));
    return false;
  }
}

}  // namespace frontdesk::store
