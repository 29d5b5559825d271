#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

namespace frontdesk {

// The seam of chance. Safe from any thread.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;

  std::uint64_t next();
  double uniform();                         // [0, 1)
  std::string id(std::string_view prefix);  // prefix and 26 letters and digits (130 bits)
};

// From the operating system; fit for keys.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

// The same sequence for the same seed (splitmix64); for tests and simulations only.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(std::span<std::uint8_t> bytes) override;

 private:
  std::mutex mutex_;
  std::uint64_t state_;
};

}  // namespace frontdesk
