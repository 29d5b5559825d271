#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>

#include "base/clock.h"
#include "base/task.h"

namespace frontdesk::support {

// Runs a task to its end on a clock that jumps to whatever is waited for, and hands on what it returns or throws.
// Throws std::logic_error where the task waits for something that time does not bring.
template <class T>
T run_simulated(boost::asio::io_context& context, ManualClock& clock, Task<T> task) {
  std::exception_ptr failure;
  std::optional<T> result;
  boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error, T value) {
    failure = error;
    result.emplace(std::move(value));
  });
  for (;;) {
    context.restart();
    context.poll();
    if (result) break;
    if (!clock.advance_to_next()) throw std::logic_error("The task waits for what never comes.");
  }
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

}  // namespace frontdesk::support
