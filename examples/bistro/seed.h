#pragma once

#include "base/random.h"
#include "book.h"
#include "calendar.h"

// A believable house to begin with: guests for the coming three weeks, orders under way.
namespace bistro {

// Fills an empty book. Does nothing where there are bookings.
void seed(Transaction& transaction, const Now& now, frontdesk::Random& random);

// Another guest orders something to eat at home.
void place_order(Transaction& transaction, const Now& now, frontdesk::Random& random);

// After a pause: enough fresh orders that there is something to see.
void refresh_orders(Transaction& transaction, const Now& now, frontdesk::Random& random);

}  // namespace bistro
