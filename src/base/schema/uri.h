#pragma once

#include <string>
#include <string_view>

// References as RFC 3986 resolves them (5.2), without touching what they are made of.
namespace frontdesk::schema {

std::string resolve_uri(std::string_view base, std::string_view reference);
std::string_view without_fragment(std::string_view uri);
std::string fragment_of(std::string_view uri);  // percent-decoded, without the "#"

}  // namespace frontdesk::schema
