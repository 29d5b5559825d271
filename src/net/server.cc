#include "net/server.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

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

// A descriptor that is given up for a moment to take, and refuse, a connection where there are no others left. Without
// it such a connection would wait, and wake us, for ever.
class ReserveDescriptor {
 public:
  ReserveDescriptor() { open(); }
  ~ReserveDescriptor() { close(); }
  ReserveDescriptor(const ReserveDescriptor&) = delete;

  // False where nobody waits, or the descriptor went to somebody else.
  bool refuse_one(int acceptor, std::string_view words) {
    close();
    const int refused = ::accept4(acceptor, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (refused >= 0) {
      [[maybe_unused]] const auto sent = ::send(refused, words.data(), words.size(), MSG_NOSIGNAL);
      ::close(refused);
    }
    open();
    return refused >= 0;
  }

 private:
  void open() { number_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC); }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }
  int number_ = -1;
};

struct Server::State {
  State(Loops& loops, Clock& clock, Random& random, Log& log, ServerLimits limits, Admit admit,
        std::vector<AddressRange> trusted_proxies)
      : loops(loops),
        clock(clock),
        random(random),
        log(log),
        limits(limits),
        admit(std::move(admit)),
        trusted_proxies(std::move(trusted_proxies)),
        connections(limits) {
    for (int i = 0; i < loops.size(); ++i) {
      hosts.push_back(std::make_unique<SessionHost>(clock, log, this->limits, this->admit, this->trusted_proxies,
                                                    this->connections));
    }
  }

  static Task<> watch(std::shared_ptr<State> state, std::size_t loop);
  static Task<> serve(std::shared_ptr<State> state, std::shared_ptr<Place> place, tcp::socket socket, std::string peer);
  static Task<> accept_all(std::shared_ptr<State> state, std::shared_ptr<tcp::acceptor> acceptor);
  static Task<> live_without_descriptors(std::shared_ptr<State> state, int acceptor, std::string cause);
  static void take(const std::shared_ptr<State>& state, std::size_t loop, tcp::socket socket);
  static void tell_to_give_way(const std::shared_ptr<State>& state, std::shared_ptr<Place> place);
  static void on_each_loop(const std::shared_ptr<State>& state, void (SessionHost::*what)());
  static void close(const std::shared_ptr<State>& state);

  Loops& loops;
  Clock& clock;
  Random& random;
  Log& log;
  const ServerLimits limits;
  const Admit admit;
  const std::vector<AddressRange> trusted_proxies;
  Connections connections;
  std::vector<std::unique_ptr<SessionHost>> hosts;      // one a loop, touched on that loop only
  std::vector<std::weak_ptr<tcp::acceptor>> acceptors;  // on loop 0
  ReserveDescriptor reserve;                            // on loop 0
  Moment complained{};                                  // on loop 0
  std::atomic<std::size_t> sessions = 0;                // with those that gave way and have not ended yet
  std::atomic<bool> is_watched = false;
  std::atomic<bool> is_closed = false;
};

namespace {

constexpr auto kAcceptPause = std::chrono::milliseconds(50);
constexpr auto kShortPause = std::chrono::milliseconds(1);
constexpr int kGiveWayAtOnce = 32;

// Throws where `code` says that the port is not ours.
void demand_port(const error_code& code, const tcp::endpoint& endpoint) {
  const auto address = endpoint.address().to_string();
  if (code == asio::error::address_in_use) {
    throw Error(Kind::conflict, "net/port-taken",
                fmt::format("Another program already listens on {} port {}; stop it, or choose another port.", address,
                            endpoint.port()));
  }
  if (code) {
    throw Error(Kind::unavailable, "net/cannot-listen",
                fmt::format("Cannot listen on {} port {}: {}.", address, endpoint.port(), code.message()));
  }
}
constexpr std::size_t kLeavingMax = 16;
constexpr int kPausesMax = 50;
constexpr auto kComplaintPause = std::chrono::seconds(10);
constexpr auto kDrainPoll = std::chrono::milliseconds(5);
constexpr std::string_view kBusy =
    "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 1\r\nconnection: close\r\n\r\n";

std::chrono::milliseconds watch_interval(const ServerLimits& limits) {
  const auto shortest =
      std::min({limits.header_time_max, limits.body_time_max, limits.idle_time_max, limits.write_time_max});
  return std::clamp(shortest / 4, std::chrono::milliseconds(5), std::chrono::milliseconds(500));
}

Admission admit_all(const Handler& handler, const ServerLimits& limits) {
  return {.standing = Standing::known, .answer = handler, .body_bytes_max = limits.body_bytes_max};
}

}  // namespace

Task<> Server::State::watch(std::shared_ptr<State> state, std::size_t loop) {
  while (!state->is_closed) {
    co_await state->clock.sleep_for(watch_interval(state->limits));
    state->hosts[loop]->watch();
  }
}

Task<> Server::State::serve(std::shared_ptr<State> state, std::shared_ptr<Place> place, tcp::socket socket,
                            std::string peer) {
  auto& host = *state->hosts[place->loop];
  if (!place->gave_way && !host.is_draining) {
    error_code code;
    socket.set_option(tcp::no_delay(true), code);
    socket.non_blocking(true, code);
    auto session = std::make_shared<Session>(host, std::move(socket), place, std::move(peer),
                                             state->random.id("r_").substr(0, 14) + "-");
    co_await session->run();
  }
  state->connections.leave(*place);
  --state->sessions;
}

void Server::State::take(const std::shared_ptr<State>& state, std::size_t loop, tcp::socket socket) {
  error_code code;
  const auto peer = socket.remote_endpoint(code).address().to_string();
  if (code) return;  // it has gone already
  const bool is_proxy =
      std::ranges::any_of(state->trusted_proxies, [&](const AddressRange& range) { return range.contains(peer); });
  auto entrance = state->connections.enter(loop, address_for_limits(peer), is_proxy);
  for (auto& place : entrance.give_way) tell_to_give_way(state, std::move(place));
  if (!entrance.place) {
    socket.non_blocking(true, code);
    socket.write_some(asio::buffer(kBusy), code);
    return;
  }
  ++state->sessions;
  asio::co_spawn(state->loops.context(static_cast<int>(loop)),
                 serve(state, std::move(entrance.place), std::move(socket), peer), asio::detached);
}

void Server::State::tell_to_give_way(const std::shared_ptr<State>& state, std::shared_ptr<Place> place) {
  auto& context = state->loops.context(static_cast<int>(place->loop));
  asio::post(context, [place = std::move(place)] {
    place->gave_way = true;
    if (place->session) place->session->give_way();
  });
}

Task<> Server::State::accept_all(std::shared_ptr<State> state, std::shared_ptr<tcp::acceptor> acceptor) {
  for (std::size_t next = 0; !state->is_closed; next = (next + 1) % state->hosts.size()) {
    tcp::socket socket(state->loops.context(static_cast<int>(next)));
    error_code code;
    co_await acceptor->async_accept(socket, asio::redirect_error(asio::use_awaitable, code));
    if (!acceptor->is_open() || code == asio::error::operation_aborted) co_return;
    if (!code) {
      take(state, next, std::move(socket));
      // The descriptors of those who have just given way are not free yet.
      for (int i = 0; i < kPausesMax && state->sessions > state->connections.count() + kLeavingMax; ++i) {
        co_await state->clock.sleep_for(kShortPause);
      }
    } else if (code != asio::error::connection_aborted) {  // mostly: no file descriptors left
      co_await live_without_descriptors(state, acceptor->native_handle(), code.message());
    }
  }
}

// Those who have shown nothing give way. Where there are none, new connections are refused, and old ones live.
Task<> Server::State::live_without_descriptors(std::shared_ptr<State> state, int acceptor, std::string cause) {
  if (const auto now = state->clock.now(); now >= state->complained + kComplaintPause) {
    state->complained = now;
    state->log.warning("net", "cannot take all connections",
                       Value::object({{"cause", cause}, {"connections", state->connections.count()}}));
  }
  int gave_way = 0;
  for (; gave_way < kGiveWayAtOnce; ++gave_way) {
    auto place = state->connections.least();
    if (!place) break;
    tell_to_give_way(state, std::move(place));
  }
  const bool is_refused = gave_way == 0 && state->reserve.refuse_one(acceptor, kBusy);
  co_await state->clock.sleep_for(gave_way > 0 || is_refused ? kShortPause : kAcceptPause);
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

Server::Server(Loops& loops, Clock& clock, Random& random, Log& log, ServerLimits limits, Admit admit,
               std::vector<AddressRange> trusted_proxies)
    : state_(std::make_shared<State>(loops, clock, random, log, limits, std::move(admit), std::move(trusted_proxies))) {
}

Server::Server(Loops& loops, Clock& clock, Random& random, Log& log, ServerLimits limits, Handler handler)
    : Server(loops, clock, random, log, limits,
             Admit([handler = std::move(handler), limits](const Request&) { return admit_all(handler, limits); })) {}

Server::~Server() {
  State::close(state_);
  State::on_each_loop(state_, &SessionHost::abort);
}

BoundPort::BoundPort(Loops& loops, const std::string& address, std::uint16_t port)
    : acceptor_(std::make_shared<tcp::acceptor>(loops.context(0))) {
  error_code code;
  const auto ip = asio::ip::make_address(address, code);
  if (code) {
    throw Error(
        Kind::invalid, "net/bad-address",
        fmt::format("\"{}\" is not an address to listen on; give one like 127.0.0.1, 0.0.0.0 or ::1.", address));
  }
  const tcp::endpoint endpoint(ip, port);
  acceptor_->open(endpoint.protocol(), code);
  if (!code) acceptor_->set_option(tcp::acceptor::reuse_address(true), code);
  if (!code) acceptor_->bind(endpoint, code);
  demand_port(code, endpoint);
}

std::uint16_t BoundPort::number() const { return acceptor_->local_endpoint().port(); }

void Server::listen(BoundPort port) {
  const auto acceptor = std::move(port.acceptor_);
  error_code code;
  acceptor->listen(asio::socket_base::max_listen_connections, code);
  demand_port(code, acceptor->local_endpoint());
  state_->acceptors.push_back(acceptor);
  if (!state_->is_watched.exchange(true)) {
    for (std::size_t i = 0; i < state_->hosts.size(); ++i) {
      asio::co_spawn(state_->loops.context(static_cast<int>(i)), State::watch(state_, i), asio::detached);
    }
  }
  asio::co_spawn(state_->loops.context(0), State::accept_all(state_, acceptor), asio::detached);
}

std::uint16_t Server::listen(const std::string& address, std::uint16_t port) {
  BoundPort bound(state_->loops, address, port);
  const auto number = bound.number();
  listen(std::move(bound));
  return number;
}

Task<> Server::drain(Deadline deadline) {
  const auto state = state_;
  State::close(state);
  State::on_each_loop(state, &SessionHost::drain);
  while (state->sessions > 0 && !deadline.passed(state->clock)) co_await state->clock.sleep_for(kDrainPoll);
  if (state->sessions > 0) State::on_each_loop(state, &SessionHost::abort);
}

}  // namespace frontdesk::net
