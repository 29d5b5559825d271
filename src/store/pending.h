#pragma once

#include <exception>
#include <functional>
#include <vector>

#include "base/task.h"
#include "store/database.h"

namespace frontdesk::store {

// Work that a coroutine waits for. It lives in the frame of that coroutine, which goes on when `resume` is called on
// its executor; until then the frame is kept alive by `resume`.
struct Pending {
  std::function<void(Transaction&)> write;  // exactly one of these three, or none: make the tenant's place ready
  std::function<void(Reader&)> read;
  bool removes = false;  // all of the place
  std::exception_ptr failure;
  std::vector<std::function<void()>> after;  // see Transaction::after_commit

  Pending* next = nullptr;
  Executor executor;
  std::move_only_function<void()> resume;

  bool is_preparation() const { return !write && !read && !removes; }
  // It may replace or take away what is under the connection, so nothing shares its turn.
  bool is_by_itself() const { return !write && !read; }
};

// Gives a failure to all of a list that have none of their own.
void fail_the_rest(Pending* first, const std::exception_ptr& failure);

// Calls what was to be called behind the commit of those that have not failed.
void tell_committed(Pending* first);

// Lets the coroutines of a list go on, each on its executor, with one post for all that share one.
void complete(Pending* first);

}  // namespace frontdesk::store
