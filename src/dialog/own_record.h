#pragma once

#include <string_view>

#include "dialog/trade_words.h"

namespace frontdesk::dialog {

// Whether a message says that its writer has a record with the business already: "I have a booking", "we have booked
// already". What the trade calls a record stands in `words.records`.
bool names_own_record(std::string_view message, std::string_view language, const TradeWords& words);

// Whether it says that something is for that record: "a high chair for my booking".
bool adds_to_own_record(std::string_view message, std::string_view language, const TradeWords& words);

}  // namespace frontdesk::dialog
