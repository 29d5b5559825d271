#pragma once

#include <mutex>
#include <string>

#include "base/log.h"

namespace frontdesk::support {

// The log of a test: its errors go to standard error, so that none is hidden behind an answer that only says where the
// log is; and what came in since forget() can be asked for, warnings among it.
class KitLog final : public Log {
 public:
  void write(Level level, std::string_view area, std::string_view what, const Value& fields) override;
  void forget();
  std::string text() const;  // a line each

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

}  // namespace frontdesk::support
