#include "platform/errands/errands.h"

#include "base/crypto.h"
#include "base/describe.h"
#include "base/error.h"
#include "base/json.h"
#include "platform/errands/kind.h"

namespace frontdesk::platform::errands {
namespace {

#define FD_ERRAND                                                                                                 \
  "number, kind, key, title, state, wish, wish_hash, cursor, pieces, done, total, saying, cost, budget, result, " \
  "error, started_by, stopped_by, started_at, moved_at, ended_at"
constexpr store::Sql kStart{
    "INSERT INTO errands (" FD_ERRAND
    ") SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, 'running', $4, $5, 'null', 0, 0, $6, '', '{}', $7, 'null', '', "
    "$8, '', $9, $9, NULL FROM errands WHERE true ON CONFLICT (kind, key) DO NOTHING"};
constexpr store::Sql kByKey{"SELECT " FD_ERRAND " FROM errands WHERE kind = $1 AND key = $2"};
constexpr store::Sql kFind{"SELECT " FD_ERRAND " FROM errands WHERE number = $1"};
constexpr store::Sql kList{"SELECT " FD_ERRAND
                           " FROM errands WHERE ($1 = '' OR state = $1) AND ($2 = '' OR kind = $2) AND ($3 = 0 OR "
                           "number < $3) ORDER BY number "
                           "DESC LIMIT $4"};
constexpr store::Sql kSave{
    "UPDATE errands SET state = $2, cursor = $3, pieces = $4, done = $5, total = $6, saying = $7, cost = $8, result = "
    "$9, error = $10, stopped_by = $11, moved_at = $12, ended_at = $13, wish = CASE WHEN $2 IN ('running', 'stopping') "
    "THEN wish ELSE 'null' END WHERE number = $1"};
constexpr store::Sql kForget{"DELETE FROM errands WHERE ended_at < $1 AND number < (SELECT MAX(number) FROM errands)"};

std::string word(State state) { return std::string(to_value(state).text()); }

Errand read_errand(const store::Row& row) {
  Errand errand;
  errand.number = row.integer(0);
  errand.kind = row.text(1);
  errand.key = row.text(2);
  errand.title = row.text(3);
  errand.state = from_value<State>(Value(row.text(4)));
  errand.wish = json::parse(row.text(5));
  errand.wish_hash = row.text(6);
  errand.cursor = json::parse(row.text(7));
  errand.pieces = row.integer(8);
  errand.done = row.integer(9);
  if (!row.is_null(10)) errand.total = row.integer(10);
  errand.saying = row.text(11);
  errand.cost = json::parse(row.text(12));
  errand.budget = json::parse(row.text(13));
  errand.result = json::parse(row.text(14));
  errand.error = row.text(15);
  errand.started_by = row.text(16);
  errand.stopped_by = row.text(17);
  errand.started_at = Timestamp{row.integer(18)};
  errand.moved_at = Timestamp{row.integer(19)};
  if (!row.is_null(20)) errand.ended_at = Timestamp{row.integer(20)};
  return errand;
}

std::string subject_of(const Errand& errand) { return fmt::format("errand/{}", errand.number); }
std::string piece_key(const Errand& errand, std::int64_t back = 0) {
  return fmt::format("{}/{}", errand.number, errand.pieces - back);
}
std::string hash_of(const Value& wish) { return crypto::sha256_hex(json::canonical(wish)); }

void save(Writing& writing, const Errand& errand) {
  std::optional<std::int64_t> ended_at;
  if (errand.ended_at) ended_at = errand.ended_at->ms;
  writing.sql.run(kSave, errand.number, word(errand.state), json::print(errand.cursor), errand.pieces, errand.done,
                  errand.total, errand.saying, json::print(errand.cost), json::print(errand.result), errand.error,
                  errand.stopped_by, errand.moved_at.ms, ended_at);
}

void tell(Writing& writing, const Errand& errand, const std::string& what) {
  writing.announce({"errand." + what, subject_of(errand),
                    Value::object({{"kind", errand.kind}, {"done", errand.done}, {"cost", errand.cost}})});
}

void end(Writing& writing, Errand& errand, State state) {
  errand.state = state;
  errand.cursor = {};
  errand.ended_at = writing.at;
  save(writing, errand);
  tell(writing, errand, word(state));
}

void ask_for_next(Writing& writing, const Errand& errand) {
  writing.ask({.kind = std::string(kWork),
               .key = piece_key(errand),
               .payload = Value::object({{"errand", errand.number}}),
               .due = {},
               .lane = {}});
}

Error bad_budget(const ErrandKind& kind) {
  std::string units;
  for (const auto& unit : kind.units) units += (units.empty() ? "" : ", ") + unit;
  return {Kind::invalid, "errands/bad-budget",
          fmt::format("A budget of \"{}\" is an object of whole numbers above 0, by unit; its units are: {}.",
                      kind.name, units.empty() ? "none" : units)};
}

// What its pieces do not count would never be spent.
void demand_budget(const ErrandKind& kind, const Value& budget) {
  if (!budget.is_object()) throw bad_budget(kind);
  for (const auto& [unit, most] : budget.members()) {
    if (!kind.counts(unit.text()) || !most.is_integer() || most.integer() < 1) throw bad_budget(kind);
  }
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
  demand_budget(known_kind(writing.frame(), start.kind), start.budget);
  const auto hash = hash_of(start.wish);
  const bool is_new = writing.sql.run(kStart, start.kind, start.key, start.title, json::print(start.wish), hash,
                                      start.total, json::print(start.budget), writing.actor, writing.at.ms) > 0;
  auto errand = *writing.sql.one(kByKey, read_errand, start.kind, start.key);
  if (errand.wish_hash != hash)
    throw Error(Kind::conflict, "errands/key-reused",
                fmt::format("The key \"{}\" belongs to the errand {}, which was started with another wish. Use a new "
                            "key for each thing that is to be done.",
                            start.key, errand.number));
  if (!is_new) return errand;
  ask_for_next(writing, errand);
  tell(writing, errand, "started");
  writing.note("errands.start", subject_of(errand), Value::object({{"kind", errand.kind}}));
  return errand;
}

Errand stop(Writing& writing, std::int64_t number) {
  auto errand = known(writing.sql, number);
  if (errand.is_over())
    throw Error(
        Kind::conflict, "errands/over",
        fmt::format("The errand {} is {}; only one that is running can be stopped.", number, word(errand.state)));
  if (errand.stopped_by.empty()) errand.stopped_by = writing.actor;
  if (work::take_back(writing.sql, kWork, piece_key(errand), writing.at)) {
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

Errand known(store::Reader& reader, std::int64_t number) {
  auto errand = find(reader, number);
  if (!errand) throw Error(Kind::not_found, "errands/unknown", fmt::format("There is no errand {}.", number));
  return std::move(*errand);
}

std::vector<Errand> list(store::Reader& reader, const Filter& filter) {
  const auto state = filter.state ? word(*filter.state) : std::string();
  return reader.all(kList, read_errand, state, filter.kind, filter.before, filter.limit);
}

std::int64_t forget(store::Transaction& transaction, Timestamp before) { return transaction.run(kForget, before.ms); }

void commit(Writing& writing, std::int64_t number, const Step& step) {
  auto errand = known(writing.sql, number);
  // Thousands of pieces would hide all other work; the one under way is not settled yet.
  work::forget_one(writing.sql, kWork, piece_key(errand, 1));
  errand.cursor = step.cursor;
  ++errand.pieces;
  errand.done += step.done;
  if (step.total) errand.total = step.total;
  errand.saying = step.saying;
  errand.cost = sum(errand.cost, step.cost);
  errand.error = "";
  errand.moved_at = writing.at;
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

bool fail(Writing& writing, std::int64_t number, std::string_view error, bool is_for_good) {
  auto errand = known(writing.sql, number);
  if (errand.state == State::stopping && !is_for_good) {
    end(writing, errand, State::stopped);
    return true;
  }
  errand.error = error;
  if (is_for_good)
    end(writing, errand, State::failed);
  else
    save(writing, errand);
  return is_for_good;
}

}  // namespace frontdesk::platform::errands
