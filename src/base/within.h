#pragma once

#include <optional>

#include "base/clock.h"
#include "base/task.h"

namespace frontdesk {

// Runs the work until the deadline; then the work is cancelled and Error{timeout, "deadline-passed"} is thrown with
// `what` in its detail ("the tool find_table"). Failures of the work pass through.
Task<> within(Clock& clock, Deadline deadline, std::string what, Task<> work);

namespace within_detail {
template <class T>
Task<> store(Task<T> work, std::optional<T>& result) {
  result.emplace(co_await std::move(work));
}
}  // namespace within_detail

template <class T>
Task<T> within(Clock& clock, Deadline deadline, std::string what, Task<T> work) {
  std::optional<T> result;
  co_await within(clock, deadline, std::move(what), within_detail::store(std::move(work), result));
  co_return std::move(*result);
}

}  // namespace frontdesk
