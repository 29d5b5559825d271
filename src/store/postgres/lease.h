#pragma once

#include <cstdint>
#include <string>

#include "store/postgres/connection.h"

namespace frontdesk::store::postgres {

// Who may write in a house: one process, with a token that grows from holder to holder. Each place repeats the token of
// whom it was last opened by, and each commit asks for it.
class Lease {
 public:
  Lease(std::string house, std::string holder, std::chrono::milliseconds length)
      : house_(std::move(house)), holder_(std::move(holder)), length_(length) {}

  // Whoever has the name of the holder has it still, as has a process that is started anew. Another holder's is taken
  // over when it is over; nothing while it is not.
  bool take(Connection& connection);
  // Throws Error{conflict, "store/database-in-use"} that names the holder.
  [[noreturn]] void refuse(Connection& connection) const;
  // Throws Error{unavailable, "store/lease-lost"}.
  void renew(Connection& connection) const;
  void give_back(Connection& connection) const;

  std::int64_t fence() const { return fence_; }
  std::chrono::milliseconds length() const { return length_; }

 private:
  std::string house_;
  std::string holder_;
  std::chrono::milliseconds length_;
  std::int64_t fence_ = 0;
};

}  // namespace frontdesk::store::postgres
