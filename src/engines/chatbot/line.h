#pragma once

#include <functional>
#include <string>

#include "base/task.h"

namespace frontdesk::engines::chatbot {

// One writer for two sources: what arrives while a write is under way goes out with the next one. What waits for a
// client that does not read is bounded: it has the event store to come back to.
class Line {
 public:
  static constexpr std::size_t kWaitingBytesMax = 256 * 1024;

  explicit Line(std::function<Task<>(std::string)> send) : send_(std::move(send)) {}

  // Throws Error{unavailable, "chatbot/slow-reader"} where too much waits.
  Task<> put(std::string text);
  bool is_busy() const { return writing_; }

 private:
  std::function<Task<>(std::string)> send_;
  std::string waiting_;
  bool writing_ = false;
};

}  // namespace frontdesk::engines::chatbot
