#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/task.h"

namespace frontdesk::store {

// A loop for tests, ready to run. It lives on, for a thread of the store may still be within its post.
inline boost::asio::io_context& test_loop() {
  static boost::asio::io_context loop;
  loop.restart();
  return loop;
}

// Runs a task to its end.
inline void run(Task<> task) {
  auto& loop = test_loop();
  std::exception_ptr failure;
  boost::asio::co_spawn(loop, std::move(task), [&](std::exception_ptr thrown) { failure = thrown; });
  loop.run();
  if (failure) std::rethrow_exception(failure);
}

template <class T>
T run(Task<T> task) {
  auto& loop = test_loop();
  std::exception_ptr failure;
  std::optional<T> result;
  boost::asio::co_spawn(loop, std::move(task), [&](std::exception_ptr thrown, T value) {
    failure = thrown;
    if (!failure) result.emplace(std::move(value));
  });
  loop.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*result);
}

// Runs tasks side by side on one loop; the slug of each one's error, or "" where it went well.
inline std::vector<std::string> run_all(std::vector<Task<>> tasks) {
  auto& loop = test_loop();
  std::vector<std::string> slugs(tasks.size(), "never ended");
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    boost::asio::co_spawn(loop, std::move(tasks[i]), [&slugs, i](std::exception_ptr thrown) {
      slugs[i] = "";
      try {
        if (thrown) std::rethrow_exception(thrown);
      } catch (const Error& error) {
        slugs[i] = error.slug;
      }
    });
  }
  loop.run();
  return slugs;
}

// The error of a call, or one with the slug "" where there is none.
template <class Call>
Error error_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  return Error(Kind::internal, "", "");
}

}  // namespace frontdesk::store
