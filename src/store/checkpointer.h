#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "base/log.h"
#include "store/connections.h"

namespace frontdesk::store {

// Moves the write-ahead logs into their files, on a thread of its own, so that no commit waits for it.
class Checkpointer {
 public:
  Checkpointer(const Vfs& vfs, std::chrono::milliseconds every, Log& log);
  ~Checkpointer();

  void note_commit(const Place& place);

 private:
  void run();
  bool checkpoint(Connections& connections, const Place& place);  // false: try again later

  const Vfs& vfs_;
  std::chrono::milliseconds every_;
  Log& log_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::set<const Place*> due_;
  bool closed_ = false;
  std::thread thread_;
};

}  // namespace frontdesk::store
