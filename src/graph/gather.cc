#include "graph/gather.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>
#include <deque>

#include "graph/signal.h"

namespace frontdesk::graph {

namespace asio = boost::asio;

namespace {

struct Gathering {
  explicit Gathering(const Executor& executor) : ended(executor) {}

  void cancel() {
    for (auto& signal : signals) signal.emit(asio::cancellation_type::terminal);
  }
  void end(std::exception_ptr why) {
    --left;
    if (why && !failure) {
      failure = why;
      cancel();
    }
    if (left == 0) ended.notify_all();
  }

  std::deque<asio::cancellation_signal> signals;
  std::size_t left = 0;
  std::exception_ptr failure;
  Signal ended;
};

}  // namespace

bool is_cancellation(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const boost::system::system_error& error) {
    return error.code() == asio::error::operation_aborted ||
           error.code() == asio::experimental::error::channel_cancelled;
  } catch (...) {
    return false;
  }
}

Task<> gather(std::vector<Task<>> works) {
  const Executor executor = co_await asio::this_coro::executor;
  const auto all = std::make_shared<Gathering>(executor);
  all->left = works.size();
  for (auto& work : works) {
    auto& signal = all->signals.emplace_back();
    asio::co_spawn(executor, std::move(work),
                   asio::bind_cancellation_slot(signal.slot(), [all](std::exception_ptr why) { all->end(why); }));
  }
  std::exception_ptr cancelled;
  while (all->left > 0) {
    try {
      co_await all->ended.wait();
    } catch (...) {
      cancelled = std::current_exception();
    }
    if (cancelled && all->left > 0) {
      co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
      all->cancel();
    }
  }
  if (cancelled) std::rethrow_exception(cancelled);
  if (all->failure) std::rethrow_exception(all->failure);
}

}  // namespace frontdesk::graph
