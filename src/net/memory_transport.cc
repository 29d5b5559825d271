#include "net/memory_transport.h"

#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

#include "base/error.h"
#include "net/carry.h"
#include "net/request_parser.h"
#include "net/response_writer.h"

namespace frontdesk::net {

namespace asio = boost::asio;
using boost::system::error_code;

struct MemoryTransport::Service {
  Handler handler;
  bool is_stopped = false;
  int requests = 0;
};

// One direction of a connection: one task writes, one reads. It holds nothing of a loop unless somebody waits, so that
// an idle connection keeps no loop running.
struct MemoryTransport::Pipe {
  using Waiter = asio::experimental::channel<void(error_code)>;

  void put(std::string_view piece) {
    if (is_closed) return;
    bytes += piece;
    wake();
  }

  void close() {
    is_closed = true;
    wake();
  }

  void wake() {
    if (waiter) waiter->try_send(error_code());
  }

  Task<> changed() {
    Waiter mine(co_await asio::this_coro::executor, 1);
    waiter = &mine;
    const std::unique_ptr<Pipe, void (*)(Pipe*)> forgotten(this, [](Pipe* pipe) { pipe->waiter = nullptr; });
    co_await mine.async_receive(asio::use_awaitable);
  }

  Task<std::size_t> take(std::span<char> into) {
    while (bytes.empty() && !is_closed) co_await changed();
    const auto count = bytes.copy(into.data(), into.size());
    bytes.erase(0, count);
    co_return count;
  }

  Task<> until_closed() {
    while (!is_closed) co_await changed();
  }

  std::string bytes;
  bool is_closed = false;
  Waiter* waiter = nullptr;
};

// The two ends of a connection and what the serving one has read.
struct MemoryTransport::Link {
  std::shared_ptr<Service> service;
  Pipe to_server;
  Pipe to_client;
  RequestParser parser{ServerLimits{}};
  bool is_busy = false;

  void close() {
    to_server.close();
    to_client.close();
  }
};

class MemoryTransport::End final : public Connection {
 public:
  End(MemoryTransport& transport, std::shared_ptr<Link> link) : transport_(transport), link_(std::move(link)) {}
  ~End() override { End::close(); }

  Task<std::size_t> read_some(std::span<char> into) override { co_return co_await link_->to_client.take(into); }

  Task<> write_all(std::string_view bytes) override {
    if (link_->service->is_stopped) link_->close();
    if (link_->to_server.is_closed)
      throw Error(Kind::unavailable, "net/connection-lost", "The peer closed the connection.");
    link_->to_server.put(bytes);
    if (!std::exchange(link_->is_busy, true)) {
      asio::co_spawn(co_await asio::this_coro::executor, transport_.answer_what_came(transport_, link_),
                     asio::detached);
    }
  }

  bool is_quiet() override { return link_->to_client.bytes.empty() && !link_->to_client.is_closed; }

  void close() override { link_->close(); }

 private:
  MemoryTransport& transport_;
  std::shared_ptr<Link> link_;
};

struct MemoryTransport::Writer final : BodyWriter {
  Writer(Pipe& out, bool is_chunked) : out(out), is_chunked(is_chunked) {}
  Task<> write(std::string_view bytes) override {
    if (out.is_closed) throw Error(Kind::unavailable, "net/client-gone", "The client went away.");
    std::string chunk;
    if (is_chunked) write_chunk(chunk, bytes);
    out.put(is_chunked ? std::string_view(chunk) : bytes);
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
  Pipe& out;
  bool is_chunked;
};

void MemoryTransport::serve(std::string host, std::uint16_t port, Handler handler) {
  services_[{std::move(host), port}] = std::make_shared<Service>(Service{std::move(handler)});
}

void MemoryTransport::stop(const std::string& host, std::uint16_t port) {
  const auto place = services_.find({host, port});
  if (place == services_.end()) return;
  place->second->is_stopped = true;
  services_.erase(place);
}

Task<std::unique_ptr<Connection>> MemoryTransport::connect(Endpoint endpoint, Deadline deadline) {
  const auto place = services_.find({endpoint.host, endpoint.port});
  if (refuses_ || place == services_.end()) {
    throw Error(Kind::unavailable, "net/connection-refused",
                fmt::format("Cannot connect to {}:{}: nobody serves it.", endpoint.host, endpoint.port));
  }
  ++connections_opened_;
  auto link = std::make_shared<Link>();
  link->service = place->second;
  co_return std::make_unique<End>(*this, std::move(link));
}

// Runs as long as there are whole requests; the next bytes start it again.
Task<> MemoryTransport::answer_what_came(MemoryTransport& self, std::shared_ptr<Link> link) {
  auto& parser = link->parser;
  for (bool goes_on = true; goes_on;) {
    const auto before = parser.state();
    auto& bytes = link->to_server.bytes;
    bytes.erase(0, parser.feed(bytes));
    if (parser.state() == RequestParser::State::refused) {
      std::string wire;
      const auto refused = Response::text(parser.refusal().status, parser.refusal().detail);
      write_head(wire, refused, {.date = "-", .keeps_alive = false});
      link->to_client.put(wire + refused.body);
      link->close();
    } else if (parser.state() == RequestParser::State::done) {
      auto request = parser.take();
      const bool keeps_alive = parser.keeps_alive();
      if (!co_await self.answer(*link, std::move(request), keeps_alive)) link->close();
    } else {
      goes_on = parser.state() != before;
    }
    goes_on = goes_on && !link->to_server.is_closed;
  }
  link->is_busy = false;
}

// False when the connection ends with it.
Task<bool> MemoryTransport::answer(Link& link, Request request, bool keeps_alive) {
  auto& service = *link.service;
  auto& out = link.to_client;
  request.peer = "memory";
  request.id = fmt::format("r_memory-{}", ++service.requests);
  const bool is_head = request.method == "HEAD";
  const auto treatment = treatment_ ? treatment_(request) : Treatment{};
  if (treatment.delay_before.count() > 0) co_await clock_.sleep_for(treatment.delay_before);
  if (treatment.fault == Fault::refuse || treatment.fault == Fault::close_before_handler) co_return false;

  Response response;
  try {
    response = co_await service.handler(std::move(request));
  } catch (const std::exception& failure) {
    response = Response::text(500, failure.what());
  }
  if (treatment.delay_after.count() > 0) co_await clock_.sleep_for(treatment.delay_after);
  if (treatment.fault == Fault::close_after_handler) co_return false;

  const bool is_streamed = static_cast<bool>(response.stream);
  const bool is_chunked = is_streamed && !response.stream_bytes;
  std::string wire;
  const auto date = to_http_date(clock_.wall());
  write_head(wire, response,
             {.date = date,
              .keeps_alive = keeps_alive,
              .is_head = is_head,
              .is_chunked = is_chunked,
              .is_streamed = is_streamed});
  if (!is_head && !is_streamed) wire += plain_body(response);
  if (treatment.fault == Fault::cut_answer) {
    out.put(std::string_view(wire).substr(0, wire.size() - std::max<std::size_t>(plain_body(response).size() / 2, 1)));
    co_return false;
  }
  out.put(wire);
  if (is_head || !is_streamed) co_return keeps_alive;

  Writer writer(out, is_chunked);
  std::exception_ptr failure;
  using namespace asio::experimental::awaitable_operators;
  const auto first = co_await (carry(response.stream(writer), failure) || link.to_server.until_closed());
  if (failure || first.index() == 1) co_return false;  // the client sees a body that is cut short, or has gone
  if (is_chunked) out.put(kLastChunk);
  co_return keeps_alive;
}

}  // namespace frontdesk::net
