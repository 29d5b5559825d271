#include "store/writer.h"

#include "store/group.h"

namespace frontdesk::store {
namespace {

constexpr std::size_t kConnectionsMax = 128;
// A log that is longer than this is moved by the writer itself: only while nobody writes can it begin anew.
constexpr int kLogFramesMax = 4'000;

}  // namespace

Writer::Writer(const Vfs& vfs, Files& files, Schema& schema, Checkpointer& checkpointer, Log& log, int group_max)
    : vfs_(vfs),
      files_(files),
      schema_(schema),
      checkpointer_(checkpointer),
      log_(log),
      group_max_(group_max),
      thread_([this] { run(); }) {}

Writer::~Writer() {
  rounds_.close();
  thread_.join();
}

void Writer::run() {
  Connections connections(vfs_, Connection::Role::writer, kConnectionsMax);
  for (;;) {
    const auto taken = rounds_.take(group_max_);
    if (!taken.lane) return;
    const auto& place = taken.lane->place;
    if (taken.first->is_preparation()) {
      prepare(place, *taken.first);
    } else {
      write(connections, place, taken.first);
    }
    taken.lane->admitted.fetch_sub(taken.count, std::memory_order_relaxed);
    complete(taken.first);
  }
}

void Writer::prepare(const Place& place, Pending& pending) {
  try {
    schema_.prepare(vfs_, files_, place);
  } catch (...) {
    pending.failure = std::current_exception();
  }
}

void Writer::write(Connections& connections, const Place& place, Pending* first) {
  try {
    auto& connection = connections.of(place);
    commit_group(connection, first, vfs_);
    if (vfs_.sync_has_failed() && !std::exchange(has_told_failure_, true)) {
      const auto failure = vfs_.last_failure();
      log_.error("store", "a sync failed, nothing more is written until the next start",
                 Value::object({{"tenant", place.id.text()}, {"detail", failure ? failure->detail : ""}}));
    }
    checkpointer_.note_commit(place);
    if (connection.log_frames() >= kLogFramesMax) connection.checkpoint();
  } catch (...) {
    connections.close(place);
    for (auto* pending = first; pending; pending = pending->next) {
      if (!pending->failure) pending->failure = std::current_exception();
    }
  }
}

}  // namespace frontdesk::store
