#pragma once

#include <chrono>
#include <cstddef>

namespace frontdesk::net {

// What a server gives to whom. For counts and memory 0 is no limit.
struct ServerLimits {
  std::size_t header_bytes_max = 16 * 1024;
  std::size_t headers_max = 100;
  std::size_t body_bytes_max = 4 * 1024 * 1024;  // of any request; a handler may allow less

  std::size_t connections_max = 10'000;
  std::size_t connections_per_address_max = 5'000;
  // Connections that have not had a request admitted yet.
  std::size_t half_open_max = 2'000;
  std::size_t half_open_per_address_max = 1'000;
  // Bytes of bodies that come in, and of answers that wait for slow readers.
  std::size_t memory_bytes_max = 64 * 1024 * 1024;
  std::size_t memory_bytes_per_address_max = 16 * 1024 * 1024;

  std::chrono::milliseconds header_time_max{10'000};  // from the first byte to the end; for a first request, from the
                                                      // connection on
  std::chrono::milliseconds body_time_max{60'000};
  std::chrono::milliseconds idle_time_max{75'000};
  std::chrono::milliseconds write_time_max{30'000};  // of a piece that the client does not take
  // Who is slower than this on the average, after some seconds of grace, is cut off: reading and writing.
  std::size_t bytes_per_second_min = 4 * 1024;
};

}  // namespace frontdesk::net
