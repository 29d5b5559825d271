#pragma once

#include <boost/asio/associated_executor.hpp>

#include "base/error.h"
#include "store/rounds.h"

namespace frontdesk::store {

inline Error too_busy(const TenantId& id) {
  return Error(Kind::exhausted, "store/busy",
               fmt::format("Too much is waiting for the data of {}. Try again in a moment.", id.text()))
      .after(std::chrono::milliseconds(200));
}

namespace detail {

template <class Work, class Place>
struct Submit {
  Work& work;
  Lane<Place>& lane;
  Pending& pending;

  template <class Handler>
  void operator()(Handler&& handler) {
    pending.executor = boost::asio::get_associated_executor(handler);
    pending.resume = std::forward<Handler>(handler);
    work.submit(lane, pending);
  }
};

}  // namespace detail

// Hands the pending work to `work.submit(lane, pending)` and waits until it has its outcome; a task that is cancelled
// meanwhile still waits, for its transaction is under way. Throws Error{exhausted, "store/busy"} where more than `most`
// wait in the lane.
template <class Work, class Place>
Task<> submitted(Work& work, Lane<Place>& lane, Pending& pending, int most) {
  if (lane.admitted.fetch_add(1, std::memory_order_relaxed) >= most) {
    lane.admitted.fetch_sub(1, std::memory_order_relaxed);
    throw too_busy(lane.place.id);
  }
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void()>(
      detail::Submit<Work, Place>{work, lane, pending}, boost::asio::use_awaitable);
}

}  // namespace frontdesk::store
