#pragma once

#include "base/clock.h"
#include "base/crypto.h"
#include "graph/quotes.h"

// One record of a thread's journal:
//
//   hash[32]      SHA-256 of (hash of the record before it, everything behind this field)
//   version u8    of this format: 2; in 1, no text of a body names another
//   kind u8
//   flags u16     0
//   key u32       id of the key that seals the body; 0: plain
//   thread i64    threads.id
//   previous i64  journal.id of the record before it; 0: none
//   first_seq i64 of its first event
//   events u32
//   run u32       the run that wrote it, counted within the thread; 0: none
//   step i64      the superstep it belongs to
//   at i64        ms since 1970
//   body          compact JSON, an object of the parts below
//
// Numbers are little-endian. Nodes and channels are named in the body, so that a graph may be compiled anew.
namespace frontdesk::graph {

enum class RecordKind : std::uint8_t {
  created = 1,
  input,      // something arrived
  mark,       // "started", synced before an effect that must not be repeated
  kept,       // the outcome of a part of a task
  task,       // tasks that finished while others of their superstep still run
  step,       // the rest of the tasks, and the superstep is done
  interrupt,  // the run ends with open questions
  end,        // the run ends otherwise than by a step
  append,
  hold,
  release,
  resumed,  // a run goes on in another process
  parked,   // it crashed too often
  stopped   // the process ended by itself in the middle of a run, which is no death of it
};

struct RecordHeader {
  RecordKind kind = RecordKind::created;
  std::uint32_t key = 0;
  std::int64_t thread = 0;
  std::int64_t previous = 0;
  std::int64_t first_seq = 0;
  std::uint32_t events = 0;
  std::uint32_t run = 0;
  std::int64_t step = 0;
  Timestamp at;
};

// Returns the bytes; `hash` goes in as that of the record before and comes out as the record's own.
std::string seal_record(const RecordHeader& header, std::string_view body, crypto::Digest& hash);

struct OpenedRecord {
  std::uint8_t version = 0;
  RecordHeader header;
  crypto::Digest hash{};
  std::string_view body;  // into the bytes given
};
// Throws Error{internal, "graph/broken-record"} for what is no record.
OpenedRecord open_record(std::string_view bytes);
// Whether the record follows on the one with the hash `before`.
bool follows(std::string_view bytes, const crypto::Digest& before);

// ---- the parts of a body ----

// Member "open": the run that this record is the first of.
struct OpenPart {
  std::int64_t run = 0;
  std::int64_t inputs = 0;                             // how many of the waiting ones it took
  std::vector<Write> writes;                           // what they became
  Routes routes;                                       // what the start chose
  std::vector<std::pair<std::string, Value>> answers;  // by interrupt id; then the superstep goes on, and no writes
  bool goes_on = false;
};

// Member "tasks": a finished task.
struct TaskPart {
  NodeId node = kEnd;
  std::int32_t send = -1;
  std::int64_t ms = 0;
  Done done;
  std::vector<Event> events;
};

// Member "asks": an open question.
struct AskPart {
  NodeId node = kEnd;
  std::int32_t send = -1;
  std::string key;
  Value value;
  std::vector<Event> events;
};

// Member "note": a mark, or a part that was kept.
struct NotePart {
  NodeId node = kEnd;
  std::int32_t send = -1;
  std::string key;
  Value value;
};

// Member "end".
struct EndPart {
  std::string status;  // done, interrupted, failed, cancelled
  std::int64_t steps = 0;
  std::int64_t ms = 0;
  std::string slug;  // where it failed
  std::string detail;
};

// What a body says. Writing and reading are each other's inverse, but for names that the graph no longer knows: unknown
// channels are dropped, unknown nodes are Error{conflict, "graph/changed"}.
struct Body {
  std::optional<OpenPart> open;
  std::optional<Value> input;
  std::optional<TraceContext> trace;  // of the input; absent where it came without
  std::vector<TaskPart> tasks;
  std::vector<AskPart> asks;
  std::optional<NotePart> note;
  std::optional<EndPart> end;
  std::vector<Event> events;  // of whoever appended it
  std::vector<Write> writes;
  bool drop = false;
  bool may_quote = false;  // a text of it may name another: see make_whole()
};

// Writes a body member by member; parts are only looked at. Events come before the inputs and writes that they tell of.
class BodyWriter {
 public:
  // `told`: what may be named by what is written; only a run knows that it stands still meanwhile.
  explicit BodyWriter(const Definition& graph, const Told* told = nullptr) : graph_(&graph), told_(told) {}
  BodyWriter() = default;  // for bodies that name no nodes or channels

  void open(const OpenPart& part, std::string_view version);
  void input(const Value& value);
  void trace(const TraceContext& context);
  void task(NodeId node, std::int32_t send, std::int64_t ms, const Done& done, const std::vector<Event>& events);
  void ask(const AskPart& part);
  void note(const NotePart& part);
  void end(const EndPart& part);
  void events(const std::vector<Event>& events);
  void writes(const std::vector<Write>& writes);
  void drop();
  std::string take();

 private:
  void member(std::string_view name);
  void list_item(std::string_view list);
  void close_list();
  void node(NodeId node, std::int32_t send);
  void put(const std::vector<Write>& writes, const Quotes& quotes);
  void put(const Routes& routes, const Quotes& quotes);
  void put(const std::vector<Event>& events);

  const Definition* graph_ = nullptr;
  const Told* told_ = nullptr;
  Quotes own_;  // of the events that are no task's
  std::string text_ = "{";
  std::string_view list_;  // the list that is open
};

// One body that says what both say.
std::string join_bodies(std::string first, std::string_view second);

Body read_body(const Definition& graph, std::string_view body);
// Puts the texts back that the parts of a body name: of their own events, and of `told`, which has heard the inputs of
// the run that it opens. Not for bodies of format 1.
void make_whole(Body& body, const Told& told);

// What nodes and others reported in a record, oldest first: without its graph, so also where that is no more. What the
// runtime itself reports is left out.
std::vector<Event> reported_in(std::string_view record);

// The events of a record in the order of their numbers: the run's start, each task's step with what its node reported,
// questions, the run's end, what came with it or with an append.
struct NumberedEvent {
  Event event;
  bool of_run = true;
};
std::vector<NumberedEvent> events_of(const Definition& graph, RecordKind kind, std::int64_t step, const Body& body);
Event run_started(std::int64_t inputs);
Event step_finished(const Definition& graph, std::int64_t step, NodeId node, std::int64_t ms);
Event run_finished(const EndPart& end);

}  // namespace frontdesk::graph
