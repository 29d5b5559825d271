#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>
#include <mutex>

#include "base/error.h"
#include "base/within.h"
#include "net/client.h"

namespace frontdesk::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

[[noreturn]] void fail(const error_code& code, const char* slug, std::string what) {
  if (code == asio::error::operation_aborted) throw boost::system::system_error(code);
  throw Error(Kind::unavailable, slug, fmt::format("{}: {}.", what, code.message()));
}

// Over a socket, or over TLS on one.
template <class Stream>
class StreamConnection final : public Connection {
 public:
  StreamConnection(Stream stream, std::string name) : stream_(std::move(stream)), name_(std::move(name)) {}

  Task<std::size_t> read_some(std::span<char> into) override {
    error_code code;
    const auto count = co_await stream_.async_read_some(asio::buffer(into.data(), into.size()),
                                                        asio::redirect_error(asio::use_awaitable, code));
    if (code == asio::error::eof || code == asio::ssl::error::stream_truncated) co_return count;
    if (code) fail(code, "net/connection-lost", "The connection to " + name_ + " was lost");
    co_return count;
  }

  Task<> write_all(std::string_view bytes) override {
    error_code code;
    co_await asio::async_write(stream_, asio::buffer(bytes), asio::redirect_error(asio::use_awaitable, code));
    if (code) fail(code, "net/connection-lost", "The connection to " + name_ + " was lost");
  }

  bool is_quiet() override {
    char byte = 0;
    const auto count = ::recv(stream_.lowest_layer().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count < 0 && errno == EAGAIN;
  }

  void close() override {
    error_code ignored;
    stream_.lowest_layer().close(ignored);
  }

 private:
  Stream stream_;
  std::string name_;
};

// A name is looked up on a thread of Asio's, which cannot be interrupted; whoever is cancelled leaves it behind.
struct Lookup {
  explicit Lookup(const Executor& executor) : resolver(executor), found(executor, 1) {}
  tcp::resolver resolver;
  asio::experimental::channel<void(error_code, tcp::resolver::results_type)> found;
};

class SystemTransport final : public Transport {
 public:
  explicit SystemTransport(AddressGuard guard) : guard_(std::move(guard)) {}

  Task<std::unique_ptr<Connection>> connect(Endpoint endpoint, Deadline deadline) override {
    auto what = "the connection to " + endpoint.name();
    return within(clock_, deadline, std::move(what), open(std::move(endpoint)));
  }

 private:
  static Task<tcp::resolver::results_type> resolve(Endpoint endpoint) {
    error_code code;
    const auto service = std::to_string(endpoint.port);
    const auto address = asio::ip::make_address(endpoint.host, code);
    if (!code)
      co_return tcp::resolver::results_type::create(tcp::endpoint(address, endpoint.port), endpoint.host, service);
    const auto lookup = std::make_shared<Lookup>(co_await asio::this_coro::executor);
    lookup->resolver.async_resolve(endpoint.host, service, tcp::resolver::numeric_service,
                                   [lookup](error_code failure, tcp::resolver::results_type found) {
                                     lookup->found.try_send(failure, std::move(found));
                                   });
    auto found = co_await lookup->found.async_receive(asio::redirect_error(asio::use_awaitable, code));
    if (code) fail(code, "net/unknown-host", "The name " + endpoint.host + " cannot be resolved");
    co_return found;
  }

  void check(const tcp::resolver::results_type& addresses, const Endpoint& endpoint) const {
    for (const auto& found : addresses) {
      const auto why = guard_(endpoint, found.endpoint().address().to_string());
      if (why.empty()) continue;
      throw Error(Kind::forbidden, "net/address-refused",
                  fmt::format("{} is at an address that may not be called ({}).", endpoint.host, why));
    }
  }

  Task<std::unique_ptr<Connection>> open(Endpoint endpoint) {
    const auto addresses = co_await resolve(endpoint);
    if (guard_) check(addresses, endpoint);
    error_code code;
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await asio::async_connect(socket, addresses, asio::redirect_error(asio::use_awaitable, code));
    if (code) fail(code, "net/connection-refused", "Cannot connect to " + endpoint.name());
    socket.set_option(tcp::no_delay(true), code);
    if (!endpoint.tls) co_return std::make_unique<StreamConnection<tcp::socket>>(std::move(socket), endpoint.name());

    asio::ssl::stream<tcp::socket> stream(std::move(socket), verifying_context());
    SSL_set_tlsext_host_name(stream.native_handle(), endpoint.host.c_str());
    stream.set_verify_callback(asio::ssl::host_name_verification(endpoint.host));
    co_await stream.async_handshake(asio::ssl::stream_base::client, asio::redirect_error(asio::use_awaitable, code));
    if (code) fail(code, "net/tls-failed", "No trusted connection to " + endpoint.name());
    co_return std::make_unique<StreamConnection<asio::ssl::stream<tcp::socket>>>(std::move(stream), endpoint.name());
  }

  // Reading the system's certificates takes some milliseconds, so it waits until somebody needs them.
  asio::ssl::context& verifying_context() {
    std::call_once(is_ready_, [this] {
      context_.set_default_verify_paths();
      context_.set_verify_mode(asio::ssl::verify_peer);
      SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_2_VERSION);
    });
    return context_;
  }

  AddressGuard guard_;
  SystemClock clock_;
  std::once_flag is_ready_;
  asio::ssl::context context_{asio::ssl::context::tls_client};
};

}  // namespace

std::unique_ptr<Transport> system_transport(AddressGuard guard) {
  return std::make_unique<SystemTransport>(std::move(guard));
}

}  // namespace frontdesk::net
