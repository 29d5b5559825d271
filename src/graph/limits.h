#pragma once

#include "graph/graph.h"

namespace frontdesk::graph {

// Said before superstep limit + 1 is started; the start of a run counts as one.
inline Error too_many_steps(std::string_view graph, std::int64_t steps_max) {
  return Error(Kind::exhausted, "graph/too-many-steps",
               fmt::format("The graph {} wants more than its {} supersteps; look for a loop without an end, or raise "
                           "steps_max.",
                           graph, steps_max));
}

inline Error run_time_is_up(std::string_view graph, std::chrono::milliseconds run_time_max) {
  return Error(Kind::timeout, "graph/run-time-is-up",
               fmt::format("The run of the graph {} took longer than its {} ms.", graph, run_time_max.count()));
}

}  // namespace frontdesk::graph
