#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "app/options.h"
#include "net/server.h"

// What the operator's options say of how much the server takes in, and from whom.
namespace frontdesk::app {

// Thousands of open streams need as many descriptors; the soft limit of a shell is about one thousand.
void raise_descriptor_limit();

// A number of the options. Throws Error{invalid, "app/bad-option"} below `least`.
std::size_t count_of(int number, std::string_view option, int least = 0);

net::ServerLimits server_limits(const Options& options);
// Throws Error{invalid} that names what is no address and no range.
std::vector<net::AddressRange> trusted_proxies(const Options& options);

}  // namespace frontdesk::app
