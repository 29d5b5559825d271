#include "base/within.h"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <exception>

#include "base/error.h"

namespace frontdesk {
namespace {

// `a || b` waits for one *success*, so a failure is carried past it as a value.
Task<> carry(Task<> work, std::exception_ptr& failure) {
  try {
    co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
}

}  // namespace

Task<> within(Clock& clock, Deadline deadline, std::string what, Task<> work) {
  if (deadline.is_never()) {
    co_await std::move(work);
    co_return;
  }
  using namespace boost::asio::experimental::awaitable_operators;
  std::exception_ptr failure;
  const auto first = co_await (carry(std::move(work), failure) || clock.sleep_until(deadline.at));
  if (first.index() == 1) throw Error(Kind::timeout, "deadline-passed", fmt::format("The time for {} was up.", what));
  if (failure) std::rethrow_exception(failure);
}

}  // namespace frontdesk
