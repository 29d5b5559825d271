#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/random.h"
#include "base/spans.h"
#include "graph/delivery.h"
#include "graph/graph.h"
#include "net/loops.h"
#include "store/database.h"

// The durable runtime: threads of one tenant, their journal, their runs, their one numbered stream.
//
// The runtime itself reports, in the records that are written anyway:
//   run.started  {inputs}                          run.parked {deaths}
//   step         {step, node, ms}                  a task that finished; what the node reports follows
//   run.finished {status, steps, ms, error?}       status: done, interrupted, failed, cancelled; error {slug, detail}
namespace frontdesk::graph {

// Something that arrived from outside for a thread.
struct Input {
  DeliveryKey key;            // the channel's id, for de-duplication within the thread
  Value value;                // for the graph (see ThreadPolicy::apply)
  std::vector<Event> events;  // numbered and committed with it
  std::vector<Statement> statements;
  std::optional<TraceContext> trace = {};  // of whoever sent it; the run that it asks for is a part of that
};

struct Receipt {
  std::int64_t seq = 0;  // of the input's first event; of the first delivery where this is a duplicate
  bool duplicate = false;
};

// An event as it is stored and streamed.
struct StoredEvent {
  std::int64_t seq = 0;  // 1, 2, 3, … within the thread, no gaps
  std::string run;       // empty where no run caused it
  Timestamp at;
  std::string type;
  Value data;
};

// What may be sent to a listener: a stored event, or a live piece (seq of the event before it, and n from 1).
struct StreamItem {
  std::int64_t seq = 0;
  std::int64_t n = 0;  // 0: stored
  StoredEvent event;
};

enum class ThreadStatus { idle, queued, running, interrupted, parked, failed };
BOOST_DESCRIBE_ENUM(ThreadStatus, idle, queued, running, interrupted, parked, failed)

struct OpenInterrupt {
  std::string id;
  std::string node;
  std::string key;
  Value value;
  std::int64_t seq = 0;  // of the last event of the record that asked; what arrived up to there is no answer to it
};

// An input that waits for a run.
struct Arrived {
  Value value;
  std::int64_t seq = 0;  // of its last event
  std::optional<TraceContext> trace = {};
};

struct ThreadView {
  std::string id;
  ThreadStatus status = ThreadStatus::idle;
  bool held = false;
  std::int64_t head_seq = 0;
  std::int64_t step = -1;
  std::vector<std::pair<std::string, Value>> state;  // by channel name
  std::vector<OpenInterrupt> interrupts;
};

// A run that failed or was parked.
struct RunFailure {
  std::string_view thread;
  std::string_view run;
  const Error& error;  // parked: "graph/parked"
};

// How inputs meet the graph, and how a thread meets people. Pure functions.
struct ThreadPolicy {
  // Turns the waiting inputs of a thread into the first writes of a run (they are applied as the run's input).
  std::function<std::vector<Write>(const StateView& state, const std::vector<Value>& inputs)> apply;
  // The thread is interrupted: answers by interrupt key; or nullopt, to leave it interrupted and the inputs waiting.
  // An input with a seq that is not greater than an interrupt's was sent before the question was asked.
  std::function<std::optional<std::vector<std::pair<std::string, Value>>>(const std::vector<OpenInterrupt>& open,
                                                                          const std::vector<Arrived>& inputs)>
      answer;
  // A run failed, or was parked: what is committed with that (writes, events, statements; it routes nowhere), so that
  // nobody waits in silence. `state` is that of the last committed step.
  std::function<Outcome(const StateView& state, const RunFailure& failure)> failed;
  std::int64_t steps_max = 10'007;            // of one run
  std::chrono::milliseconds run_time_max{0};  // 0: none
};

// Finds the graph of a thread (a thread is pinned to its configuration); called when the thread is first needed.
struct Bound {
  std::shared_ptr<const Graph> graph;
  ThreadPolicy policy;
  std::string version;     // of the configuration; the first record of each run names it, and the graph
  bool stands_in = false;  // for one that could not be made: the binder is asked again when the thread is released
};
using Binder = std::function<Task<Bound>(std::string thread)>;

// A kind of thread: those whose names begin with `prefix` ("c_"), and how their graphs are found.
struct ThreadKind {
  std::string prefix;
  Binder bind;
};

class Threads {
 public:
  Threads(store::Tenant& tenant, net::Loops& loops, Clock& clock, Random& random, Log& log);
  ~Threads();

  // Before recover() and before the first thread of this kind; whatever the binder uses lives as long as runs do. A
  // thread of no kind is Error{conflict, "graph/unknown-kind"}: who made it is not part of this program.
  // Error{internal, "graph/kind-taken"} where a name could be of two kinds.
  void add(ThreadKind kind);
  // Who is told of runs and supersteps, before the first thread; null: nobody. It outlives this.
  void report_to(Spans* spans);

  // Makes a thread with its first events, and with what stands in its state from the beginning: `writes`, by `graph`,
  // that it is bound to. Its id must be new: Error{conflict, "graph/thread-exists"}.
  Task<> create(std::string thread, std::vector<Event> events, std::vector<Statement> statements,
                const Graph* graph = nullptr, std::vector<Write> writes = {});

  // Commits the input and the run that it asks for in one transaction, then returns. Inputs that arrive while a run is
  // under way are joined into the next one. Error{not_found, "graph/unknown-thread"}.
  Task<Receipt> submit(std::string thread, Input input);

  // Appends events (and statements) without asking for a run: a person's reply, a change of owner.
  // `writes` go into the thread's state as one update when no run is under way, else after it. Works on a held thread
  // too. The receipt has the seq of the first event; `key` de-duplicates as in submit.
  Task<Receipt> append(std::string thread, std::vector<Event> events, std::vector<Statement> statements,
                       std::vector<Write> writes = {}, DeliveryKey key = {});

  // Not to be called by a node of the same thread. While a thread is held no run starts; a run under way is cancelled
  // and ends at its last committed step, its open interrupts are dropped. Inputs are stored. Releasing lets the waiting
  // inputs start a run; a parked run ends. `next` is what the thread goes on with: an input of the same record, which
  // nothing from outside repeats, so it has no key, events or statements of its own.
  Task<> hold(std::string thread, std::vector<Event> events, std::vector<Statement> statements);
  Task<> release(std::string thread, std::vector<Event> events, std::vector<Statement> statements,
                 std::vector<Write> writes = {}, bool drop_waiting_inputs = true, std::optional<Value> next = {});

  // Answers one open interrupt by its id; the node runs again when all its questions are answered.
  // Error{invalid, "graph/unknown-interrupt"} for an id that is not open (any more).
  Task<> answer(std::string thread, std::string interrupt, Value value);

  Task<ThreadView> view(std::string thread);
  // Stored events with seq > after, oldest first, at most `limit`.
  Task<std::vector<StoredEvent>> events(std::string thread, std::int64_t after, std::size_t limit);

  // All records of a thread as they are on disk, oldest first, whatever its graph is by now (record.h reads them). The
  // thread is not kept in memory for it.
  Task<std::vector<std::string>> records(std::string thread);

  // The newest stored event of this type, found by walking back from the head.
  Task<std::optional<StoredEvent>> last(std::string thread, std::string type);

  // Everything after `after`, stored and live, until the task is cancelled. Calls `each` on the caller's executor, in
  // order, without gaps; waits for it. `n` counts for this listener. Whoever comes late gets the live pieces of the
  // superstep under way from their beginning, behind a "message.reset" for each text; so does one who was too slow for
  // them. A listener holds no buffer here, however slow it is.
  Task<> follow(std::string thread, std::int64_t after, std::function<Task<>(const StreamItem&)> each);

  // Shows something to whoever follows the thread at this moment, as a live piece, and to nobody who comes later. It is
  // stored nowhere and costs nothing where nobody listens.
  void signal(const std::string& thread, Event event);

  // Returns when no run of the thread is under way and no input is waiting (or it is held, interrupted, parked).
  Task<> settled(std::string thread);

  // Starts again what a crash interrupted, at its last committed step; returns how many threads. A run that died for
  // the third time at one step is parked (event "run.parked") and the others go on; hold() and release() end it. Call
  // once, before the first submit.
  Task<std::size_t> recover();
  // Lets running steps finish their commit, starts no new ones; runs that are not at their end go on at the next start,
  // and what is cut at the deadline has not died for that.
  Task<> drain(Deadline deadline);

  // Nobody works on a thread, listens to it or waits for it.
  bool is_idle() const;
  // Whether a run is due that was not taken up, or was put off by drain().
  Task<bool> has_due();

  // Threads whose chain was found broken since the start: nothing of theirs can be read or written.
  std::vector<std::pair<std::string, Error>> out_of_service() const;

  // Those that are kept in memory, and the bytes of their records. Of those that nobody uses the longest unused half
  // goes where they come to 1,024 threads or 16 MiB.
  struct InMemory {
    std::size_t threads = 0;
    std::size_t bytes = 0;
  };
  InMemory in_memory() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// The tables that the journal needs.
store::Module schema();

// One text for equal streams: the events' numbers, runs, times, types and data.
std::string trace_hash(const std::vector<StoredEvent>& events);

// The same algorithm without a journal, threads or events: for graphs in memory.
Task<std::vector<Value>> run_in_memory(const Graph& graph, std::vector<Write> input, Clock& clock,
                                       std::int64_t steps_max = 10'007);

}  // namespace frontdesk::graph
