#include "platform/work/work.h"

#include "base/describe.h"
#include "base/error.h"
#include "base/json.h"
#include "platform/paging.h"

namespace frontdesk::platform::work {
namespace {

constexpr store::Sql kAsk{
    "INSERT INTO work (number, kind, key, lane, payload, due, state, open, attempts, last_error, asked_at) "
    "SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4, $5, 'waiting', 1, 0, '', $6 FROM work WHERE true "
    "ON CONFLICT (kind, key) DO NOTHING"};

#define FD_PIECE "number, kind, key, lane, payload, due, state, attempts, last_error, asked_at, settled_at"
constexpr store::Sql kList{
    "SELECT " FD_PIECE
    " FROM work WHERE ($1 = '' OR state = $1) AND ($2 = '' OR kind = $2) AND ($3 = 0 OR number < $3) AND ($4 = '' OR "
    "LOWER(kind) LIKE $4 ESCAPE '!' OR LOWER(key) LIKE $4 ESCAPE '!' OR LOWER(last_error) LIKE $4 ESCAPE '!') ORDER BY "
    "number DESC LIMIT $5"};
constexpr store::Sql kFind{"SELECT " FD_PIECE " FROM work WHERE number = $1"};
// A piece that failed for good holds up its lane: what stands behind it may rest on it.
#define FD_DUE                                                                                                     \
  "FROM work AS w WHERE open = 1 AND state = 'waiting' AND due <= $1 AND (lane = '' OR NOT EXISTS (SELECT 1 FROM " \
  "work AS e WHERE e.open = 1 AND e.lane = w.lane AND e.number < w.number)) "
constexpr store::Sql kDue{"SELECT " FD_PIECE " " FD_DUE "ORDER BY due, number LIMIT $2"};
constexpr store::Sql kHasDue{"SELECT 1 " FD_DUE "LIMIT 1"};
constexpr store::Sql kNextDue{"SELECT MIN(due) FROM work WHERE open = 1 AND state = 'waiting' AND due > $1"};
constexpr store::Sql kBegin{"UPDATE work SET state = 'running', attempts = attempts + 1 WHERE number = $1"};
constexpr store::Sql kEnd{
    "UPDATE work SET state = $3, open = $4, due = $5, last_error = $6, settled_at = $7, "
    "payload = CASE WHEN $3 = 'done' THEN 'null' ELSE payload END WHERE number = $1 AND attempts = $2 AND state = "
    "'running'"};
constexpr store::Sql kAgain{
    "UPDATE work SET state = 'waiting', attempts = 0, due = $2 WHERE number = $1 AND state = 'failed'"};
constexpr store::Sql kGiveUp{
    "UPDATE work SET state = 'given_up', open = 0, settled_at = $2, payload = 'null' WHERE number = $1 AND "
    "state = 'failed'"};
constexpr store::Sql kTakeBack{
    "UPDATE work SET state = 'given_up', open = 0, settled_at = $3 WHERE kind = $1 AND key = $2 AND state = 'waiting'"};
constexpr store::Sql kRunning{"SELECT number FROM work WHERE open = 1 AND state = 'running'"};
constexpr store::Sql kRelease{"UPDATE work SET state = 'waiting' WHERE number = $1"};
constexpr store::Sql kMoveWaits{"UPDATE work SET due = due + $1 WHERE open = 1 AND state = 'waiting' AND attempts > 0"};
constexpr store::Sql kForget{
    "DELETE FROM work WHERE open = 0 AND settled_at < $1 AND number < (SELECT MAX(number) FROM work)"};
constexpr store::Sql kForgetOne{"DELETE FROM work WHERE kind = $1 AND key = $2 AND open = 0"};
constexpr store::Sql kToBeTold{"SELECT payload FROM work WHERE open = 1 AND kind = 'event' ORDER BY number LIMIT 1"};

State state_of(std::string_view word) { return from_value<State>(Value(word)); }

Piece read_piece(const store::Row& row) {
  Piece piece{.number = row.integer(0),
              .item = {.kind = std::string(row.text(1)),
                       .key = std::string(row.text(2)),
                       .payload = json::parse(row.text(4)),
                       .due = Timestamp{row.integer(5)},
                       .lane = std::string(row.text(3))},
              .state = state_of(row.text(6)),
              .attempts = static_cast<int>(row.integer(7)),
              .last_error = std::string(row.text(8)),
              .asked_at = Timestamp{row.integer(9)}};
  if (!row.is_null(10)) piece.settled_at = Timestamp{row.integer(10)};
  return piece;
}

std::string word(State state) { return std::string(to_value(state).text()); }

void demand_failed(store::Transaction& transaction, std::int64_t number, std::int64_t changed) {
  if (changed > 0) return;
  const auto piece = find(transaction, number);
  if (!piece)
    throw Error(frontdesk::Kind::not_found, "work/unknown", fmt::format("There is no piece of work {}.", number));
  throw Error(frontdesk::Kind::conflict, "work/not-failed",
              fmt::format("The piece of work {} is {}; only what has failed can be tried again or given up.", number,
                          word(piece->state)));
}

void end(store::Transaction& transaction, const Piece& piece, State state, Timestamp due, std::string_view error,
         std::optional<std::int64_t> settled_at) {
  const bool is_open = state == State::waiting || state == State::failed;
  const auto changed =
      transaction.run(kEnd, piece.number, piece.attempts, word(state), is_open ? 1 : 0, due.ms, error, settled_at);
  if (changed == 0)
    throw Error(
        frontdesk::Kind::conflict, "work/lost",
        fmt::format("The piece of work {} is somebody else's by now; what was done is taken back.", piece.number));
}

}  // namespace

bool ask(store::Transaction& transaction, const Item& item, Timestamp now) {
  return transaction.run(kAsk, item.kind, item.key, item.lane, json::print(item.payload), item.due.ms, now.ms) > 0;
}

std::vector<Piece> list(store::Reader& reader, const Filter& filter) {
  const auto state = filter.state ? word(*filter.state) : std::string();
  return reader.all(kList, read_piece, state, filter.kind, filter.before, anywhere(filter.words), filter.limit);
}

std::optional<Piece> find(store::Reader& reader, std::int64_t number) { return reader.one(kFind, read_piece, number); }

void again(store::Transaction& transaction, std::int64_t number, Timestamp now) {
  demand_failed(transaction, number, transaction.run(kAgain, number, now.ms));
}

void give_up(store::Transaction& transaction, std::int64_t number, Timestamp now) {
  demand_failed(transaction, number, transaction.run(kGiveUp, number, now.ms));
}

bool take_back(store::Transaction& transaction, std::string_view kind, std::string_view key, Timestamp now) {
  return transaction.run(kTakeBack, kind, key, now.ms) > 0;
}

std::vector<Piece> claim(store::Transaction& transaction, Timestamp now, std::size_t limit) {
  auto pieces = transaction.all(kDue, read_piece, now.ms, limit);
  for (auto& piece : pieces) {
    transaction.run(kBegin, piece.number);
    piece.state = State::running;
    ++piece.attempts;
  }
  return pieces;
}

bool has_due(store::Reader& reader, Timestamp now) {
  return reader.one(kHasDue, [](const store::Row& row) { return row.integer(0); }, now.ms).has_value();
}

bool is_running(store::Reader& reader) {
  return reader.one(kRunning, [](const store::Row& row) { return row.integer(0); }).has_value();
}

std::optional<Timestamp> next_due(store::Reader& reader, Timestamp now) {
  const auto read = [](const store::Row& row) {
    return row.is_null(0) ? std::nullopt : std::optional(Timestamp{row.integer(0)});
  };
  return reader.one(kNextDue, read, now.ms).value_or(std::nullopt);
}

void settle(store::Transaction& transaction, const Piece& piece, Timestamp now) {
  end(transaction, piece, State::done, piece.item.due, "", now.ms);
}

void put_off(store::Transaction& transaction, const Piece& piece, Timestamp due, std::string_view error) {
  end(transaction, piece, State::waiting, due, error, std::nullopt);
}

void fail(store::Transaction& transaction, const Piece& piece, std::string_view error) {
  end(transaction, piece, State::failed, piece.item.due, error, std::nullopt);
}

std::int64_t release_all_but(store::Transaction& transaction, const std::set<std::int64_t>& held) {
  std::int64_t released = 0;
  for (const auto number : transaction.all(kRunning, [](const store::Row& row) { return row.integer(0); })) {
    if (!held.contains(number)) released += transaction.run(kRelease, number);
  }
  return released;
}

void move_waits(store::Transaction& transaction, std::int64_t by_ms) { transaction.run(kMoveWaits, by_ms); }

std::optional<std::int64_t> oldest_told(store::Reader& reader) {
  return reader.one(kToBeTold, [](const store::Row& row) { return json::parse(row.text(0))["event"].integer(); });
}

void forget_one(store::Transaction& transaction, std::string_view kind, std::string_view key) {
  transaction.run(kForgetOne, kind, key);
}

std::int64_t forget(store::Transaction& transaction, Timestamp before) { return transaction.run(kForget, before.ms); }

}  // namespace frontdesk::platform::work
