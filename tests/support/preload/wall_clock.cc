// Loaded before the C library (LD_PRELOAD): the process believes that it was started at FRONTDESK_TEST_WALL_MS,
// milliseconds since 1970, and goes on from there. Only the clock of dates is moved, none by which anything waits.
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>

namespace {

long long nanoseconds(const timespec& time) { return time.tv_sec * 1'000'000'000LL + time.tv_nsec; }

int real_time(clockid_t clock, timespec* time) { return static_cast<int>(syscall(SYS_clock_gettime, clock, time)); }

long long shift_of_this_process() {
  const char* wanted = std::getenv("FRONTDESK_TEST_WALL_MS");
  if (!wanted) return 0;
  timespec now{};
  real_time(CLOCK_REALTIME, &now);
  return std::atoll(wanted) * 1'000'000LL - nanoseconds(now);
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* time) noexcept {
  static const long long shift = shift_of_this_process();
  const int failed = real_time(clock, time);
  if (failed || clock != CLOCK_REALTIME) return failed;
  const auto moved = nanoseconds(*time) + shift;
  time->tv_sec = moved / 1'000'000'000LL;
  time->tv_nsec = moved % 1'000'000'000LL;
  return 0;
}
