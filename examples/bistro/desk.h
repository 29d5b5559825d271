#pragma once

#include "base/random.h"
#include "base/value.h"
#include "book.h"
#include "calendar.h"

// What the staff at the door can do, one function a tool: arguments as JSON in, the answer as JSON out.
// Refusals are thrown as frontdesk::Error; the slug is the last part of the problem document's type.
namespace bistro::desk {

using frontdesk::Value;

Value find_table(Reader& reader, const Now& now, const Value& arguments);
Value find_booking(Reader& reader, const Now& now, const Value& arguments);
Value order_status(Reader& reader, const Now& now, const Value& arguments);
Value allergens(Reader& reader, const Now& now, const Value& arguments);

Value book_table(Transaction& transaction, const Now& now, frontdesk::Random& random, const Value& arguments);
Value move_booking(Transaction& transaction, const Now& now, frontdesk::Random& random, const Value& arguments);
Value cancel_booking(Transaction& transaction, const Now& now, frontdesk::Random& random, const Value& arguments);

// Whether an `order_status` asks for an order that was delivered or collected; false where it asks for none.
bool is_put_away(Reader& reader, const Now& now, const Value& arguments);

// A code that no booking has yet: short, and fit to be said on the phone.
std::string new_code(Reader& reader, frontdesk::Random& random);

}  // namespace bistro::desk
