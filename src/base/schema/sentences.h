#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/schema/program.h"

// What check() says: what is wrong at a place and how to mend it.
namespace frontdesk::schema::sentences {

std::string wrong_type(std::string_view place, std::uint8_t types, const Value& got);
std::string not_constant(std::string_view place, const Value& wanted, const Value& got);
std::string not_in(std::string_view place, const Enumeration& wanted, const Value& got);
std::string out_of_bounds(std::string_view place, std::string_view bound, const Value& limit, const Value& got);
std::string wrong_length(std::string_view place, std::string_view unit, bool too_short, std::uint64_t limit,
                         std::uint64_t got);
std::string no_match(std::string_view place, std::string_view pattern, const Value& got);
std::string wrong_format(std::string_view place, std::string_view format, const Value& got);
std::string missing(std::string_view place, const PropertyRule& property);
std::string unknown_member(std::string_view place, std::string_view name, std::span<const std::string_view> known);
std::string shown(const Value& value);  // as JSON, cut where it is long

}  // namespace frontdesk::schema::sentences
