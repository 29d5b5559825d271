#include "net/memory_transport.h"

#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

#include "base/error.h"
#include "net/request_parser.h"
#include "net/response_writer.h"

namespace frontdesk::net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// `a || b` waits for one success, so a failure is carried past it as a value.
Task<> carry(Task<> work, std::exception_ptr& failure) {
  try {
    co_await std::move(work);
  } catch (...) {
    failure = std::current_exception();
  }
}

}  // namespace

struct MemoryTransport::Service {
  Handler handler;
  bool is_stopped = false;
  int requests = 0;
};

// One direction of a connection: one task writes, one reads.
struct MemoryTransport::Pipe {
  explicit Pipe(const Executor& executor) : changed(executor, 1) {}

  void put(std::string_view piece) {
    if (is_closed) return;
    bytes += piece;
    changed.try_send(error_code());
  }

  void close() {
    is_closed = true;
    changed.try_send(error_code());
  }

  Task<std::size_t> take(std::span<char> into) {
    while (bytes.empty() && !is_closed) co_await changed.async_receive(asio::use_awaitable);
    const auto count = bytes.copy(into.data(), into.size());
    bytes.erase(0, count);
    co_return count;
  }

  Task<> until_closed() {
    while (!is_closed) co_await changed.async_receive(asio::use_awaitable);
  }

  std::string bytes;
  bool is_closed = false;
  asio::experimental::channel<void(error_code)> changed;
};

class MemoryTransport::End final : public Connection {
 public:
  End(std::shared_ptr<Pipe> in, std::shared_ptr<Pipe> out) : in_(std::move(in)), out_(std::move(out)) {}
  ~End() override { End::close(); }

  Task<std::size_t> read_some(std::span<char> into) override { co_return co_await in_->take(into); }
  Task<> write_all(std::string_view bytes) override {
    if (out_->is_closed) throw Error(Kind::unavailable, "net/connection-lost", "The peer closed the connection.");
    out_->put(bytes);
    co_return;
  }
  void close() override {
    in_->close();
    out_->close();
  }

 private:
  std::shared_ptr<Pipe> in_, out_;
};

struct MemoryTransport::Writer final : BodyWriter {
  explicit Writer(Pipe& out) : out(out) {}
  Task<> write(std::string_view bytes) override {
    if (out.is_closed) throw Error(Kind::unavailable, "net/client-gone", "The client went away.");
    std::string chunk;
    write_chunk(chunk, bytes);
    out.put(chunk);
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  }
  Pipe& out;
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
  const auto executor = co_await asio::this_coro::executor;
  const auto place = services_.find({endpoint.host, endpoint.port});
  if (refuses_ || place == services_.end()) {
    throw Error(Kind::unavailable, "net/connection-refused",
                fmt::format("Cannot connect to {}:{}: nobody serves it.", endpoint.host, endpoint.port));
  }
  ++connections_opened_;
  auto to_server = std::make_shared<Pipe>(executor);
  auto to_client = std::make_shared<Pipe>(executor);
  asio::co_spawn(executor, answer_all(*this, place->second, to_server, to_client), asio::detached);
  co_return std::make_unique<End>(to_client, to_server);
}

Task<> MemoryTransport::answer_all(MemoryTransport& self, std::shared_ptr<Service> service, std::shared_ptr<Pipe> in,
                                   std::shared_ptr<Pipe> out) {
  RequestParser parser{ServerLimits{}};
  std::string pending;
  std::array<char, 4096> buffer;
  for (bool goes_on = true; goes_on && !service->is_stopped;) {
    const auto before = parser.state();
    pending.erase(0, parser.feed(pending));
    if (parser.state() == RequestParser::State::refused) {
      std::string wire;
      const auto refused = Response::text(parser.refusal().status, parser.refusal().detail);
      write_head(wire, refused, {.date = "-", .keeps_alive = false});
      out->put(wire + refused.body);
      break;
    }
    if (parser.state() == RequestParser::State::done) {
      auto request = parser.take();
      goes_on = co_await self.answer(*service, std::move(request), parser.keeps_alive(), *in, *out);
    } else if (parser.state() == before) {
      const auto count = co_await in->take(buffer);
      if (count == 0) break;
      pending.append(buffer.data(), count);
    }
  }
  in->close();
  out->close();
}

// False when the connection ends with it.
Task<bool> MemoryTransport::answer(Service& service, Request request, bool keeps_alive, Pipe& in, Pipe& out) {
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
  std::string wire;
  const auto date = to_http_date(clock_.wall());
  write_head(wire, response,
             {.date = date,
              .keeps_alive = keeps_alive,
              .is_head = is_head,
              .is_chunked = is_streamed,
              .is_streamed = is_streamed});
  if (!is_head && !is_streamed) wire += plain_body(response);
  if (treatment.fault == Fault::cut_answer) {
    out.put(std::string_view(wire).substr(0, wire.size() - std::max<std::size_t>(plain_body(response).size() / 2, 1)));
    co_return false;
  }
  out.put(wire);
  if (is_head || !is_streamed) co_return keeps_alive;

  Writer writer(out);
  std::exception_ptr failure;
  using namespace asio::experimental::awaitable_operators;
  const auto first = co_await (carry(response.stream(writer), failure) || in.until_closed());
  if (failure || first.index() == 1) co_return false;  // the client sees a body that is cut short, or has gone
  out.put(kLastChunk);
  co_return keeps_alive;
}

}  // namespace frontdesk::net
