#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>

#include "base/task.h"

namespace frontdesk::support {

// Runs a task on this loop until nothing is left to do, and hands on what it returns or throws.
template <class T>
T run_task(boost::asio::io_context& context, Task<T> task) {
  std::exception_ptr failure;
  std::optional<T> result;
  boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error, T value) {
    failure = error;
    if (!error) result.emplace(std::move(value));
  });
  context.restart();
  context.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

inline void run_task(boost::asio::io_context& context, Task<> task) {
  std::exception_ptr failure;
  boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error) { failure = error; });
  context.restart();
  context.run();
  if (failure) std::rethrow_exception(failure);
}

// The same on a loop of its own.
template <class T>
T run_task(Task<T> task) {
  boost::asio::io_context context(1);
  return run_task(context, std::move(task));
}

inline void run_task(Task<> task) {
  boost::asio::io_context context(1);
  run_task(context, std::move(task));
}

}  // namespace frontdesk::support
