#include "store/postgres/group.h"

#include "base/error.h"
#include "store/part.h"

namespace frontdesk::store::postgres {
namespace {

// A statement that runs for longer ends, and so does a transaction whose process went away without a word; all within
// the transaction, for a pooler gives the session to others.
std::string settings(const Place& place) {
  return fmt::format(
      "SELECT set_config('search_path', '{}', true), set_config('statement_timeout', '20s', true), "
      "set_config('idle_in_transaction_session_timeout', '20s', true)",
      quoted(place.schema));
}

// One body's part of the transaction. Its savepoint is set before its first statement, and only where others share the
// transaction; both go out with what comes behind them.
class Member final : public Part {
 public:
  Member(Connection& connection, bool is_alone) : connection_(connection), is_alone_(is_alone) {}

  void keep() {
    demand_sound();
    if (is_marked_) connection_.before({"RELEASE member"});
  }
  void take_back() {
    if (connection_.is_lost() || connection_.is_void()) return;
    if (is_alone_) return connection_.roll_back();
    if (!is_marked_) return;
    connection_.before({"ROLLBACK TO member"});
    connection_.before({"RELEASE member"});
  }

 private:
  void run_query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) override {
    mark();
    connection_.run(sql, parameters).each(sql, each);
  }
  std::int64_t run_execute(Sql sql, std::span<const Parameter> parameters) override {
    mark();
    return connection_.run(sql, parameters).changed();
  }
  void begin_attempt() override {
    mark();
    connection_.before({"SAVEPOINT attempt"});
  }
  void end_attempt(bool keep) override {
    if (!keep) connection_.before({"ROLLBACK TO attempt"});
    connection_.before({"RELEASE attempt"});
  }

  void mark() {
    if (is_alone_ || is_marked_) return;
    connection_.before({"SAVEPOINT member"});
    is_marked_ = true;
  }

  Connection& connection_;
  bool is_alone_;
  bool is_marked_ = false;
};

class Snapshot final : public Reader {
 public:
  explicit Snapshot(Connection& connection) : connection_(connection) {}
  void query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) override {
    connection_.run(sql, parameters).each(sql, each);
  }

 private:
  Connection& connection_;
};

// A body that fails by itself is taken back alone; see is_void() for what concerns all.
void run_member(Connection& connection, Pending& pending, bool is_alone) {
  Member member(connection, is_alone);
  try {
    pending.write(member);
    member.keep();
  } catch (...) {
    pending.failure = std::current_exception();
    member.take_back();
  }
}

void begin_reading(Connection& connection, const Place& place) {
  connection.note_reading();
  connection.before({"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"});
  connection.before({settings(place)});
}

}  // namespace

Outcome commit_group(Connection& connection, Pending* first, const Place& place, std::int64_t fence,
                     std::int64_t mark) {
  const bool is_alone = !first->next;
  for (auto* pending = first; pending; pending = pending->next) pending->failure = nullptr;
  connection.before({"BEGIN"});
  connection.before({settings(place)});
  connection.before({fmt::format("UPDATE store_place SET mark = {} WHERE fence = {}", mark, fence), true});
  for (auto* pending = first; pending; pending = pending->next) {
    run_member(connection, *pending, is_alone);
    if (connection.is_lost()) return Outcome::again;
    if (!connection.is_void() && !connection.is_to_be_run_again()) continue;
    const bool again = connection.is_to_be_run_again();
    connection.roll_back();
    if (again) return Outcome::again;
    const auto failure = pending->failure;
    for (auto* member = first; member; member = member->next) member->failure = failure;
    return Outcome::done;
  }
  if (!connection.has_begun()) {
    connection.roll_back();
    return Outcome::done;
  }
  try {
    return connection.commit() ? Outcome::done : Outcome::in_doubt;
  } catch (const Error&) {
    connection.roll_back();
    fail_the_rest(first, std::current_exception());
    return Outcome::done;
  }
}

bool was_committed(Connection& connection, const Place& place, std::int64_t mark) {
  constexpr Sql kMark{"SELECT mark FROM store_place FOR UPDATE"};
  bool is_ours = false;
  connection.before({"BEGIN"});
  connection.before({settings(place)});
  try {
    connection.run(kMark).each(kMark, [&](const Row& row) { is_ours = row.integer(0) == mark; });
  } catch (...) {
    connection.roll_back();
    throw;
  }
  connection.roll_back();
  return is_ours;
}

Outcome read_group(Connection& connection, Pending* first, const Place& place) {
  for (auto* pending = first; pending; pending = pending->next) pending->failure = nullptr;
  begin_reading(connection, place);
  Snapshot snapshot(connection);
  for (auto* pending = first; pending; pending = pending->next) {
    try {
      pending->read(snapshot);
    } catch (...) {
      pending->failure = std::current_exception();
    }
    if (connection.is_lost()) return Outcome::again;
    if (!pending->failure || !pending->next) continue;
    connection.roll_back();
    begin_reading(connection, place);
  }
  connection.roll_back();  // nothing was written
  return Outcome::done;
}

std::uint64_t measure(Connection& connection, const Place& place) {
  constexpr Sql kBytes{
      "SELECT CAST(COALESCE(SUM(pg_total_relation_size(c.oid)), 0) AS BIGINT) FROM pg_class AS c "
      "JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'"};
  const Parameter schema = std::string_view(place.schema);
  std::uint64_t bytes = 0;
  connection.run(kBytes, {&schema, 1}).each(kBytes, [&](const Row& row) {
    bytes = static_cast<std::uint64_t>(row.integer(0));
  });
  return bytes;
}

}  // namespace frontdesk::store::postgres
