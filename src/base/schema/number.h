#pragma once

#include <compare>

#include "base/value.h"

namespace frontdesk::schema {

// Exact, also between whole numbers and reals beyond 2^53.
std::strong_ordering compare_numbers(const Value& left, const Value& right);
bool is_whole(const Value& number);
// In decimal digits, as they are written: 0.3 is a multiple of 0.1. The step is above 0.
bool is_multiple(const Value& number, const Value& step);

}  // namespace frontdesk::schema
