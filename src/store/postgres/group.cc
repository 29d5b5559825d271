#include "store/postgres/group.h"

#include <optional>

#include "base/error.h"
#include "store/member.h"
#include "store/postgres/errors.h"

namespace frontdesk::store::postgres {
namespace {

// A statement that runs for longer ends, and so does a transaction whose process went away without a word; all within
// the transaction, for a pooler gives the session to others.
constexpr std::string_view kSettings =
    "set_config('search_path', $1, true), set_config('statement_timeout', '20s', true), "
    "set_config('idle_in_transaction_session_timeout', '20s', true)";

void begin(Connection& connection, const Place& place, const char* begin) {
  const auto path = quoted(place.schema);
  const Parameter parameters[] = {std::string_view(path)};
  connection.use(place.schema);
  connection.before({begin});
  connection.before({.sql = fmt::format("SELECT {}", kSettings), .parameters = Kept(parameters)});
}

// Under which a group writes.
struct Token {
  std::int64_t fence;
  std::int64_t epoch;
  std::int64_t mark;
};

// Changes a row as long as the lease and the epoch are ours; the mark tells later whether this was committed.
void begin_writing(Connection& connection, const Place& place, const Token& token) {
  const auto path = quoted(place.schema);
  const Parameter parameters[] = {std::string_view(path), token.mark, token.fence, token.epoch};
  connection.use(place.schema);
  connection.before({"BEGIN"});
  const auto take_place = fmt::format("UPDATE {}.store_place SET mark = $2 WHERE fence = $3 AND epoch = $4", path);
  connection.before(
      {.sql = must_change_one(take_place, kSettings), .holds_lease = true, .parameters = Kept(parameters)});
}

constexpr Sql kTablesWritten{
    "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT IN "
    "('migrations', 'store_place') ORDER BY tablename COLLATE \"C\""};
constexpr Sql kColumns{
    "SELECT CAST(column_name AS TEXT), upper(CAST(data_type AS TEXT)) FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"};
constexpr Sql kKey{
    "SELECT CAST(a.attname AS TEXT) FROM pg_index AS i "
    "JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace "
    "CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (number, place) "
    "JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.number "
    "WHERE i.indisprimary AND n.nspname = current_schema() AND c.relname = $1 ORDER BY k.place"};

std::vector<Table> tables_here(Reader& reader) {
  const auto name = [](const Row& row) { return std::string(row.text(0)); };
  const auto column = [](const Row& row) { return Table::Column{std::string(row.text(0)), std::string(row.text(1))}; };
  std::vector<Table> tables;
  for (auto& table : reader.all(kTablesWritten, name)) {
    auto columns = reader.all(kColumns, column, table);
    auto key = reader.all(kKey, name, table);
    tables.push_back({std::move(table), std::move(columns), std::move(key)});
  }
  return tables;
}

// What savepoints say goes out with what comes behind it, and so does what is guessed: a member that only guesses costs
// no round trip of its own.
class PostgresMember final : public Member {
 public:
  PostgresMember(Connection& connection, bool is_alone, bool may_guess)
      : Member(is_alone), connection_(connection), may_guess_(may_guess) {}

  std::vector<Table> tables() override { return tables_here(*this); }
  bool has_guessed() const { return has_guessed_; }

 private:
  void run_query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) override {
    mark();
    connection_.run(sql, parameters).each(sql, each);
  }
  std::int64_t run_execute(Sql sql, std::span<const Parameter> parameters) override {
    mark();
    return connection_.run(sql, parameters).changed();
  }
  void run_expected(Sql sql, std::span<const Parameter> parameters, Error (*otherwise)()) override {
    if (!may_guess_ || is_in_attempt()) return Member::run_expected(sql, parameters, otherwise);
    connection_.guess(sql, parameters);
    has_guessed_ = true;
  }
  void control(const char* statement) override { connection_.before({statement}); }
  void roll_back() override { connection_.roll_back(); }
  bool is_over() const override { return connection_.is_lost() || connection_.is_void(); }

  Connection& connection_;
  const bool may_guess_;
  bool has_guessed_ = false;
};

class Snapshot final : public Reader {
 public:
  explicit Snapshot(Connection& connection) : connection_(connection) {}
  std::vector<Table> tables() override { return tables_here(*this); }
  void query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) override {
    connection_.run(sql, parameters).each(sql, each);
  }

 private:
  Connection& connection_;
};

// A body that fails by itself is taken back alone; see is_void() for what concerns all. What it guessed stands in front
// of its savepoint, and cannot be.
void run_member(Connection& connection, Pending& pending, bool is_alone, bool may_guess) {
  PostgresMember member(connection, is_alone, may_guess);
  try {
    pending.write(member);
    member.keep();
    pending.after = member.take_after();
  } catch (...) {
    pending.failure = std::current_exception();
    if (member.has_guessed()) return connection.doubt_guesses();
    member.take_back();
  }
}

void begin_reading(Connection& connection, const Place& place) {
  connection.note_reading();
  begin(connection, place, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

bool cannot_stand(const Connection& connection) {
  return connection.is_void() || connection.is_to_be_run_again() || connection.is_guess_wrong();
}

bool is_lease_lost(const std::exception_ptr& why) {
  try {
    if (why) std::rethrow_exception(why);
  } catch (const Error& error) {
    return error.slug == "store/lease-lost";
  } catch (...) {
  }
  return false;
}

// Whether the lease is ours, and only the epoch is another one by now: a doubt was settled on another connection.
bool is_epoch_over(Connection& connection, const Place& place, const Token& token) {
  if (place.epoch != token.epoch) return true;
  constexpr Sql kEpoch{"SELECT epoch FROM store_place WHERE fence = $1"};
  const Parameter ours = token.fence;
  begin(connection, place, "BEGIN READ ONLY");
  connection.run(kEpoch, {&ours, 1}).each(kEpoch, [&](const Row& row) { place.epoch = row.integer(0); });
  connection.roll_back();
  return place.epoch != token.epoch;
}

std::optional<Outcome> take_all_back(Connection& connection, Pending* first, const Place& place, const Token& token) {
  const bool again = connection.is_to_be_run_again();
  const bool is_wrong = connection.is_guess_wrong();
  const auto failure = connection.why_void();
  connection.roll_back();
  if (again) return Outcome::again;
  if (is_lease_lost(failure) && is_epoch_over(connection, place, token)) return Outcome::again;
  if (is_wrong) return std::nullopt;
  for (auto* member = first; member; member = member->next) member->failure = failure;
  return Outcome::done;
}

// What was guessed is told by the answer to the commit: had a guess been wrong, the server would not have come to it.
// Nothing where one was, and all of it is to be run again without any.
std::optional<Outcome> try_group(Connection& connection, Pending* first, const Place& place, std::int64_t fence,
                                 std::int64_t mark, bool may_guess) {
  const bool is_alone = !first->next;
  for (auto* pending = first; pending; pending = pending->next) {
    pending->failure = nullptr;
    pending->after.clear();
  }
  connection.forget_guesses();
  const Token token{fence, place.epoch.load(), mark};
  begin_writing(connection, place, token);
  for (auto* pending = first; pending; pending = pending->next) {
    run_member(connection, *pending, is_alone, may_guess);
    if (connection.is_lost()) return Outcome::again;
    if (cannot_stand(connection)) return take_all_back(connection, first, place, token);
  }
  if (!connection.has_begun()) {
    connection.roll_back();
    return Outcome::done;
  }
  try {
    return connection.commit() ? Outcome::done : Outcome::in_doubt;
  } catch (const Error&) {
    if (cannot_stand(connection)) return take_all_back(connection, first, place, token);
    connection.roll_back();
    fail_the_rest(first, std::current_exception());
    return Outcome::done;
  }
}

}  // namespace

Outcome commit_group(Connection& connection, Pending* first, const Place& place, std::int64_t fence,
                     std::int64_t mark) {
  if (const auto outcome = try_group(connection, first, place, fence, mark, true)) return *outcome;
  return *try_group(connection, first, place, fence, mark, false);
}

bool was_committed(Connection& connection, const Place& place, std::int64_t fence, std::int64_t mark) {
  constexpr Sql kSettle{"UPDATE store_place SET epoch = epoch + 1 WHERE fence = $1 RETURNING mark, epoch"};
  const Parameter ours = fence;
  std::optional<std::int64_t> stored, epoch;
  begin(connection, place, "BEGIN");
  try {
    connection.run(kSettle, {&ours, 1}).each(kSettle, [&](const Row& row) {
      stored = row.integer(0);
      epoch = row.integer(1);
    });
    if (!stored) throw lease_lost(connection.address());
    if (!connection.commit()) throw unreachable(connection.address(), "the connection ended");
  } catch (...) {
    connection.roll_back();
    throw;
  }
  place.epoch = *epoch;
  return *stored == mark;
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
    if (connection.is_to_be_run_again()) {
      connection.roll_back();
      return Outcome::again;
    }
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
