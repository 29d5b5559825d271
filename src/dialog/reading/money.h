#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialog/reading/hearing.h"

namespace frontdesk::dialog::reading {

struct Money {
  Span span;
  std::int64_t minor_units = 0;  // cents; of a currency without them, whole units (ISO 4217)
  std::string currency;          // ISO 4217: EUR
  std::string amount() const;    // "12.50", with as many digits as the currency has
};

// Sums of money: "€20", "20 euros", "12,50 EUR", "3.50 francs". `region` (ISO 3166) tells whose dollar or peso is
// meant.
std::vector<Money> read_money(const Hearing& heard, std::string_view region);

}  // namespace frontdesk::dialog::reading
