#include "net/client.h"

#include <boost/asio/this_coro.hpp>
#include <map>
#include <mutex>

#include "base/error.h"
#include "base/within.h"
#include "net/response_parser.h"

namespace frontdesk::net {

namespace asio = boost::asio;

// The connections that wait for another request. A connection belongs to the loop it was opened on.
class Client::Pool {
 public:
  struct Key {
    const void* loop;
    std::string host;
    std::uint16_t port;
    bool tls;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  Pool(Transport& transport, Clock& clock) : transport(transport), clock(clock) {}

  // The one used last, which is the one most likely still open. Bytes that came unasked would be taken for the next
  // answer, so a connection that has any is dropped.
  std::unique_ptr<Connection> take(const Key& key) {
    const std::lock_guard lock(mutex_);
    auto& idle = idle_[key];
    std::erase_if(idle, [&](const Idle& each) { return each.since + kIdleTime < clock.now(); });
    while (!idle.empty()) {
      auto connection = std::move(idle.back().connection);
      idle.pop_back();
      if (connection->is_quiet()) return connection;
    }
    return nullptr;
  }

  void keep(const Key& key, std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex_);
    auto& idle = idle_[key];
    if (idle.size() >= kIdleMax) idle.erase(idle.begin());
    idle.push_back({std::move(connection), clock.now()});
  }

  Transport& transport;
  Clock& clock;

 private:
  static constexpr std::size_t kIdleMax = 32;  // a peer and loop
  static constexpr auto kIdleTime = std::chrono::seconds(30);
  struct Idle {
    std::unique_ptr<Connection> connection;
    Moment since;
  };
  std::mutex mutex_;
  std::map<Key, std::vector<Idle>> idle_;
};

namespace {

constexpr std::size_t kReadBytes = 16 * 1024;

bool is_repeatable(const ClientRequest& request) {
  return request.repeatable.value_or(request.method == "GET" || request.method == "HEAD" ||
                                     request.method == "OPTIONS");
}

std::string host_header(const Endpoint& endpoint) {
  const bool is_ipv6 = endpoint.host.find(':') != std::string::npos;
  auto host = is_ipv6 ? "[" + endpoint.host + "]" : endpoint.host;
  if (endpoint.port != (endpoint.tls ? 443 : 80)) host += ":" + std::to_string(endpoint.port);
  return host;
}

std::string to_wire(const ClientRequest& request, const Url& url) {
  if (!is_token(request.method)) throw Error(Kind::invalid, "net/bad-method", "The method is not a word.");
  auto wire = fmt::format("{} {} HTTP/1.1\r\nhost: {}\r\n", request.method, url.target, host_header(url.endpoint));
  for (const auto& header : request.headers.all()) {
    if (!is_token(header.name) || !is_field_value(header.value)) {
      throw Error(Kind::invalid, "net/bad-header",
                  fmt::format("The header \"{}\" has a character that cannot be sent.",
                              is_token(header.name) ? header.name : "?"));
    }
    wire += header.name;
    wire += ": ";
    wire += header.value;
    wire += "\r\n";
  }
  const bool has_body = !request.body.empty() || (request.method != "GET" && request.method != "HEAD");
  if (has_body) wire += fmt::format("content-length: {}\r\n", request.body.size());
  wire += "\r\n";
  wire += request.body;
  return wire;
}

struct Conversation {
  bool has_begun = false;  // a byte of the answer came
  bool is_clean = false;   // and no byte behind it
};

// Sends, and reads until the answer is whole or wrong.
Task<Conversation> converse(Connection& connection, std::string_view wire, ResponseParser& parser) {
  try {
    co_await connection.write_all(wire);
  } catch (const Error&) {
    // The peer may have answered (413, 431) before it had read everything.
  }
  using State = ResponseParser::State;
  std::string buffer(kReadBytes, '\0');
  std::size_t pending = 0;
  bool has_begun = false;
  while (parser.state() == State::head || parser.state() == State::body) {
    if (pending == buffer.size()) buffer.resize(2 * buffer.size());
    std::size_t count = 0;
    try {
      count = co_await connection.read_some(std::span(buffer).subspan(pending));
    } catch (const Error&) {
      if (has_begun) throw;
    }
    if (count == 0) {
      if (has_begun) parser.end();
      break;
    }
    has_begun = true;
    pending += count;
    std::size_t used = 0;
    for (bool goes_on = true; goes_on;) {
      const auto before = parser.state();
      used += parser.feed(std::string_view(buffer).substr(used, pending - used));
      goes_on = parser.state() != before;
    }
    buffer.erase(0, used);
    buffer.resize(std::max(kReadBytes, buffer.size()));
    pending -= used;
  }
  co_return Conversation{has_begun, pending == 0};
}

void check(const ResponseParser& parser, const ClientRequest& request, const Endpoint& endpoint) {
  if (parser.state() == ResponseParser::State::too_large) {
    throw Error(Kind::invalid, "net/response-too-large",
                fmt::format("The answer of {} is larger than {} bytes.", endpoint.name(), request.response_bytes_max));
  }
  if (parser.state() != ResponseParser::State::done) {
    throw Error(Kind::invalid, "net/malformed-response",
                fmt::format("The answer of {} is no HTTP, or ends in the middle.", endpoint.name()));
  }
}

Task<ClientResponse> exchange(std::shared_ptr<Client::Pool> pool, ClientRequest request, Url url, Deadline deadline,
                              OnBody on_body) {
  const auto wire = to_wire(request, url);
  const auto executor = co_await asio::this_coro::executor;
  const void* loop = &asio::query(executor, asio::execution::context);
  const Client::Pool::Key key{loop, url.endpoint.host, url.endpoint.port, url.endpoint.tls};
  ResponseParser parser(request.method == "HEAD", request.response_bytes_max, std::move(on_body));

  auto connection = is_repeatable(request) ? pool->take(key) : nullptr;
  Conversation conversation;
  if (connection) conversation = co_await converse(*connection, wire, parser);
  if (!conversation.has_begun) {
    connection = co_await pool->transport.connect(url.endpoint, deadline);
    conversation = co_await converse(*connection, wire, parser);
  }
  if (!conversation.has_begun) {
    throw Error(Kind::unavailable, "net/connection-lost",
                fmt::format("{} closed the connection before it answered.", url.endpoint.name()));
  }
  check(parser, request, url.endpoint);
  if (conversation.is_clean && parser.can_be_kept()) pool->keep(key, std::move(connection));
  co_return std::move(parser.response());
}

}  // namespace

Client::Client(Transport& transport, Clock& clock) : pool_(std::make_shared<Pool>(transport, clock)) {}
Client::~Client() = default;

Task<ClientResponse> Client::send(ClientRequest request, Deadline deadline) {
  return stream(std::move(request), deadline, {});
}

Task<ClientResponse> Client::stream(ClientRequest request, Deadline deadline, OnBody on_body) {
  auto url = Url::parse(request.url);
  auto what = fmt::format("{} {}", request.method, url.endpoint.name());
  auto& clock = pool_->clock;
  return within(clock, deadline, std::move(what),
                exchange(pool_, std::move(request), std::move(url), deadline, std::move(on_body)));
}

}  // namespace frontdesk::net
