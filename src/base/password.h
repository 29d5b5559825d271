#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/random.h"

// The one door to hashes of passwords (Argon2id; libsodium behind it). Each call takes a processor for its whole cost,
// so none belongs on an event loop.
namespace frontdesk::password {

struct Cost {
  std::uint64_t passes = 2;
  std::size_t memory_bytes = 64 << 20;
};

// With a salt of its own, and the cost, in its text. Throws Error{unavailable, "password/no-memory"}.
std::string hash(std::string_view password, Cost cost);
bool matches(const std::string& hash, std::string_view password);
// What no password matches, and costs as much to look at as a hash does.
std::string of_nobody(Random& random, Cost cost);

}  // namespace frontdesk::password
