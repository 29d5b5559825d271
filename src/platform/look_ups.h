#pragma once

#include <chrono>
#include <deque>
#include <expected>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace frontdesk::platform {

// How often somebody may look for a record that is not there, within the window.
struct LookUpRule {
  std::vector<std::string> by;          // the arguments that name whose record it is
  std::int64_t misses_max = 5;          // of one conversation
  std::int64_t misses_of_address = 20;  // of one address, in whatever conversations
  std::int64_t misses_all = 500;        // of the tenant, after which nobody may who has missed already
};

// Who looks.
struct Seeker {
  std::string tenant;
  std::string conversation;  // its id; may be empty
  std::string address;       // as limits count addresses; empty: not known
};

// Codes that are short enough to be said can be guessed. So misses are counted, of each conversation and of each
// address: who tries codes in one conversation comes to its limit, and who opens a new one for each try to that of the
// address. The tenant's own is for those who have many addresses: behind it an address without a miss still has its
// first one, so that nobody's guests are shut out by what others do. Those whose address is not known count as one
// address there. Counted in memory: a restart forgets. Safe from any thread.
class LookUps {
 public:
  explicit LookUps(std::chrono::milliseconds window = std::chrono::minutes(10)) : window_(window) {}
  LookUps(const LookUps&) = delete;

  // One look-up under way. It counts as a miss until it is said to have found something, so that many at once are not
  // more than one after the other.
  class Attempt {
   public:
    Attempt(Attempt&& other) noexcept
        : look_ups_(std::exchange(other.look_ups_, nullptr)), keys_(std::move(other.keys_)), at_(other.at_) {}
    Attempt& operator=(Attempt&&) = delete;
    ~Attempt() = default;
    void take_back();  // it found something, or never came to an answer

   private:
    friend class LookUps;
    Attempt(LookUps& look_ups, std::vector<std::string> keys, Moment at)
        : look_ups_(&look_ups), keys_(std::move(keys)), at_(at) {}
    LookUps* look_ups_;
    std::vector<std::string> keys_;
    Moment at_;
  };

  // An attempt, or how long to wait.
  std::expected<Attempt, std::chrono::milliseconds> begin(const LookUpRule& rule, const Seeker& seeker, Moment now);

 private:
  void forget_old(Moment now);
  std::optional<std::chrono::milliseconds> wait_for(const std::string& key, std::int64_t limit, Moment now) const;
  std::optional<std::chrono::milliseconds> refusal(const LookUpRule& rule, const Seeker& seeker, Moment now) const;

  const std::chrono::milliseconds window_;
  std::mutex mutex_;
  std::map<std::string, std::deque<Moment>, std::less<>> misses_;
};

}  // namespace frontdesk::platform
