#include "platform/errands/errands.h"

#include "base/describe.h"
#include "base/error.h"
#include "base/json.h"

namespace frontdesk::platform::errands {
namespace {

#define FD_ERRAND                                                                                                  \
  "number, kind, key, state, wish, cursor, pieces, done, total, saying, cost, budget, result, error, started_by, " \
  "stopped_by, started_at, ended_at"
constexpr store::Sql kStart{
    "INSERT INTO errands (" FD_ERRAND
    ") SELECT COALESCE(MAX(number), 0) + 1, $1, $2, 'running', $3, 'null', 0, 0, $4, '', '{}', $5, 'null', '', $6, '', "
    "$7, NULL FROM errands WHERE true ON CONFLICT (kind, key) DO NOTHING"};
constexpr store::Sql kByKey{"SELECT " FD_ERRAND " FROM errands WHERE kind = $1 AND key = $2"};
constexpr store::Sql kFind{"SELECT " FD_ERRAND " FROM errands WHERE number = $1"};
constexpr store::Sql kList{"SELECT " FD_ERRAND
                           " FROM errands WHERE ($1 = 0 OR number < $1) ORDER BY number DESC LIMIT $2"};
constexpr store::Sql kSave{
    "UPDATE errands SET state = $2, cursor = $3, pieces = $4, done = $5, total = $6, saying = $7, cost = $8, result = "
    "$9, error = $10, stopped_by = $11, ended_at = $12 WHERE number = $1"};

std::string word(State state) { return std::string(to_value(state).text()); }

Errand read_errand(const store::Row& row) {
  Errand errand;
  errand.number = row.integer(0);
  errand.kind = row.text(1);
  errand.key = row.text(2);
  errand.state = from_value<State>(Value(row.text(3)));
  errand.wish = json::parse(row.text(4));
  errand.cursor = json::parse(row.text(5));
  errand.pieces = row.integer(6);
  errand.done = row.integer(7);
  if (!row.is_null(8)) errand.total = row.integer(8);
  errand.saying = row.text(9);
  errand.cost = json::parse(row.text(10));
  errand.budget = json::parse(row.text(11));
  errand.result = json::parse(row.text(12));
  errand.error = row.text(13);
  errand.started_by = row.text(14);
  errand.stopped_by = row.text(15);
  errand.started_at = Timestamp{row.integer(16)};
  if (!row.is_null(17)) errand.ended_at = Timestamp{row.integer(17)};
  return errand;
}

std::string subject_of(const Errand& errand) { return fmt::format("errand/{}", errand.number); }
std::string piece_key(const Errand& errand) { return fmt::format("{}/{}", errand.number, errand.pieces); }

void save(Writing& writing, const Errand& errand) {
  std::optional<std::int64_t> ended_at;
  if (errand.ended_at) ended_at = errand.ended_at->ms;
  writing.sql.run(kSave, errand.number, word(errand.state), json::print(errand.cursor), errand.pieces, errand.done,
                  errand.total, errand.saying, json::print(errand.cost), json::print(errand.result), errand.error,
                  errand.stopped_by, ended_at);
}

void tell(Writing& writing, const Errand& errand, const std::string& what) {
  writing.announce({"errand." + what, subject_of(errand),
                    Value::object({{"kind", errand.kind}, {"done", errand.done}, {"cost", errand.cost}})});
}

void end(Writing& writing, Errand& errand, State state) {
  errand.state = state;
  errand.ended_at = writing.at;
  save(writing, errand);
  tell(writing, errand, word(state));
}

void ask_for_next(Writing& writing, const Errand& errand) {
  writing.ask({.kind = errand.kind, .key = piece_key(errand), .payload = Value::object({{"errand", errand.number}})});
}

Errand known(store::Reader& reader, std::int64_t number) {
  auto errand = find(reader, number);
  if (!errand) throw Error(Kind::not_found, "errands/unknown", fmt::format("There is no errand {}.", number));
  return std::move(*errand);
}

Value sum(Value total, const Value& cost) {
  for (const auto& [unit, many] : cost.members()) {
    const auto& before = total[unit.text()];
    total = total.with(unit.text(), (before.is_null() ? 0 : before.integer()) + many.integer());
  }
  return total;
}

bool is_spent(const Errand& errand) {
  for (const auto& [unit, most] : errand.budget.members()) {
    const auto& spent = errand.cost[unit.text()];
    if (!spent.is_null() && spent.integer() >= most.integer()) return true;
  }
  return false;
}

}  // namespace

Errand start(Writing& writing, const Start& start) {
  const bool is_new = writing.sql.run(kStart, start.kind, start.key, json::print(start.wish), start.total,
                                      json::print(start.budget), writing.actor, writing.at.ms) > 0;
  auto errand = *writing.sql.one(kByKey, read_errand, start.kind, start.key);
  if (!is_new) return errand;
  ask_for_next(writing, errand);
  tell(writing, errand, "started");
  writing.note("errands.start", subject_of(errand), Value::object({{"kind", errand.kind}}));
  return errand;
}

Errand stop(Writing& writing, std::int64_t number) {
  auto errand = known(writing.sql, number);
  if (errand.state != State::running)
    throw Error(
        Kind::conflict, "errands/over",
        fmt::format("The errand {} is {}; only one that is running can be stopped.", number, word(errand.state)));
  errand.stopped_by = writing.actor;
  writing.note("errands.stop", subject_of(errand), Value::object({{"done", errand.done}}));
  if (work::take_back(writing.sql, errand.kind, piece_key(errand), writing.at)) {
    end(writing, errand, State::stopped);
  } else {
    errand.state = State::stopping;
    save(writing, errand);
  }
  return errand;
}

std::optional<Errand> find(store::Reader& reader, std::int64_t number) {
  return reader.one(kFind, read_errand, number);
}

std::vector<Errand> list(store::Reader& reader, std::int64_t before, std::size_t limit) {
  return reader.all(kList, read_errand, before, limit);
}

void commit(Writing& writing, std::int64_t number, const Step& step) {
  auto errand = known(writing.sql, number);
  errand.cursor = step.cursor;
  ++errand.pieces;
  errand.done += step.done;
  if (step.total) errand.total = step.total;
  errand.saying = step.saying;
  errand.cost = sum(errand.cost, step.cost);
  if (step.is_last) {
    errand.result = step.result;
    return end(writing, errand, State::finished);
  }
  if (errand.state == State::stopping) return end(writing, errand, State::stopped);
  if (is_spent(errand)) {
    errand.stopped_by = "budget";
    return end(writing, errand, State::stopped);
  }
  save(writing, errand);
  ask_for_next(writing, errand);
}

void fail(Writing& writing, std::int64_t number, std::string_view error) {
  auto errand = known(writing.sql, number);
  errand.error = error;
  end(writing, errand, State::failed);
}

}  // namespace frontdesk::platform::errands
