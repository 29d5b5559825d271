#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/task.h"
#include "base/trace_context.h"
#include "base/value.h"
#include "store/database.h"

// A durable graph, with the semantics of LangGraph's StateGraph (channels with reducers, supersteps, conditional edges,
// Send, Command, interrupts) and the differences of design section 6.
namespace frontdesk::graph {

using ChannelId = std::uint16_t;
using NodeId = std::uint16_t;
inline constexpr NodeId kEnd = 0xffff;

// Folds what one superstep wrote into a channel. `writes` come in task order, then write order.
// Throws Error{conflict, "graph/concurrent-update"} where several writes make no sense.
using Reducer = std::function<Value(const Value& current, std::span<const Value> writes)>;

namespace reducers {
Reducer last_value();  // exactly one write a superstep
Reducer append();      // lists are appended item by item, anything else as one item
Reducer
messages();  // LangGraph's add_messages: by "id": replace, append; {"role":"remove","id":…} removes; "__remove_all__"
Reducer add();    // numbers
Reducer merge();  // members of objects, last wins
}  // namespace reducers

struct Write {
  ChannelId channel;
  Value value;
};

// One task of the next superstep, with its own input in place of the state.
struct Send {
  NodeId node;
  Value argument;
};

// Something that happened, for the thread's numbered stream. Committed with the task that reports it, never before.
struct Event {
  std::string type;
  Value data;
};

// A statement that is to run inside the journal's transaction, with its parameters by value.
using Statement = std::function<void(store::Transaction&)>;

// What a finished node leaves: all of it is committed together, or nothing.
struct Outcome {
  std::vector<Write> writes;
  std::vector<NodeId> go_to;  // adds to the static edges, as LangGraph's Command(goto=…)
  std::vector<Send> sends;
  std::vector<Event> events;
  std::vector<Statement> statements;
};

// The node waits for an answer from outside. `key` names the question within its task; the interrupt's id is derived
// from the task and the key. The node runs again from its top when all its open interrupts are answered.
struct Interrupted {
  std::string key;
  Value value;                // what is asked
  std::vector<Event> events;  // these and the statements are committed with the interrupt
  std::vector<Statement> statements{};
};

using NodeResult = std::variant<Outcome, Interrupted>;

// What a node may look at and use while it runs. Lives as long as the node's call.
class NodeContext {
 public:
  virtual ~NodeContext() = default;
  virtual const Value& state(ChannelId channel) const = 0;  // as of the beginning of the superstep
  virtual const Value& argument() const = 0;                // of a Send; null for a node that an edge triggered
  virtual std::string_view thread() const = 0;
  virtual std::string_view run() const = 0;
  virtual std::int64_t step() const = 0;
  virtual std::string_view task() const = 0;  // the same when the task is run again after a crash
  virtual int attempt() const = 0;            // from 1
  virtual Deadline deadline() const = 0;
  // Of the newest input that the run took and that had one, the same after a crash. What goes out names a child of it.
  virtual std::optional<TraceContext> trace() const { return std::nullopt; }

  // The id of the interrupt of this key, asked or not yet: the same after a crash. What is committed with the question
  // may name it, so that Threads::answer can be called for it.
  std::string interrupt(std::string_view key) const;
  // The answer to the interrupt of this key, once it was given.
  virtual std::optional<Value> answer(std::string_view key) const = 0;

  // Leaves a synced mark before an effect that must not be repeated (at_most_once, needs_review), and asks for it.
  virtual Task<> mark_started(std::string key) = 0;
  virtual bool was_started(std::string_view key) const = 0;

  // Before an effect goes out whose outcome must be known: from here on whoever wants to hold the thread waits until
  // this run has ended, as it would have by itself. Before it the run is cancelled at once.
  virtual void let_go() {}

  // Keeps the outcome of a part of this task (a tool's answer) before the task is finished; synced when it returns.
  virtual Task<> keep(std::string key, Value value) = 0;
  virtual std::optional<Value> kept(std::string_view key) const = 0;

  // Live only, never stored: something to see while the node works ("typing"), and pieces of a text while it is made.
  // Pieces name their text in "message"; when a text begins anew after a retry or a crash, listeners first get a live
  // "message.reset" with that name.
  virtual void live(std::string type, Value data) = 0;
  void delta(Value data) { live("message.delta", std::move(data)); }
};

// A plain function needs no coroutine frame.
using PlainNode = std::function<NodeResult(NodeContext&)>;
using CoroutineNode = std::function<Task<NodeResult>(NodeContext&)>;

struct RetryPolicy {
  int attempts_max = 3;  // LangGraph's defaults; only Error::can_be_retried() is retried
  std::chrono::milliseconds first_wait{500};
  double factor = 2;
  std::chrono::milliseconds wait_max{128'000};
};

struct NodeOptions {
  std::optional<RetryPolicy> retry;
  std::chrono::milliseconds timeout{0};  // 0: none
};

// What a conditional edge chose, given the state with this task's own writes applied.
struct Choice {
  std::vector<NodeId> nodes;
  std::vector<Send> sends;
};
class StateView {
 public:
  virtual ~StateView() = default;
  virtual const Value& state(ChannelId channel) const = 0;
};
using Condition = std::function<Choice(const StateView&)>;

struct Definition;

// Compiled: integer ids, flat arrays; immutable and shared by all runs.
class Graph {
 public:
  explicit Graph(std::unique_ptr<const Definition> definition);
  ~Graph();
  Graph(Graph&&) noexcept;
  const Definition& definition() const { return *definition_; }
  std::string_view name() const;
  std::string_view node_name(NodeId node) const;
  std::string_view channel_name(ChannelId channel) const;

 private:
  std::unique_ptr<const Definition> definition_;
};

// Writes a graph down. compile() throws Error{invalid, "graph/…"} for edges to unknown nodes, no entry, bad names.
class Builder {
 public:
  explicit Builder(std::string name);
  ~Builder();
  ChannelId channel(std::string name, Reducer reducer, Value initial = {});
  NodeId node(std::string name, PlainNode body, NodeOptions options = {});
  NodeId node(std::string name, CoroutineNode body, NodeOptions options = {});
  Builder& start_at(NodeId node);
  Builder& start_by(Condition condition);
  Builder& edge(NodeId from, NodeId to);  // to may be kEnd
  Builder& branch(NodeId from, Condition condition);
  Graph compile();

 private:
  std::unique_ptr<Definition> definition_;
};

}  // namespace frontdesk::graph
