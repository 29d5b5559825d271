#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/files.h"
#include "base/value.h"

namespace frontdesk::tau {

// An append-only file of JSON entries, one a line with its checksum in front. What append() returned from survives the
// end of the process; a line that was torn is cut off when the file is opened again.
class Ledger {
 public:
  // Calls `replay` for each entry that is there, in order.
  Ledger(Files& files, const std::string& path, const std::function<void(const Value& entry)>& replay);
  void append(const Value& entry);

 private:
  std::unique_ptr<File> file_;
  std::uint64_t end_ = 0;
};

}  // namespace frontdesk::tau
