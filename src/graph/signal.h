#pragma once

#include <boost/asio/experimental/channel.hpp>

#include "base/task.h"

namespace frontdesk::graph {

// Wakes all who wait at this moment. Belongs to one loop: wait and notify there only.
class Signal {
 public:
  explicit Signal(const Executor& executor) : channel_(executor) {}
  Task<> wait() { co_await channel_.async_receive(boost::asio::use_awaitable); }
  void notify_all() {
    while (channel_.try_send(boost::system::error_code())) {
    }
  }

 private:
  boost::asio::experimental::channel<void(boost::system::error_code)> channel_;
};

}  // namespace frontdesk::graph
