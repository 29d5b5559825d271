#pragma once

#include <cstdint>
#include <span>
#include <utility>

namespace frontdesk::ai {

// What training draws, always the same from the start on: who learns from the same examples learns the same, bit for
// bit. Xorshift64 (Marsaglia, Xorshift RNGs, 2003, section 3); no secret comes from it.
class Chance {
 public:
  std::uint64_t next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_ >> 11;
  }

  // In [0, 1).
  float share() { return static_cast<float>(next() & 0xffffff) / 0x1000000; }

  template <class T>
  void shuffle(std::span<T> all) {
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[next() % i]);
  }

 private:
  std::uint64_t state_ = 88172645463325252U;
};

}  // namespace frontdesk::ai
