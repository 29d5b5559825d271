#pragma once

#include <atomic>

#include "graph/delivery.h"
#include "graph/record.h"
#include "store/database.h"

namespace frontdesk::graph {

// The end of a thread's chain of records, as it is on disk.
struct Tail {
  std::int64_t thread = 0;  // threads.id
  std::int64_t head = 0;    // journal.id
  crypto::Digest hash{};
  std::int64_t seq = 0;  // of the last event
  bool due = false;
};

// A record before it has its place.
struct Outgoing {
  RecordHeader header;  // kind, run, step, at and the number of events are used
  std::string body;
  DeliveryKey key;
  std::vector<Statement> statements;
};

// What the first of the records that are new gets put in front: the opening of a run.
struct Opening {
  std::string body;
  std::uint32_t run = 0;
};

struct Placed {
  bool duplicate = false;
  std::int64_t first_seq = 0;  // of the record's first event; where it is a duplicate: of the first delivery
  bool opens = false;          // the opening was put in front of it; its event is the one at first_seq
  std::int64_t id = 0;         // journal.id; 0 where it is a duplicate
};

struct Appended {
  Tail tail;
  std::vector<Placed> placed;
};

// A statement of a record failed, or its key was used for something else; nothing of the batch was written.
struct StatementFailed : std::exception {
  StatementFailed(std::size_t index, std::exception_ptr why) : index(index), why(std::move(why)) {}
  const char* what() const noexcept override { return "a statement of a record failed"; }

  std::size_t index;
  std::exception_ptr why;
};

// A thread's name and id, and all its records, oldest first.
struct Chain {
  Tail tail;
  std::vector<std::string> records;
  std::vector<std::int64_t> ids;  // journal.id of each
};

// Gives the records of one place their ids, in the order in which they are written. A record that is taken back leaves
// its id unused.
class RecordIds {
 public:
  // One behind `head`, the record before it, also where another worker gave that its id.
  std::int64_t next(store::Reader& reader, std::int64_t head);
  void forget() { last_ = kUnknown; }

 private:
  static constexpr std::int64_t kUnknown = -1;
  std::atomic<std::int64_t> last_{kUnknown};
};

// The journal of one tenant. Everything here is one transaction each.
class Journal {
 public:
  // `ids`: of the tenant's place; whoever writes to it in this process shares them.
  Journal(store::Tenant& tenant, RecordIds& ids) : tenant_(tenant), ids_(ids) {}

  // Throws Error{conflict, "graph/thread-exists"}.
  Task<> create(std::string thread, Outgoing first);

  // Appends in order, moves the head and runs the statements. Throws StatementFailed; Error{conflict,
  // "graph/head-moved"} where somebody else wrote to the thread; and what the store throws.
  Task<Appended> append(Tail tail, std::vector<Outgoing>& batch, std::optional<Opening> opening, bool due);

  // Throws Error{not_found, "graph/unknown-thread"}, {internal, "graph/broken-chain"}.
  Task<Chain> load(std::string thread);
  // Records back from `newest` (journal.id) until one begins at or before the event behind `after`; oldest first. It
  // costs what lies between the two, so the newest that is wanted is named. Throws {internal, "graph/broken-chain"}
  // where one of them is not there, or is not the thread's.
  Task<std::vector<std::string>> records_between(std::string thread, Tail tail, std::int64_t after,
                                                 std::int64_t newest);
  Task<std::vector<std::string>> due_threads();

 private:
  template <class Body>
  Task<> write(Body body);

  store::Tenant& tenant_;
  RecordIds& ids_;
};

}  // namespace frontdesk::graph
