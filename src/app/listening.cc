#include "app/listening.h"

#include <sys/resource.h>

#include <algorithm>

#include "base/error.h"

namespace frontdesk::app {

void raise_descriptor_limit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

namespace {

// Databases and the peers of tools and models need descriptors too, whatever comes in from outside.
std::size_t connections_that_fit(std::size_t wanted) {
  constexpr std::size_t kKeptForOthersMax = 256;
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur == RLIM_INFINITY) return wanted;
  const auto all = static_cast<std::size_t>(limit.rlim_cur);
  const auto most = all - std::min(kKeptForOthersMax, all / 2);
  return wanted == 0 ? most : std::min(wanted, most);
}

}  // namespace

std::size_t count_of(int number, std::string_view option, int least) {
  if (number >= least) return static_cast<std::size_t>(number);
  throw Error(Kind::invalid, "app/bad-option", fmt::format("{} must be {} or more, not {}.", option, least, number));
}

net::ServerLimits server_limits(const Options& options) {
  constexpr std::size_t kMegabyte = 1024 * 1024;
  net::ServerLimits limits;
  limits.connections_max = connections_that_fit(count_of(options.connections, "connections"));
  limits.connections_per_address_max = count_of(options.connections_per_address, "connections_per_address");
  limits.half_open_max = count_of(options.half_open, "half_open");
  limits.half_open_per_address_max = count_of(options.half_open_per_address, "half_open_per_address");
  limits.memory_bytes_max = kMegabyte * count_of(options.memory_mb, "memory_mb");
  limits.memory_bytes_per_address_max = kMegabyte * count_of(options.memory_mb_per_address, "memory_mb_per_address");
  return limits;
}

std::vector<net::AddressRange> trusted_proxies(const Options& options) {
  std::vector<net::AddressRange> ranges;
  ranges.reserve(options.trusted_proxies.size());
  try {
    for (const auto& text : options.trusted_proxies) ranges.push_back(net::AddressRange::parse(text));
  } catch (const Error& error) {
    throw Error(error.kind, error.slug, "trusted_proxies: " + error.detail);
  }
  return ranges;
}

}  // namespace frontdesk::app
