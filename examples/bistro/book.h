#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "rules.h"
#include "store/database.h"

// The restaurants' book: bookings, orders, what changed, and the answers already given. Rows in, nouns out.
namespace bistro {

using frontdesk::store::Reader;
using frontdesk::store::Transaction;

struct Booking {
  std::string code;  // LUME-4821
  std::string location;
  Day day;
  Sitting sitting;
  int guests = 0;
  std::string name;
  std::string phone;
  std::string note;  // what the guest wants to be thought of, in their words
  std::string table;
  std::string status;  // booked or cancelled
  std::int64_t changed_at = 0;

  frontdesk::Value to_value() const;  // as tools answer it
};

struct Change {
  std::int64_t id = 0;
  std::int64_t at = 0;
  std::string location;
  std::string date;  // of the booking; empty for an order
  std::string code;  // of the booking, or the number of the order
  std::string what;
};

// What was answered to a write, under its idempotency key.
struct KeptAnswer {
  std::string tool;
  std::string arguments;  // canonical JSON
  std::string answer;
};

std::optional<Booking> find_booking(Reader& reader, std::string_view code);
std::vector<Booking> bookings_on(Reader& reader, std::string_view location, Day day);  // cancelled ones too
// In this name (upper or lower case), from this day on, soonest first.
std::vector<Booking> bookings_of(Reader& reader, std::string_view name, Day from);
std::vector<Taken> taken_on(Reader& reader, std::string_view location, Day day, std::string_view except_code = {});
void add_booking(Transaction& transaction, const Booking& booking);
void save_booking(Transaction& transaction, const Booking& booking);

std::optional<Order> find_order(Reader& reader, int number);
std::vector<Order> orders_since(Reader& reader, std::int64_t placed_at);  // newest first
int next_order_number(Reader& reader);
void add_order(Transaction& transaction, const Order& order);

void note_change(Transaction& transaction, const Change& change);  // the id is given here
std::vector<Change> last_changes(Reader& reader, int count);       // newest first

std::optional<KeptAnswer> find_answer(Reader& reader, std::string_view key);
void keep_answer(Transaction& transaction, std::string_view key, const KeptAnswer& answer, std::int64_t at);

}  // namespace bistro
