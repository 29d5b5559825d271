#pragma once

#include <mutex>
#include <thread>
#include <vector>

#include "store/connections.h"
#include "store/place.h"
#include "store/rounds.h"

namespace frontdesk::store {

// Threads that read, each with connections of its own.
class Readers {
 public:
  Readers(const Vfs& vfs, int threads);
  ~Readers();  // when everything submitted has its outcome

  void submit(Lane<Place>& lane, Pending& pending) { rounds_.submit(lane, pending); }

 private:
  void run();
  void read_rounds(Connections& connections);

  const Vfs& vfs_;
  Rounds<Place> rounds_;
  std::mutex closing_;
  std::vector<std::thread> threads_;
};

}  // namespace frontdesk::store
