#pragma once

#include <map>
#include <set>

#include "graph/record.h"
#include "graph/threads.h"

namespace frontdesk::graph {

// A task of the superstep under way, with what the journal or this process knows about it.
struct TaskSlot {
  struct Ask {
    AskPart part;
    std::optional<Value> answer;
    std::int64_t seq = 0;  // see OpenInterrupt::seq; 0: not committed yet
  };

  Planned planned;
  bool done = false;
  std::int64_t ms = 0;
  std::vector<Event> events;
  std::vector<Statement> statements;
  std::vector<Ask> asks;
  std::map<std::string, Value, std::less<>> kept;
  std::set<std::string, std::less<>> marks;
  bool recorded = false;  // what it ended with stands in a record already

  bool is_open() const;  // asks something that is not answered yet
  bool must_run() const { return !done && !is_open(); }
};

// A question by its slot and key.
struct Question {
  std::size_t slot = 0;
  std::string key;
};

// The same after a crash: from (thread, step, node, kind, index). 32 hexadecimal digits.
std::string task_id(std::string_view thread, std::int64_t step, std::string_view node, std::int32_t send);
std::string interrupt_id(std::string_view task, std::string_view key);

// A run, from its opening to its end.
struct OpenRun {
  std::int64_t number = 0;
  std::int64_t steps = 0;  // supersteps, as LangGraph counts: the start is one
  Timestamp started;
};

// A thread as its records tell it. Live and after a crash it changes by the same functions.
class Image {
 public:
  Image(std::string thread, std::shared_ptr<const Graph> graph);

  const Definition& graph() const { return graph_->definition(); }
  ThreadStatus status() const;
  bool is_interrupted() const;  // no run is open, and a superstep waits for answers
  std::vector<OpenInterrupt> open_interrupts() const;

  // Throws what the conditions of the start throw.
  OpenPart make_opening(std::vector<Write> writes, std::int64_t inputs);
  OpenPart make_continuation(std::vector<std::pair<std::string, Value>> answers, std::int64_t inputs) const;
  void hear_waiting(std::int64_t inputs);  // the first of the waiting inputs, which the run that opens next takes
  // Throws where the writes cannot be folded.
  void open_run(const OpenPart& part, Timestamp at);
  void commit_step();  // of all slots, folded before by fold_step()
  void fold_step() { superstep_.fold(checkpoint, dones); }
  bool step_is_last() const { return superstep_.is_last(); }
  void end_run(bool keeps_step);
  void number_questions(const std::vector<Question>& asked);  // they stand in the record that is applied
  void add_writes(std::vector<Write> writes);                 // now, or when the run has ended
  void check_writes(const std::vector<Write>& writes);

  // A record of the past.
  void replay(const OpenedRecord& record, Body& body);

  std::size_t slot_of(NodeId node, std::int32_t send) const;
  std::string id_of(const TaskSlot& slot) const;  // see task_id()

  Checkpoint checkpoint;
  std::vector<TaskSlot> slots;
  std::vector<Done> dones;  // beside the slots
  std::vector<Arrived> waiting;
  Told told;             // by the inputs that runs took
  std::int64_t seq = 0;  // of the last event of the record that is applied
  std::optional<OpenRun> run;
  std::optional<TraceContext> trace;  // of the run that is open, or was last
  std::int64_t runs = 0;
  std::int64_t opened_inputs = 0;  // of the last run
  int deaths = 0;                  // of the process, at this step
  bool stopped = false;            // cleanly, by its last record; only a thread that was read anew knows it
  bool held = false;
  bool parked = false;
  bool failed = false;  // how the last run ended

 private:
  void prepare_slots();
  void take_trace(const OpenPart& part);
  void replay_note(RecordKind kind, const NotePart& note);
  void replay_task(const TaskPart& task);
  void replay_ask(const AskPart& ask);
  void update(std::vector<Write> writes);

  std::string thread_;
  std::shared_ptr<const Graph> graph_;
  Superstep superstep_;
  std::vector<Write> deferred_;
  std::vector<Planned> planned_;  // scratch
};

}  // namespace frontdesk::graph
