#pragma once

#include <optional>
#include <thread>

#include "store/postgres/session.h"

namespace frontdesk::store::postgres {

// A thread that renews the lease and, in an outage, knocks for all.
class Keeper {
 public:
  Keeper(House& house, std::unique_ptr<Connection> connection);
  ~Keeper();  // gives the lease back

 private:
  void run();
  bool look();
  void tell(const Error& error);

  House& house_;
  std::unique_ptr<Connection> connection_;
  bool has_told_ = false;
  std::thread thread_;
};

}  // namespace frontdesk::store::postgres
