#pragma once

#include <exception>
#include <vector>

#include "base/task.h"

namespace frontdesk::graph {

// Runs the works at the same time on the caller's executor and returns when all have ended. The first that throws
// cancels the others, and what it threw is thrown then; so does a cancellation of the caller.
Task<> gather(std::vector<Task<>> works);

// Whether this is Asio's way of saying that somebody cancelled the task.
bool is_cancellation(const std::exception_ptr& failure);

}  // namespace frontdesk::graph
