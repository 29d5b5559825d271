#pragma once

#include <memory>
#include <string_view>

#include "base/value.h"

namespace frontdesk {

// Writes one JSON object a line: time, level, area, what, and the fields given. Safe from any thread.
// Never give it secrets or the text of customers; tenants are named in the field "tenant".
class Log {
 public:
  enum class Level { debug, info, warning, error };

  virtual ~Log() = default;
  virtual void write(Level level, std::string_view area, std::string_view what, const Value& fields) = 0;

  void info(std::string_view area, std::string_view what, const Value& fields = {}) {
    write(Level::info, area, what, fields);
  }
  void warning(std::string_view area, std::string_view what, const Value& fields = {}) {
    write(Level::warning, area, what, fields);
  }
  void error(std::string_view area, std::string_view what, const Value& fields = {}) {
    write(Level::error, area, what, fields);
  }
};

// To a file, or to standard error where the path is empty.
std::unique_ptr<Log> open_log(const std::string& path, Log::Level least);
// Nowhere; for tests.
std::unique_ptr<Log> silent_log();

}  // namespace frontdesk
