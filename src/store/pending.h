#pragma once

#include <exception>
#include <functional>

#include "base/task.h"
#include "store/database.h"

namespace frontdesk::store {

// Work that a coroutine waits for. It lives in the frame of that coroutine, which goes on when `resume` is called on
// its executor; until then the frame is kept alive by `resume`.
struct Pending {
  std::function<void(Transaction&)> write;  // exactly one of these two, or none: make the tenant's place ready
  std::function<void(Reader&)> read;
  std::exception_ptr failure;

  Pending* next = nullptr;
  Executor executor;
  std::move_only_function<void()> resume;

  bool is_preparation() const { return !write && !read; }
};

// Gives a failure to all of a list that have none of their own.
void fail_the_rest(Pending* first, const std::exception_ptr& failure);

// Lets the coroutines of a list go on, each on its executor, with one post for all that share one.
void complete(Pending* first);

}  // namespace frontdesk::store
