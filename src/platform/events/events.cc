#include "platform/events/events.h"

#include "base/json.h"

namespace frontdesk::platform::events {
namespace {

constexpr store::Sql kAdd{
    "INSERT INTO events (number, at, type, subject, actor, data) "
    "SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4, $5 FROM events RETURNING number"};
constexpr store::Sql kFind{"SELECT number, at, type, subject, actor, data FROM events WHERE number = $1"};
constexpr store::Sql kList{
    "SELECT number, at, type, subject, actor, data FROM events WHERE ($1 = '' OR type = $1) AND "
    "($2 = '' OR subject = $2) AND ($3 = 0 OR number < $3) ORDER BY number DESC LIMIT $4"};
constexpr store::Sql kForget{
    "DELETE FROM events WHERE at < $1 AND number < $2 AND number < (SELECT MAX(number) FROM events)"};

Announced read_event(const store::Row& row) {
  return {.number = row.integer(0),
          .at = Timestamp{row.integer(1)},
          .actor = std::string(row.text(4)),
          .event = {std::string(row.text(2)), std::string(row.text(3)), json::parse(row.text(5))}};
}

}  // namespace

std::int64_t add(store::Transaction& transaction, const Event& event, std::string_view actor, Timestamp at) {
  const auto read_number = [](const store::Row& row) { return row.integer(0); };
  return *transaction.one(kAdd, read_number, at.ms, event.type, event.subject, actor, json::print(event.data));
}

std::optional<Announced> find(store::Reader& reader, std::int64_t number) {
  return reader.one(kFind, read_event, number);
}

std::vector<Announced> list(store::Reader& reader, const Filter& filter) {
  return reader.all(kList, read_event, filter.type, filter.subject, filter.before, filter.limit);
}

std::int64_t forget(store::Transaction& transaction, Timestamp before, std::optional<std::int64_t> kept) {
  return transaction.run(kForget, before.ms, kept.value_or(INT64_MAX));
}

}  // namespace frontdesk::platform::events
