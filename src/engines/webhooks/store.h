#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engines/webhooks/types.h"
#include "store/database.h"

// SQL in, nouns out; inside the transactions of a place.
namespace frontdesk::engines::webhooks::table {

void write(store::Transaction& transaction, const Hook& hook);      // a new one, or what it is now
void remove(store::Transaction& transaction, std::string_view id);  // with all that was sent to it
std::optional<Hook> find_hook(store::Reader& reader, std::string_view id);
// Throws Error{not_found, "webhooks/unknown"}.
Hook demand_hook(store::Reader& reader, std::string_view id);
std::vector<Hook> hooks(store::Reader& reader);  // in the order in which they were added

struct Filter {
  std::string hook;
  std::optional<Outcome> state;
  std::int64_t before = 0;  // numbers below it; 0: all
  std::size_t limit = 50;
};

// Nothing where this event is on its way to this hook already. Settled ones beyond kDeliveriesKept are forgotten.
std::optional<std::int64_t> add(store::Transaction& transaction, const Delivery& delivery);
void settle(store::Transaction& transaction, std::int64_t number, Outcome state, Timestamp at);
void begin_anew(store::Transaction& transaction, std::int64_t number);
std::optional<Delivery> find_delivery(store::Reader& reader, std::int64_t number);
std::vector<Delivery> deliveries(store::Reader& reader, const Filter& filter);  // newest first

void add(store::Transaction& transaction, std::int64_t delivery, const Attempt& attempt);  // its number is given here
std::vector<Attempt> attempts(store::Reader& reader, std::int64_t delivery);               // newest first

}  // namespace frontdesk::engines::webhooks::table
