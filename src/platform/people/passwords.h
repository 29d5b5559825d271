#pragma once

#include <string>
#include <string_view>

#include "base/password.h"
#include "base/pool.h"

namespace frontdesk::platform::people {

// What a password has to be, and looking at one beside the loops. Safe from any thread.
class Passwords {
 public:
  static constexpr std::size_t kLettersMin = 12;
  static constexpr std::size_t kBytesMax = 1024;

  Passwords(Pool& pool, Random& random, password::Cost cost)
      : pool_(pool), cost_(cost), nobodys_(password::of_nobody(random, cost)) {}

  // The one writing of a new password. Throws Error{invalid, "people/weak-password"}.
  static std::string read(std::string_view given, std::string_view email, std::string_view name);

  // `owner`: whose turn it is at the pool. A whole office may come in from one address at nine o'clock, so that more of
  // them wait than of other work.
  static constexpr std::size_t kWaitingMax = 64;
  Task<std::string> hash(std::string owner, std::string password);
  // Takes as long where there is no hash ("").
  Task<bool> matches(std::string owner, std::string hash, std::string given);

 private:
  Pool& pool_;
  password::Cost cost_;
  std::string nobodys_;
};

}  // namespace frontdesk::platform::people
