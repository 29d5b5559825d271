#include "net/server.h"

#include <atomic>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>

#include "base/error.h"
#include "net/session.h"

namespace frontdesk::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct Server::State {
  State(Loops& loops, Clock& clock, Random& random, Log& log, ServerLimits limits, Handler handler)
      : loops(loops), clock(clock), random(random), log(log), limits(limits), handler(std::move(handler)) {
    for (int i = 0; i < loops.size(); ++i) {
      hosts.push_back(std::make_unique<SessionHost>(clock, log, this->limits, this->handler));
    }
  }

  static Task<> watch(std::shared_ptr<State> state, std::size_t loop);
  static Task<> serve(std::shared_ptr<State> state, std::size_t loop, tcp::socket socket);
  static Task<> accept_all(std::shared_ptr<State> state, std::shared_ptr<tcp::acceptor> acceptor);
  static void on_each_loop(const std::shared_ptr<State>& state, void (SessionHost::*what)());
  static void close(const std::shared_ptr<State>& state);

  Loops& loops;
  Clock& clock;
  Random& random;
  Log& log;
  const ServerLimits limits;
  const Handler handler;
  std::vector<std::unique_ptr<SessionHost>> hosts;      // one a loop, touched on that loop only
  std::vector<std::weak_ptr<tcp::acceptor>> acceptors;  // on loop 0
  std::atomic<std::size_t> connections = 0;
  std::atomic<bool> is_watched = false;
  std::atomic<bool> is_closed = false;
};

namespace {

constexpr auto kAcceptPause = std::chrono::milliseconds(50);
constexpr auto kDrainPoll = std::chrono::milliseconds(5);
constexpr std::string_view kBusy =
    "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 1\r\nconnection: close\r\n\r\n";

std::chrono::milliseconds watch_interval(const ServerLimits& limits) {
  const auto shortest =
      std::min({limits.header_time_max, limits.body_time_max, limits.idle_time_max, limits.write_time_max});
  return std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(500));
}

}  // namespace

Task<> Server::State::watch(std::shared_ptr<State> state, std::size_t loop) {
  while (!state->is_closed) {
    co_await state->clock.sleep_for(watch_interval(state->limits));
    state->hosts[loop]->watch();
  }
}

Task<> Server::State::serve(std::shared_ptr<State> state, std::size_t loop, tcp::socket socket) {
  const std::unique_ptr<State, void (*)(State*)> counted(state.get(), [](State* counter) { --counter->connections; });
  error_code code;
  const auto peer = socket.remote_endpoint(code);
  auto& host = *state->hosts[loop];
  if (!code && !host.is_draining) {
    socket.set_option(tcp::no_delay(true), code);
    socket.non_blocking(true, code);
    auto session = std::make_shared<Session>(host, std::move(socket), peer.address().to_string(),
                                             state->random.id("r_").substr(0, 14) + "-");
    co_await session->run();
  }
}

Task<> Server::State::accept_all(std::shared_ptr<State> state, std::shared_ptr<tcp::acceptor> acceptor) {
  for (std::size_t next = 0; !state->is_closed; next = (next + 1) % state->hosts.size()) {
    auto& context = state->loops.context(static_cast<int>(next));
    tcp::socket socket(context);
    error_code code;
    co_await acceptor->async_accept(socket, asio::redirect_error(asio::use_awaitable, code));
    if (!acceptor->is_open() || code == asio::error::operation_aborted) co_return;
    if (code) {  // mostly: no file descriptors left
      state->log.warning("net", "cannot take a connection", Value::object({{"cause", code.message()}}));
      co_await state->clock.sleep_for(kAcceptPause);
    } else if (state->connections >= state->limits.connections_max) {
      socket.non_blocking(true, code);
      socket.write_some(asio::buffer(kBusy), code);
    } else {
      ++state->connections;
      asio::co_spawn(context, serve(state, next, std::move(socket)), asio::detached);
    }
  }
}

void Server::State::on_each_loop(const std::shared_ptr<State>& state, void (SessionHost::*what)()) {
  for (std::size_t i = 0; i < state->hosts.size(); ++i) {
    asio::post(state->loops.context(static_cast<int>(i)), [state, i, what] { ((*state->hosts[i]).*what)(); });
  }
}

void Server::State::close(const std::shared_ptr<State>& state) {
  state->is_closed = true;
  asio::post(state->loops.context(0), [state] {
    error_code ignored;
    for (const auto& weak : state->acceptors) {
      if (const auto acceptor = weak.lock()) acceptor->close(ignored);
    }
    state->acceptors.clear();
  });
}

Server::Server(Loops& loops, Clock& clock, Random& random, Log& log, ServerLimits limits, Handler handler)
    : state_(std::make_shared<State>(loops, clock, random, log, limits, std::move(handler))) {}

Server::~Server() {
  State::close(state_);
  State::on_each_loop(state_, &SessionHost::abort);
}

std::uint16_t Server::listen(const std::string& address, std::uint16_t port) {
  error_code code;
  const auto ip = asio::ip::make_address(address, code);
  if (code) {
    throw Error(
        Kind::invalid, "net/bad-address",
        fmt::format("\"{}\" is not an address to listen on; give one like 127.0.0.1, 0.0.0.0 or ::1.", address));
  }
  const tcp::endpoint endpoint(ip, port);
  auto acceptor = std::make_shared<tcp::acceptor>(state_->loops.context(0));
  acceptor->open(endpoint.protocol(), code);
  if (!code) acceptor->set_option(tcp::acceptor::reuse_address(true), code);
  if (!code) acceptor->bind(endpoint, code);
  if (!code) acceptor->listen(asio::socket_base::max_listen_connections, code);
  if (code == asio::error::address_in_use) {
    throw Error(
        Kind::conflict, "net/port-taken",
        fmt::format("Another program already listens on {} port {}; stop it, or choose another port.", address, port));
  }
  if (code) {
    throw Error(Kind::unavailable, "net/cannot-listen",
                fmt::format("Cannot listen on {} port {}: {}.", address, port, code.message()));
  }
  const auto chosen = acceptor->local_endpoint().port();
  state_->acceptors.push_back(acceptor);
  if (!state_->is_watched.exchange(true)) {
    for (std::size_t i = 0; i < state_->hosts.size(); ++i) {
      asio::co_spawn(state_->loops.context(static_cast<int>(i)), State::watch(state_, i), asio::detached);
    }
  }
  asio::co_spawn(state_->loops.context(0), State::accept_all(state_, acceptor), asio::detached);
  return chosen;
}

Task<> Server::drain(Deadline deadline) {
  const auto state = state_;
  State::close(state);
  State::on_each_loop(state, &SessionHost::drain);
  while (state->connections > 0 && !deadline.passed(state->clock)) co_await state->clock.sleep_for(kDrainPoll);
  if (state->connections > 0) State::on_each_loop(state, &SessionHost::abort);
}

}  // namespace frontdesk::net
