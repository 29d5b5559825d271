#pragma once

#include <chrono>
#include <cstddef>

namespace frontdesk::net {

struct ServerLimits {
  std::size_t header_bytes_max = 16 * 1024;
  std::size_t headers_max = 100;
  std::size_t body_bytes_max = 4 * 1024 * 1024;
  std::size_t connections_max = 10'000;
  std::chrono::milliseconds header_time_max{10'000};  // from the first byte to the end of the header
  std::chrono::milliseconds body_time_max{30'000};
  std::chrono::milliseconds idle_time_max{75'000};
  std::chrono::milliseconds write_time_max{30'000};  // a write that the client does not take
};

}  // namespace frontdesk::net
