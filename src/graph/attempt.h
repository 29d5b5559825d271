#pragma once

#include "base/random.h"
#include "graph/definition.h"

namespace frontdesk::graph {

// A node's context as the runtime sees it.
class AttemptContext : public NodeContext {
 public:
  int attempt() const override { return attempt_; }
  Deadline deadline() const override { return deadline_; }
  virtual void begin_attempt(int attempt, Deadline deadline) { attempt_ = attempt, deadline_ = deadline; }

 private:
  int attempt_ = 1;
  Deadline deadline_;
};

// Runs a node by its timeout and its retry policy. Only Error and cancellations come out; anything else that the body
// throws becomes Error{internal, "graph/node-failed"}.
Task<NodeResult> run_node(const NodeSpec& node, AttemptContext& context, Clock& clock, Random& random,
                          Deadline deadline);

// The same for a plain node without a policy, at once.
NodeResult run_plain_node(const NodeSpec& node, AttemptContext& context);
inline bool runs_at_once(const NodeSpec& node) { return node.plain && !node.options.retry; }

}  // namespace frontdesk::graph
