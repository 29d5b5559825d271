#include "book.h"

namespace bistro {

using frontdesk::Value;
using frontdesk::store::Row;
using frontdesk::store::Sql;

namespace {

Booking read_booking(const Row& row) {
  return {std::string(row.text(0)),
          std::string(row.text(1)),
          Day::parse(row.text(2)).value(),
          {{static_cast<int>(row.integer(3))}, {static_cast<int>(row.integer(4))}},
          static_cast<int>(row.integer(5)),
          std::string(row.text(6)),
          std::string(row.text(7)),
          std::string(row.text(8)),
          std::string(row.text(9)),
          std::string(row.text(10)),
          row.integer(11)};
}

Order read_order(const Row& row) {
  return {static_cast<int>(row.integer(0)), std::string(row.text(1)), row.text(2) == "delivery",
          std::string(row.text(3)),         row.integer(4),           static_cast<int>(row.integer(5)),
          static_cast<int>(row.integer(6))};
}

}  // namespace

Value Booking::to_value() const {
  auto told = Value::object({{"code", code},
                             {"location", location},
                             {"date", day.iso()},
                             {"time", sitting.starts.text()},
                             {"guests", guests},
                             {"name", name},
                             {"table", table},
                             {"status", status}});
  return note.empty() ? told : told.with("note", note);
}

constexpr Sql kFindBooking{R"(
  SELECT code, location, date, starts, ends, guests, name, phone, note, seat, status, changed_at FROM bookings WHERE code = $1)"};
std::optional<Booking> find_booking(Reader& reader, std::string_view code) {
  return reader.one(kFindBooking, read_booking, code);
}

constexpr Sql kBookingsOn{R"(
  SELECT code, location, date, starts, ends, guests, name, phone, note, seat, status, changed_at FROM bookings
  WHERE date = $1 AND location = $2 ORDER BY starts, code)"};
std::vector<Booking> bookings_on(Reader& reader, std::string_view location, Day day) {
  return reader.all(kBookingsOn, read_booking, day.iso(), location);
}

constexpr Sql kBookingsOf{R"(
  SELECT code, location, date, starts, ends, guests, name, phone, note, seat, status, changed_at FROM bookings
  WHERE lower(name) = lower($1) AND date >= $2 ORDER BY date, starts, code)"};
std::vector<Booking> bookings_of(Reader& reader, std::string_view name, Day from) {
  return reader.all(kBookingsOf, read_booking, name, from.iso());
}

std::vector<Taken> taken_on(Reader& reader, std::string_view location, Day day, std::string_view except_code) {
  std::vector<Taken> taken;
  for (const auto& booking : bookings_on(reader, location, day)) {
    if (booking.status == "booked" && booking.code != except_code) taken.push_back({booking.table, booking.sitting});
  }
  return taken;
}

constexpr Sql kAddBooking{R"(
  INSERT INTO bookings (code, location, date, starts, ends, guests, name, phone, note, seat, status, changed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))"};
void add_booking(Transaction& transaction, const Booking& booking) {
  transaction.run(kAddBooking, booking.code, booking.location, booking.day.iso(), booking.sitting.starts.minute,
                  booking.sitting.ends.minute, booking.guests, booking.name, booking.phone, booking.note, booking.table,
                  booking.status, booking.changed_at);
}

constexpr Sql kSaveBooking{R"(
  UPDATE bookings SET date = $2, starts = $3, ends = $4, guests = $5, seat = $6, status = $7, changed_at = $8, note = $9 WHERE code = $1)"};
void save_booking(Transaction& transaction, const Booking& booking) {
  transaction.run(kSaveBooking, booking.code, booking.day.iso(), booking.sitting.starts.minute,
                  booking.sitting.ends.minute, booking.guests, booking.table, booking.status, booking.changed_at,
                  booking.note);
}

constexpr Sql kFindOrder{R"(
  SELECT number, location, kind, items, placed_at, kitchen_minutes, travel_minutes FROM orders WHERE number = $1)"};
std::optional<Order> find_order(Reader& reader, int number) { return reader.one(kFindOrder, read_order, number); }

constexpr Sql kOrdersSince{R"(
  SELECT number, location, kind, items, placed_at, kitchen_minutes, travel_minutes FROM orders
  WHERE placed_at >= $1 ORDER BY placed_at DESC, number DESC)"};
std::vector<Order> orders_since(Reader& reader, std::int64_t placed_at) {
  return reader.all(kOrdersSince, read_order, placed_at);
}

constexpr Sql kNextOrderNumber{"SELECT coalesce(max(number), 1000) + 1 FROM orders"};
int next_order_number(Reader& reader) {
  return reader.one(kNextOrderNumber, [](const Row& row) { return static_cast<int>(row.integer(0)); }).value();
}

constexpr Sql kAddOrder{R"(
  INSERT INTO orders (number, location, kind, items, placed_at, kitchen_minutes, travel_minutes)
  VALUES ($1, $2, $3, $4, $5, $6, $7))"};
void add_order(Transaction& transaction, const Order& order) {
  transaction.run(kAddOrder, order.number, order.location, order.is_delivery ? "delivery" : "takeaway", order.items,
                  order.placed_at, order.kitchen_minutes, order.travel_minutes);
}

constexpr Sql kNoteChange{R"(
  INSERT INTO changes (id, at, location, date, code, what) SELECT coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5 FROM changes)"};
void note_change(Transaction& transaction, const Change& change) {
  transaction.run(kNoteChange, change.at, change.location, change.date, change.code, change.what);
}

constexpr Sql kLastChanges{"SELECT id, at, location, date, code, what FROM changes ORDER BY id DESC LIMIT $1"};
std::vector<Change> last_changes(Reader& reader, int count) {
  const auto read = [](const Row& row) {
    return Change{row.integer(0),           row.integer(1),           std::string(row.text(2)),
                  std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5))};
  };
  return reader.all(kLastChanges, read, count);
}

constexpr Sql kFindAnswer{"SELECT tool, arguments, answer FROM answers WHERE key = $1"};
std::optional<KeptAnswer> find_answer(Reader& reader, std::string_view key) {
  const auto read = [](const Row& row) {
    return KeptAnswer{std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2))};
  };
  return reader.one(kFindAnswer, read, key);
}

constexpr Sql kKeepAnswer{"INSERT INTO answers (key, tool, arguments, answer, at) VALUES ($1, $2, $3, $4, $5)"};
void keep_answer(Transaction& transaction, std::string_view key, const KeptAnswer& answer, std::int64_t at) {
  transaction.run(kKeepAnswer, key, answer.tool, answer.arguments, answer.answer, at);
}

}  // namespace bistro
