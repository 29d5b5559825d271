#pragma once

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <exception>

#include "base/log.h"
#include "base/random.h"
#include "net/server.h"

namespace frontdesk::net {

// A server on a free port with two loops; run() plays one scene on loop 0 and then stops everything.
struct House {
  explicit House(Handler handler, ServerLimits limits = {}, int threads = 2)
      : loops(threads),
        server(loops, clock, random, *log, limits, std::move(handler)),
        port(server.listen("127.0.0.1", 0)) {
    loops.start();
  }
  House(Admit admit, ServerLimits limits, std::vector<AddressRange> trusted_proxies)
      : loops(2),
        server(loops, clock, random, *log, limits, std::move(admit), std::move(trusted_proxies)),
        port(server.listen("127.0.0.1", 0)) {
    loops.start();
  }

  void run(Task<> scene) {
    std::exception_ptr failure;
    boost::asio::co_spawn(loops.context(0), std::move(scene), [&](std::exception_ptr error) {
      failure = error;
      loops.stop();
    });
    loops.run();
    if (failure) std::rethrow_exception(failure);
  }

  SystemClock clock;
  SystemRandom random;
  std::unique_ptr<Log> log = silent_log();
  Loops loops;
  Server server;
  std::uint16_t port;
};

// A house with somebody at the door.
struct GuardedHouse : House {
  explicit GuardedHouse(Admit admit, ServerLimits limits = {}, std::vector<AddressRange> trusted_proxies = {})
      : House(std::move(admit), limits, std::move(trusted_proxies)) {}
};

// A client that sends just the bytes it is told to.
class RawClient {
 public:
  explicit RawClient(boost::asio::ip::tcp::socket connected) : socket(std::move(connected)) {}
  explicit RawClient(boost::asio::any_io_executor executor, std::uint16_t port) : socket(executor) {
    socket.connect({boost::asio::ip::make_address("127.0.0.1"), port});
    socket.set_option(boost::asio::ip::tcp::no_delay(true));
  }

  Task<> send(std::string_view bytes) {
    co_await boost::asio::async_write(socket, boost::asio::buffer(bytes), boost::asio::use_awaitable);
  }

  Task<std::string> read_to_end() {
    std::string got;
    boost::system::error_code code;
    co_await boost::asio::async_read(socket, boost::asio::dynamic_buffer(got),
                                     boost::asio::redirect_error(boost::asio::use_awaitable, code));
    co_return got;
  }

  // Reads until `mark` has come `count` times.
  Task<std::string> read_until(std::string mark, int count = 1) {
    std::string got;
    boost::system::error_code code;
    while (!code) {
      int seen = 0;
      for (auto at = got.find(mark); at != std::string::npos; at = got.find(mark, at + mark.size())) ++seen;
      if (seen >= count) break;
      std::array<char, 4096> piece;
      const auto size = co_await socket.async_read_some(boost::asio::buffer(piece),
                                                        boost::asio::redirect_error(boost::asio::use_awaitable, code));
      got.append(piece.data(), size);
    }
    co_return got;
  }

  void half_close() { socket.shutdown(socket.shutdown_send); }

  boost::asio::ip::tcp::socket socket;
};

inline Task<RawClient> raw_client(std::uint16_t port) {
  co_return RawClient(co_await boost::asio::this_coro::executor, port);
}

inline Task<Response> respond(Response response) { co_return response; }
inline Handler always(std::string body) {
  return [body](Request) { return respond(Response::text(200, body)); };
}

}  // namespace frontdesk::net
