#pragma once

#include <exception>

#include "base/task.h"

namespace frontdesk::net {

// `a || b` of tasks waits for one success, so a failure of `work` is carried past it as a value.
inline Task<> carry(Task<> work, std::exception_ptr& failure) {
  try {
    co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
}

}  // namespace frontdesk::net
