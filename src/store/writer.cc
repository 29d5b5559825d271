#include "store/writer.h"

#include "store/group.h"
#include "store/verify.h"

namespace frontdesk::store {
namespace {

constexpr std::size_t kWritersMax = 64;
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
  Connections connections(vfs_, Connection::Role::writer, kWritersMax);
  for (;;) {
    const auto taken = rounds_.take(group_max_);
    if (!taken.lane) return;
    const auto& place = taken.lane->place;
    const bool is_by_itself = taken.first->is_by_itself();
    if (taken.first->removes) {
      connections.close(place);
      remove_place(files_, place, *taken.first);
    } else if (is_by_itself) {
      prepare(place, *taken.first);
    } else {
      write(connections, place, taken.first);
    }
    taken.lane->admitted.fetch_sub(taken.count, std::memory_order_relaxed);
    complete(taken.first);
    if (!is_by_itself) tend(connections, place);
  }
}

void Writer::prepare(const Place& place, Pending& pending) {
  try {
    schema_.prepare(vfs_, files_, place);
  } catch (...) {
    pending.failure = std::current_exception();
  }
}

// The checkpointer has its own connection, so it is told, and waited for.
void remove_place(Files& files, const Place& place, Pending& pending) {
  try {
    const std::lock_guard lock(place.checkpoint);
    place.is_removed = true;
    place.anchoring.reset();
    remove_files(files, place);
  } catch (...) {
    pending.failure = std::current_exception();
  }
}

void Writer::write(Connections& connections, const Place& place, Pending* first) {
  try {
    commit_group(connections.of(place), first, vfs_, place);
    tell_committed(first);
  } catch (...) {
    fail_the_rest(first, std::current_exception());
  }
}

// What is due after a commit, when nobody waits for it any more.
void Writer::tend(Connections& connections, const Place& place) {
  if (vfs_.sync_has_failed()) return tell_failure(place);
  checkpointer_.note_commit(place);
  try {
    connections.of(place).shorten_log(kLogFramesMax, place.checkpoint);
  } catch (const Error&) {
    connections.close(place);  // what was committed is safe in the log; the checkpointer tells what hinders it
  }
}

void Writer::tell_failure(const Place& place) {
  if (std::exchange(has_told_failure_, true)) return;
  const auto failure = vfs_.last_failure();
  log_.error("store", "a sync failed, nothing more is written until the next start",
             Value::object({{"tenant", place.id.text()}, {"detail", failure ? failure->detail : ""}}));
}

}  // namespace frontdesk::store
