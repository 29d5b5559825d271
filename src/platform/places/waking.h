#pragma once

#include <functional>
#include <string>

#include "graph/graph.h"
#include "platform/places/place.h"
#include "platform/work/kind.h"

namespace frontdesk::graph {
class Threads;
}

// Waiting for a time costs no memory: the node asks a question that a timer answers, and its thread is kept by nobody
// meanwhile. A hold drops the question as any other, and the timer finds nothing to answer.
namespace frontdesk::platform {

// What a node returns that goes on at `until`; it runs again from its top, and `context.answer(key)` is {woken_at}
// then. It must be a node of a thread of this place.
graph::Interrupted wait_until(Place& place, const graph::NodeContext& context, std::string key, Timestamp until);

// The work of waking. `find` gives the threads of a place.
work::Kind waking(std::function<Task<graph::Threads*>(TenantId place)> find);

}  // namespace frontdesk::platform
