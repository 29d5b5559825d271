#pragma once

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "base/clock.h"
#include "base/task.h"
#include "platform/work/kind.h"
#include "platform/work/work.h"

namespace frontdesk::platform {
class Place;
}

namespace frontdesk::platform::work {

// Does the work of one place, several pieces at a time. One process works for a place (the lease of its database sees
// to that), so what is found running at the start was left by one that is gone, and is begun again. It lives on its
// executor; look() is for any thread.
class Worker : public std::enable_shared_from_this<Worker> {
 public:
  static constexpr std::size_t kAtOnce = 64;
  static constexpr std::chrono::seconds kLookAgain{20};  // also where nobody asked: clocks jump

  Worker(Place& place, Executor executor);

  void start();  // goes on until it is drained, or its executor ends
  void look();   // something was asked for
  // Begins nothing more, and returns when all that was begun is done, or at the deadline.
  Task<> drain(Deadline deadline);
  // Does what is due now, and what becomes due by it; for those who do not start().
  Task<std::size_t> do_what_is_due();
  // When something of the place is due next, asked for or scheduled.
  static std::optional<Timestamp> next_due(store::Reader& reader, const Place& place, Timestamp now);
  // The place goes: what goes on here is cancelled, and touches it no more.
  void abandon();

 private:
  void spawn(Task<> task, std::function<void()> ended);
  Task<> run();
  Task<> take_up();
  Task<std::vector<Piece>> claim(std::size_t limit);
  Task<> begin(std::size_t limit);
  Task<> rest();
  Task<> wait_for(std::chrono::milliseconds span);
  Task<> follow_the_wall();
  Task<> ask_what_is_scheduled();
  Task<> perform(Piece piece);
  Task<> attempt(Piece piece);
  Task<> note_failure(const Piece& piece, const std::exception_ptr& failure);
  std::int64_t wall_ahead_ms() const;
  void wake();

  Place& place_;
  Executor executor_;
  boost::asio::experimental::channel<void(boost::system::error_code)> wakes_;
  std::vector<std::weak_ptr<boost::asio::cancellation_signal>> stops_;
  std::set<std::int64_t> held_;  // that are being done; only here, and on the executor
  bool may_have_lost_some_ = true;
  bool is_stopping_ = false;
  std::int64_t wall_ahead_ms_ = 0;
  bool is_elsewhere_in_time_ = true;  // schedules are looked at anew
  std::string zone_;                  // by which they were looked at
};

}  // namespace frontdesk::platform::work
