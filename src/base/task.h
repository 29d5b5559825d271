#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace frontdesk {

// What every function that waits returns. Parameters are values, or references to what the caller keeps while it
// awaits. Cancellation is Asio's: whoever spawns a task may bind a cancellation slot; awaits below end with
// operation_aborted.
template <class T = void>
using Task = boost::asio::awaitable<T>;

using Executor = boost::asio::any_io_executor;

}  // namespace frontdesk
