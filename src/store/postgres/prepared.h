#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "store/postgres/bound.h"

namespace frontdesk::store::postgres {

// The statements that a session of the server has prepared for us: it reads and plans each once, which is most of what
// a short one costs it. Only where the session is ours alone (see Connection); a statement is prepared when it comes
// for the second time. What it means hangs on the schema, so each place has its own.
class Prepared {
 public:
  struct Choice {
    std::string name;     // empty: it is sent as it is written
    bool is_new = false;  // it is to be prepared under this name first
  };
  Choice choose(std::string_view schema, std::string_view sql, const Bound& bound);
  // Of one that was new: it is there now, or is not.
  void settle(const std::string& name, bool is_there);

  // More would cost the server too much memory: all are to be given up.
  bool is_full() const { return named_.size() >= kMost; }
  void clear();

 private:
  static constexpr std::size_t kMost = 400;
  static constexpr std::size_t kSeenMost = 4'000;  // what came only once is forgotten then

  std::unordered_map<std::string, std::string> keys_;   // a statement's key, its name; "": seen once
  std::unordered_map<std::string, std::string> named_;  // the other way round
};

}  // namespace frontdesk::store::postgres
