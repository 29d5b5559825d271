#pragma once

#include "graph/definition.h"

// The pure part of a graph: what runs next, and what a superstep leaves. No clock, no disk, no waiting; the result does
// not depend on the order in which tasks finished.
namespace frontdesk::graph {

// Where a graph stands between two supersteps. Steps are numbered as LangGraph's: the first input makes -1, the start
// 0, the first nodes run as 1; they go on growing from run to run.
struct Checkpoint {
  std::int64_t step = -2;
  std::vector<Value> values;           // by channel
  std::vector<std::int64_t> versions;  // by channel: the step that changed it last
  std::vector<NodeId> triggered;       // by edges: in the order of node names, each once
  std::vector<Send> sends;             // in the order of the tasks that sent them
  std::vector<IdIndex> indexes;        // by channel; of message lists, a cache
};
Checkpoint initial_checkpoint(const Definition& graph);

// A task of the coming superstep. Tasks stand in one order everywhere: triggered nodes by name, then Sends by index.
struct Planned {
  NodeId node = kEnd;
  std::int32_t send = -1;  // index of the Send; -1: an edge triggered it
  Value argument;          // of the Send
};
void prepare_tasks(const Checkpoint& at, std::vector<Planned>& tasks);

// What the edges behind a finished task chose.
struct Routes {
  std::vector<NodeId> next;
  std::vector<Send> sends;
};

// A finished task: its writes and routes. `own_view` are the channels it wrote as its conditions saw them.
struct Done {
  std::vector<Write> writes;
  Routes routes;
  std::vector<std::pair<ChannelId, Folded>> own_view;
  void clear() { writes.clear(), routes.next.clear(), routes.sends.clear(), own_view.clear(); }
};

// Takes writes, go_to and sends out of the outcome and evaluates the edges of `node` on the state with the task's own
// writes applied. Throws what reducers and conditions throw.
void finish_task(const Definition& graph, Checkpoint& at, NodeId node, Outcome&& outcome, Done& done);
// The same for the input of a run: `done` of a task that stands for LangGraph's __start__.
void finish_input(const Definition& graph, Checkpoint& at, std::vector<Write> writes, Done& done);

// What a superstep makes of the channels, before anything is changed. Throws Error{conflict, "graph/concurrent-update"}
// and what reducers throw, with the channel's name as pointer.
class Superstep {
 public:
  explicit Superstep(const Definition& graph) : graph_(graph), writers_(graph.channels.size()) {}

  void fold(Checkpoint& at, std::span<Done> done);  // may throw; `at` keeps its meaning
  bool is_last() const { return next_.empty() && sends_.empty(); }
  void commit(Checkpoint& at);  // cannot fail; at.step + 1

  // The input of a run is two steps, the input's and the start's.
  void commit_input(Checkpoint& at) { ++at.step, commit(at); }

 private:
  struct Writer {
    std::uint32_t count = 0;     // writes of this step
    const Done* only = nullptr;  // the one task that wrote, while there is one
    std::vector<Value> values;
  };
  void collect(std::span<Done> done);
  void route(std::span<Done> done);

  const Definition& graph_;
  std::vector<Writer> writers_;
  std::vector<ChannelId> touched_;
  std::vector<std::pair<ChannelId, Folded>> folded_;
  std::vector<NodeId> next_;
  std::vector<Send> sends_;
};

// A graph's state with some channels replaced.
class LocalView final : public StateView {
 public:
  LocalView(const Checkpoint& at, std::span<const std::pair<ChannelId, Folded>> own) : at_(at), own_(own) {}
  const Value& state(ChannelId channel) const override;

 private:
  const Checkpoint& at_;
  std::span<const std::pair<ChannelId, Folded>> own_;
};

}  // namespace frontdesk::graph
