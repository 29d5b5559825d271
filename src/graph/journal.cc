#include "graph/journal.h"

namespace frontdesk::graph {
namespace {

using store::Row;
using store::Sql;

constexpr Sql kInsertRecord = {"INSERT INTO journal (id, previous, record) VALUES ($1, $2, $3)"};
constexpr Sql kLastRecord = {"SELECT COALESCE(MAX(id), 0) FROM journal"};
constexpr Sql kInsertThread = {
    "INSERT INTO threads (id, name, head, due) SELECT COALESCE(MAX(id), 0) + 1, $1, 0, 0 FROM threads WHERE true "
    "ON CONFLICT (name) DO NOTHING RETURNING id"};
constexpr Sql kMoveHead = {"UPDATE threads SET head = $2 WHERE id = $1 AND head = $3"};
constexpr Sql kMoveHeadAndDue = {"UPDATE threads SET head = $2, due = $4 WHERE id = $1 AND head = $3"};
constexpr Sql kInsertDelivery = {
    "INSERT INTO deliveries (thread, sender, key, content, seq) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (thread, sender, key) DO NOTHING"};
constexpr Sql kFindDelivery = {"SELECT seq, content FROM deliveries WHERE thread = $1 AND sender = $2 AND key = $3"};
constexpr Sql kFindThread = {"SELECT id, head, due FROM threads WHERE name = $1"};
constexpr Sql kDueThreads = {"SELECT name FROM threads WHERE due = 1 ORDER BY id"};
constexpr Sql kWalkBack = {R"(
  WITH RECURSIVE chain (id, previous, record) AS (
    SELECT id, previous, record FROM journal WHERE id = $1
    UNION ALL
    SELECT j.id, j.previous, j.record FROM chain c JOIN journal j ON j.id = c.previous)
  SELECT id, record FROM chain LIMIT $2)"};
constexpr Sql kFindSuccessor = {"SELECT id FROM journal WHERE previous = $1 AND previous > 0"};
constexpr std::int64_t kRecordsAtFirst = 32, kRecordsAtOnce = 256;
constexpr int kClashesMax = 3;

std::int64_t read_id(const Row& row) { return row.integer(0); }

Error other_content(std::string_view key) {
  return Error(Kind::conflict, "graph/key-with-other-content",
               fmt::format("Something else was delivered under the key \"{}\" before; take a new one.", key));
}

Error head_moved() {
  return Error(Kind::conflict, "graph/head-moved", "Another worker wrote to this thread; this one gives way.");
}

// A thread's chain while it grows inside a transaction. Nothing of it waits for the database.
class Appending {
 public:
  Appending(store::Transaction& transaction, RecordIds& ids, const Tail& tail)
      : transaction_(transaction), ids_(ids), result_{tail, {}} {}

  void add(const Outgoing& record, std::optional<Opening>& opening) {
    const bool opens = opening.has_value();
    const auto first_seq = result_.tail.seq + 1;
    if (!record.key.key.empty() && !is_new(record.key, first_seq + (opens ? 1 : 0))) return;
    auto header = record.header;
    header.thread = result_.tail.thread;
    header.previous = result_.tail.head;
    header.first_seq = first_seq;
    if (opens) ++header.events, header.run = opening->run;
    const auto bytes =
        seal_record(header, opens ? join_bodies(opening->body, record.body) : record.body, result_.tail.hash);
    result_.tail.head = ids_.next(transaction_, result_.tail.head);
    transaction_.change_one(kInsertRecord, head_moved, result_.tail.head, header.previous, store::Bytes{bytes});
    result_.tail.seq += header.events;
    result_.placed.push_back({false, first_seq, opens, result_.tail.head});
    opening.reset();
  }

  void move_head(const Tail& from, bool due) {
    if (result_.tail.head == from.head) return;
    result_.tail.due = due;
    const auto head = result_.tail.head;
    if (due == from.due) return transaction_.change_one(kMoveHead, head_moved, from.thread, head, from.head);
    transaction_.change_one(kMoveHeadAndDue, head_moved, from.thread, head, from.head, due ? 1 : 0);
  }

  Appended take() { return std::move(result_); }

 private:
  bool is_new(const DeliveryKey& key, std::int64_t seq) {
    const auto digest = crypto::sha256(key.content);
    const std::string_view content(reinterpret_cast<const char*>(digest.data()), digest.size());
    const auto thread = result_.tail.thread;
    if (transaction_.run(kInsertDelivery, thread, key.sender, key.key, store::Bytes{content}, seq) == 1) return true;
    bool is_same = false;
    const auto first = transaction_.one(
        kFindDelivery,
        [&](const Row& row) {
          is_same = row.bytes(1) == content;
          return row.integer(0);
        },
        thread, key.sender, key.key);
    if (!is_same) throw StatementFailed{result_.placed.size(), std::make_exception_ptr(other_content(key.key))};
    // It stands behind the end that the caller knows: what was told as failed is on disk all the same.
    if (*first > result_.tail.seq) throw head_moved();
    result_.placed.push_back({true, *first, false, 0});
    return false;
  }

  store::Transaction& transaction_;
  RecordIds& ids_;
  Appended result_;
};

// Somebody else gave the same id to a record.
bool is_clash(const Error& error) { return error.slug == "store/constraint"; }

void run_statements(store::Transaction& transaction, const std::vector<Outgoing>& batch,
                    const std::vector<Placed>& placed) {
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (placed[i].duplicate) continue;
    try {
      for (const auto& statement : batch[i].statements) statement(transaction);
    } catch (...) {
      throw StatementFailed{i, std::current_exception()};
    }
  }
}

Error broken_chain(std::string_view thread, std::string_view why) {
  return Error(
      Kind::internal, "graph/broken-chain",
      fmt::format("The journal of the thread {} was changed behind our back: {}. Restore the tenant's files from "
                  "a backup; the other threads go on.",
                  thread, why));
}

// The record that is stored under the id, or the error of this thread.
RecordHeader header_of(std::string_view thread, std::int64_t thread_id, std::int64_t id, std::string_view bytes) {
  RecordHeader header;
  try {
    header = open_record(bytes).header;
  } catch (const Error& error) {
    throw broken_chain(thread, fmt::format("record {} cannot be read", id)).because(error.detail);
  }
  if (header.thread != thread_id) throw broken_chain(thread, fmt::format("record {} is another thread's", id));
  if (header.previous < 0 || header.previous >= id)
    throw broken_chain(thread, fmt::format("record {} does not lead back", id));
  return header;
}

// Shows the records back from `newest`, with their ids, as long as `wants` says so. Each is there, is of this thread
// and leads further back, else this throws: no chain, whatever became of it, is walked without end.
template <class Wants>
void walk_back(store::Reader& reader, std::string_view thread, std::int64_t thread_id, std::int64_t newest,
               Wants wants) {
  auto next = newest;
  auto rows = kRecordsAtFirst;
  for (bool more = true; more && next != 0; rows = kRecordsAtOnce) {
    const auto before = next;
    reader.each_row(
        kWalkBack,
        [&](const Row& row) {
          if (!more) return;
          const auto id = row.integer(0);
          const auto bytes = row.bytes(1);
          if (id != next) throw broken_chain(thread, fmt::format("record {} is not there", next));
          next = header_of(thread, thread_id, id, bytes).previous;
          more = wants(id, bytes);
        },
        next, rows);
    if (next == before) throw broken_chain(thread, fmt::format("record {} is not there", next));
  }
}

void check_chain(std::string_view thread, const std::vector<std::string>& records) {
  if (records.empty()) throw broken_chain(thread, "it has no records");
  crypto::Digest before{};
  std::int64_t seq = 0;
  for (const auto& bytes : records) {
    const auto record = open_record(bytes);
    if (!follows(bytes, before))
      throw broken_chain(thread, fmt::format("what follows event {} is not as written", seq));
    before = record.hash;
    seq = record.header.first_seq + record.header.events - 1;
  }
}

// A record that names the head as the one before it: the head was moved back, and what came behind it would be lost.
void check_head(store::Reader& reader, std::string_view thread, const Tail& tail) {
  const auto successor = reader.one(kFindSuccessor, read_id, tail.head);
  if (successor) throw broken_chain(thread, fmt::format("its head stands before record {}", *successor));
}

}  // namespace

std::int64_t RecordIds::next(store::Reader& reader, std::int64_t head) {
  auto last = last_.load();
  if (last == kUnknown || last < head) last = std::max(*reader.one(kLastRecord, read_id), head);
  last_ = last + 1;
  return last + 1;
}

// Ids that another worker gave meanwhile are seen when the last is read again.
template <class Body>
Task<> Journal::write(Body body) {
  for (int tries = 1;; ++tries) {
    try {
      co_await tenant_.transact(body);
      co_return;
    } catch (const Error& error) {
      if (!is_clash(error) || tries == kClashesMax) throw;
    }
    ids_.forget();
  }
}

Task<> Journal::create(std::string thread, Outgoing first) {
  co_await write([&](store::Transaction& transaction) {
    const auto id = transaction.one(kInsertThread, read_id, thread);
    if (!id) throw Error(Kind::conflict, "graph/thread-exists", fmt::format("There is a thread {} already.", thread));
    const Tail tail{.thread = *id};
    Appending appending(transaction, ids_, tail);
    std::optional<Opening> none;
    appending.add(first, none);
    appending.move_head(tail, false);
    for (const auto& statement : first.statements) statement(transaction);
  });
}

Task<Appended> Journal::append(Tail tail, std::vector<Outgoing>& batch, std::optional<Opening> opening, bool due) {
  Appended result;
  std::optional<StatementFailed> failed;
  try {
    co_await write([&](store::Transaction& transaction) {
      failed.reset();
      Appending appending(transaction, ids_, tail);
      auto pending = opening;
      try {
        for (const auto& record : batch) appending.add(record, pending);
        appending.move_head(tail, due);
        result = appending.take();
        run_statements(transaction, batch, result.placed);
      } catch (const StatementFailed& why) {
        failed = why;
        std::rethrow_exception(why.why);
      }
    });
  } catch (...) {
    if (failed) throw *failed;
    throw;
  }
  co_return result;
}

Task<Chain> Journal::load(std::string thread) {
  Chain chain;
  bool found = false;
  co_await tenant_.inspect([&](store::Reader& reader) {
    chain = {};
    found = false;
    reader.each_row(
        kFindThread,
        [&](const Row& row) {
          found = true;
          chain.tail.thread = row.integer(0);
          chain.tail.head = row.integer(1);
          chain.tail.due = row.integer(2) == 1;
        },
        thread);
    if (!found) return;
    walk_back(reader, thread, chain.tail.thread, chain.tail.head, [&](std::int64_t id, std::string_view bytes) {
      chain.ids.push_back(id);
      chain.records.emplace_back(bytes);
      return true;
    });
    check_head(reader, thread, chain.tail);
  });
  if (!found) throw Error(Kind::not_found, "graph/unknown-thread", fmt::format("There is no thread {}.", thread));
  std::ranges::reverse(chain.records);
  std::ranges::reverse(chain.ids);
  check_chain(thread, chain.records);
  const auto last = open_record(chain.records.back());
  chain.tail.hash = last.hash;
  chain.tail.seq = last.header.first_seq + last.header.events - 1;
  co_return chain;
}

Task<std::vector<std::string>> Journal::records_between(std::string thread, Tail tail, std::int64_t after,
                                                        std::int64_t newest) {
  std::vector<std::string> records;
  co_await tenant_.inspect([&](store::Reader& reader) {
    records.clear();
    walk_back(reader, thread, tail.thread, newest, [&](std::int64_t, std::string_view bytes) {
      const auto header = open_record(bytes).header;
      if (header.first_seq + header.events - 1 > after) records.emplace_back(bytes);
      return header.first_seq > after + 1;
    });
  });
  std::ranges::reverse(records);
  co_return records;
}

Task<std::vector<std::string>> Journal::due_threads() {
  return tenant_.read([](store::Reader& reader) {
    return reader.all(kDueThreads, [](const Row& row) { return std::string(row.text(0)); });
  });
}

}  // namespace frontdesk::graph
