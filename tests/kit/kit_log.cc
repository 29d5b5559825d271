#include "kit/kit_log.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/json.h"

namespace frontdesk::support {

void KitLog::write(Level level, std::string_view area, std::string_view what, const Value& fields) {
  if (level < Level::warning) return;
  const auto line = fmt::format("{}: {} {}\n", area, what, json::print(fields));
  const std::scoped_lock lock(mutex_);
  text_ += line;
  if (level == Level::error) std::fputs(("log, error: " + line).c_str(), stderr);
}

void KitLog::forget() {
  const std::scoped_lock lock(mutex_);
  text_.clear();
}

std::string KitLog::text() const {
  const std::scoped_lock lock(mutex_);
  return text_;
}

}  // namespace frontdesk::support
