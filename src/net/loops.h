#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "base/task.h"

namespace frontdesk::net {

// One event loop per thread. What belongs together (a conversation, a connection) stays on one loop.
class Loops {
 public:
  explicit Loops(int threads);  // at least 1
  ~Loops();                     // stops and joins
  Loops(const Loops&) = delete;

  int size() const { return static_cast<int>(contexts_.size()); }
  boost::asio::io_context& context(int index) { return *contexts_[static_cast<std::size_t>(index)]; }
  Executor executor(int index) { return context(index).get_executor(); }
  Executor of(std::string_view key);  // the loop that owns the key
  void start();                       // loops 1… in threads of their own; loop 0 is the caller's, by run()
  void run();                         // until stop()
  void stop();                        // safe from any thread and from a signal task

 private:
  // Tasks of one loop hold sockets of another, so all of them end before any loop goes.
  struct Context : boost::asio::io_context {
    Context() : boost::asio::io_context(1) {}
    void end_tasks() { shutdown(); }
  };
  std::vector<std::unique_ptr<Context>> contexts_;
  std::vector<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guards_;
  std::vector<std::thread> threads_;
};

}  // namespace frontdesk::net
