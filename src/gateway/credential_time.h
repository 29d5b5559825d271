#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/files.h"
#include "base/log.h"

namespace frontdesk::gateway {

// The time by which credentials expire. It goes with the wall clock, but never back: where the wall clock is put back,
// it goes on from where it was, so that nothing that has expired is good again. Safe from any thread.
class CredentialTime {
 public:
  // Not before `at_least`, which is what an earlier process had come to.
  explicit CredentialTime(const Clock& clock, Timestamp at_least = {});
  Timestamp now() const;

 private:
  const Clock& clock_;
  mutable std::atomic<std::int64_t> ahead_ms_;  // of the clock that never jumps; it only grows
};

// Keeps what the credentials' time had come to in a file of its own. Written seldom, as it only has to be near.
class CredentialTimeFile {
 public:
  CredentialTimeFile(Files& files, Log& log, std::string path) : files_(files), log_(log), path_(std::move(path)) {}

  // Nothing where there is no file. One that holds no time is named in the log, and is as none.
  std::optional<Timestamp> load();
  void save(Timestamp time);  // a failure is named in the log: it takes nothing from the server

 private:
  Files& files_;
  Log& log_;
  std::string path_;
};

}  // namespace frontdesk::gateway
