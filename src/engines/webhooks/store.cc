#include "engines/webhooks/store.h"

#include "base/describe.h"
#include "base/error.h"
#include "base/json.h"
#include "engines/webhooks/rules.h"

namespace frontdesk::engines::webhooks::table {
namespace {

#define FD_HOOK "id, url, description, types, state, reason, generation, rotated_at, failing_since, added_at"
constexpr store::Sql kWriteHook{"INSERT INTO webhooks_hooks (" FD_HOOK
                                ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET "
                                "url = excluded.url, description = excluded.description, types = excluded.types, "
                                "state = excluded.state, reason = excluded.reason, generation = excluded.generation, "
                                "rotated_at = excluded.rotated_at, failing_since = excluded.failing_since"};
constexpr store::Sql kFindHook{"SELECT " FD_HOOK " FROM webhooks_hooks WHERE id = $1"};
constexpr store::Sql kHooks{"SELECT " FD_HOOK " FROM webhooks_hooks ORDER BY added_at, id"};
constexpr store::Sql kRemoveHook{"DELETE FROM webhooks_hooks WHERE id = $1"};
constexpr store::Sql kRemoveDeliveries{"DELETE FROM webhooks_deliveries WHERE hook = $1"};
constexpr store::Sql kRemoveAttempts{
    "DELETE FROM webhooks_attempts WHERE delivery IN (SELECT number FROM webhooks_deliveries WHERE hook = $1)"};

#define FD_DELIVERY "number, hook, message, event, type, state, round, asked_at, settled_at"
constexpr store::Sql kAddDelivery{
    "INSERT INTO webhooks_deliveries (" FD_DELIVERY
    ") SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4, $5, 1, $6, CAST(NULL AS BIGINT) FROM webhooks_deliveries "
    "WHERE true ON CONFLICT (hook, event) DO NOTHING RETURNING number"};
constexpr store::Sql kSettle{"UPDATE webhooks_deliveries SET state = $2, settled_at = $3 WHERE number = $1"};
constexpr store::Sql kBeginAnew{
    "UPDATE webhooks_deliveries SET state = $2, round = round + 1, settled_at = NULL WHERE number = $1"};
constexpr store::Sql kFindDelivery{"SELECT " FD_DELIVERY " FROM webhooks_deliveries WHERE number = $1"};
constexpr store::Sql kDeliveries{"SELECT " FD_DELIVERY
                                 " FROM webhooks_deliveries WHERE hook = $1 AND ($2 = '' OR state = $2) AND "
                                 "($3 = 0 OR number < $3) ORDER BY number DESC LIMIT $4"};
constexpr store::Sql kOldest{
    "SELECT number FROM webhooks_deliveries WHERE hook = $1 ORDER BY number DESC LIMIT 1 OFFSET $2"};
constexpr store::Sql kForgetAttempts{
    "DELETE FROM webhooks_attempts WHERE delivery IN (SELECT number FROM webhooks_deliveries WHERE hook = $1 AND "
    "number <= $2 AND state <> $3)"};
constexpr store::Sql kForgetDeliveries{
    "DELETE FROM webhooks_deliveries WHERE hook = $1 AND number <= $2 AND state <> $3"};

constexpr store::Sql kAddAttempt{
    "INSERT INTO webhooks_attempts (delivery, number, at, status, error, took_ms) "
    "SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM webhooks_attempts WHERE delivery = $1"};
constexpr store::Sql kAttempts{
    "SELECT number, at, status, error, took_ms FROM webhooks_attempts WHERE delivery = $1 ORDER BY number DESC"};

template <class State>
std::string word(State state) {
  return std::string(to_value(state).text());
}

std::optional<Timestamp> time_in(const store::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(Timestamp{row.integer(column)});
}

std::optional<std::int64_t> ms_of(const std::optional<Timestamp>& time) {
  return time ? std::optional(time->ms) : std::nullopt;
}

Hook read_hook(const store::Row& row) {
  const auto text = [&](int column) { return std::string(row.text(column)); };
  return {.id = text(0),
          .url = text(1),
          .description = text(2),
          .types = from_value<std::vector<std::string>>(json::parse(row.text(3))),
          .state = from_value<State>(Value(row.text(4))),
          .reason = text(5),
          .generation = row.integer(6),
          .rotated_at = time_in(row, 7),
          .failing_since = time_in(row, 8),
          .added_at = Timestamp{row.integer(9)}};
}

Delivery read_delivery(const store::Row& row) {
  return {.number = row.integer(0),
          .hook = std::string(row.text(1)),
          .message = std::string(row.text(2)),
          .event = row.integer(3),
          .type = std::string(row.text(4)),
          .state = from_value<Outcome>(Value(row.text(5))),
          .round = row.integer(6),
          .asked_at = Timestamp{row.integer(7)},
          .settled_at = time_in(row, 8)};
}

Attempt read_attempt(const store::Row& row) {
  return {.number = row.integer(0),
          .at = Timestamp{row.integer(1)},
          .status = row.integer(2),
          .error = std::string(row.text(3)),
          .took_ms = row.integer(4)};
}

std::int64_t read_number(const store::Row& row) { return row.integer(0); }

void forget_old(store::Transaction& transaction, const std::string& hook) {
  const auto oldest = transaction.one(kOldest, read_number, hook, kDeliveriesKept);
  if (!oldest) return;
  transaction.run(kForgetAttempts, hook, *oldest, word(Outcome::waiting));
  transaction.run(kForgetDeliveries, hook, *oldest, word(Outcome::waiting));
}

}  // namespace

void write(store::Transaction& transaction, const Hook& hook) {
  transaction.run(kWriteHook, hook.id, hook.url, hook.description, json::print(to_value(hook.types)), word(hook.state),
                  hook.reason, hook.generation, ms_of(hook.rotated_at), ms_of(hook.failing_since), hook.added_at.ms);
}

void remove(store::Transaction& transaction, std::string_view id) {
  transaction.run(kRemoveAttempts, id);
  transaction.run(kRemoveDeliveries, id);
  transaction.run(kRemoveHook, id);
}

std::optional<Hook> find_hook(store::Reader& reader, std::string_view id) {
  return reader.one(kFindHook, read_hook, id);
}

Hook demand_hook(store::Reader& reader, std::string_view id) {
  auto hook = find_hook(reader, id);
  if (!hook) throw Error(Kind::not_found, "webhooks/unknown", fmt::format("There is no webhook {} here.", id));
  return *std::move(hook);
}

std::vector<Hook> hooks(store::Reader& reader) { return reader.all(kHooks, read_hook); }

std::optional<std::int64_t> add(store::Transaction& transaction, const Delivery& delivery) {
  const auto number = transaction.one(kAddDelivery, read_number, delivery.hook, delivery.message, delivery.event,
                                      delivery.type, word(delivery.state), delivery.asked_at.ms);
  constexpr std::int64_t kLookEach = 64;  // so that not each one pays for it
  if (number && *number % kLookEach == 0) forget_old(transaction, delivery.hook);
  return number;
}

void settle(store::Transaction& transaction, std::int64_t number, Outcome state, Timestamp at) {
  transaction.run(kSettle, number, word(state), at.ms);
}

void begin_anew(store::Transaction& transaction, std::int64_t number) {
  transaction.run(kBeginAnew, number, word(Outcome::waiting));
}

std::optional<Delivery> find_delivery(store::Reader& reader, std::int64_t number) {
  return reader.one(kFindDelivery, read_delivery, number);
}

std::vector<Delivery> deliveries(store::Reader& reader, const Filter& filter) {
  return reader.all(kDeliveries, read_delivery, filter.hook, filter.state ? word(*filter.state) : std::string(),
                    filter.before, filter.limit);
}

void add(store::Transaction& transaction, std::int64_t delivery, const Attempt& attempt) {
  transaction.run(kAddAttempt, delivery, attempt.at.ms, attempt.status, attempt.error, attempt.took_ms);
}

std::vector<Attempt> attempts(store::Reader& reader, std::int64_t delivery) {
  return reader.all(kAttempts, read_attempt, delivery);
}

}  // namespace frontdesk::engines::webhooks::table
