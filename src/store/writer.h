#pragma once

#include <thread>

#include "base/files.h"
#include "store/checkpointer.h"
#include "store/place.h"
#include "store/rounds.h"
#include "store/schema.h"

namespace frontdesk::store {

// A thread that owns the files of some tenants and is the only one to write them.
class Writer {
 public:
  Writer(const Vfs& vfs, Files& files, Schema& schema, Checkpointer& checkpointer, Log& log, int group_max);
  ~Writer();  // when everything submitted has its outcome

  void submit(Lane<Place>& lane, Pending& pending) { rounds_.submit(lane, pending); }

 private:
  void run();
  void prepare(const Place& place, Pending& pending);
  void write(Connections& connections, const Place& place, Pending* first);
  void tend(Connections& connections, const Place& place);
  void tell_failure(const Place& place);

  const Vfs& vfs_;
  Files& files_;
  Schema& schema_;
  Checkpointer& checkpointer_;
  Log& log_;
  int group_max_;
  bool has_told_failure_ = false;
  Rounds<Place> rounds_;
  std::thread thread_;
};

// Leaves nothing of a place, whose connections that write are closed; the outcome is in `pending`.
void remove_place(Files& files, const Place& place, Pending& pending);

}  // namespace frontdesk::store
