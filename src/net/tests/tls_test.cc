#include <gtest/gtest.h>

#include <boost/asio/ssl.hpp>
#include <cstdlib>
#include <filesystem>

#include "base/error.h"
#include "net/client.h"
#include "net/tests/house.h"
#include "support/run_task.h"

namespace frontdesk::net {
namespace {

namespace asio = boost::asio;

// A peer with a certificate for "localhost" that nobody has signed but itself.
class TlsPeer {
 public:
  explicit TlsPeer(asio::any_io_executor executor) : acceptor_(executor, {asio::ip::make_address("127.0.0.1"), 0}) {
    context_.use_certificate_file(certificate(), asio::ssl::context::pem);
    context_.use_private_key_file(key(), asio::ssl::context::pem);
  }

  static std::string folder() { return FRONTDESK_BINARY_DIR "/test_tls"; }
  static std::string certificate() { return folder() + "/certificate.pem"; }
  static std::string key() { return folder() + "/key.pem"; }
  static bool make_certificate() {
    std::filesystem::create_directories(folder());
    const auto command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost "
        "-addext subjectAltName=DNS:localhost -keyout " +
        key() + " -out " + certificate() + " 2>/dev/null";
    return std::system(command.c_str()) == 0;
  }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  Task<> answer_once() {
    asio::ssl::stream<asio::ip::tcp::socket> stream(co_await acceptor_.async_accept(asio::use_awaitable), context_);
    co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
    std::array<char, 4096> request;
    co_await stream.async_read_some(asio::buffer(request), asio::use_awaitable);
    const std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    co_await asio::async_write(stream, asio::buffer(answer), asio::use_awaitable);
  }

 private:
  asio::ssl::context context_{asio::ssl::context::tls_server};
  asio::ip::tcp::acceptor acceptor_;
};

Task<std::string> ask(std::string host) {
  const auto executor = co_await asio::this_coro::executor;
  TlsPeer peer(executor);
  asio::co_spawn(executor, peer.answer_once(), [](std::exception_ptr) {});
  SystemClock clock;
  const auto transport = system_transport();
  Client client(*transport, clock);
  const auto url = fmt::format("https://{}:{}/", host, peer.port());
  try {
    co_return (co_await client.send({.url = url}, Deadline::in(clock, std::chrono::seconds(5)))).body;
  } catch (const Error& error) {
    co_return error.slug;
  }
}

TEST(Tls, trusts_only_a_known_certificate_for_the_right_name) {
  ASSERT_TRUE(TlsPeer::make_certificate()) << "the program openssl is needed";
  EXPECT_EQ(support::run_task(ask("localhost")), "net/tls-failed") << "an unknown certificate was trusted";
  setenv("SSL_CERT_FILE", TlsPeer::certificate().c_str(), 1);
  EXPECT_EQ(support::run_task(ask("localhost")), "hi");
  EXPECT_EQ(support::run_task(ask("127.0.0.1")), "net/tls-failed") << "the name was not compared";
  unsetenv("SSL_CERT_FILE");
}

}  // namespace
}  // namespace frontdesk::net
