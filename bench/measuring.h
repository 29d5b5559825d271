#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

// What benches measure with, and how they say what came of it.
namespace frontdesk::bench {

inline bool all_good = true;

struct Cost {
  double wall_ms = 0;
  double cpu_ms = 0;
};

inline double now_ms(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

template <class Work>
Cost cost_of(Work work) {
  const Cost began{now_ms(CLOCK_MONOTONIC), now_ms(CLOCK_PROCESS_CPUTIME_ID)};
  work();
  return {now_ms(CLOCK_MONOTONIC) - began.wall_ms, now_ms(CLOCK_PROCESS_CPUTIME_ID) - began.cpu_ms};
}

struct Spread {
  double least = 0, median = 0, most = 0;
  std::string text() const { return fmt::format("{:.3f} / {:.3f} / {:.3f}", least, median, most); }
};

inline Spread spread_of(std::vector<double> values) {
  std::ranges::sort(values);
  return {values.front(), values[values.size() / 2], values.back()};
}

inline Spread wall_of(const std::vector<Cost>& costs) {
  std::vector<double> values;
  for (const auto& cost : costs) values.push_back(cost.wall_ms);
  return spread_of(std::move(values));
}

inline Spread cpu_of(const std::vector<Cost>& costs) {
  std::vector<double> values;
  for (const auto& cost : costs) values.push_back(cost.cpu_ms);
  return spread_of(std::move(values));
}

// A line of the table that tools/bench prints.
inline void say(std::string_view name, std::string_view figure, std::string_view bar, bool good) {
  all_good = all_good && good;
  fmt::print("{}: {} (bar {}) {}\n", name, figure, bar, good ? "ok" : "BELOW THE BAR");
  std::cout.flush();
}

}  // namespace frontdesk::bench
