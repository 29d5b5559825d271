#include "net/client.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "net/memory_transport.h"
#include "net/tests/house.h"
#include "support/run_task.h"

namespace frontdesk::net {
namespace {

using namespace std::chrono_literals;
using support::run_task;

// What a task ends with: "unavailable net/connection-refused".
template <class T>
Task<std::string> failure_of(Task<T> task) {
  try {
    co_await std::move(task);
  } catch (const Error& error) {
    co_return fmt::format("{} {}", to_string(error.kind), error.slug);
  }
  co_return "none";
}

Task<Response> mirror(Request request) {
  auto response = Response::text(201, request.method + " " + request.target + " " + request.body);
  response.headers.add("x-host", request.headers.get("host"));
  response.headers.add("x-given", request.headers.get("x-given"));
  co_return response;
}

struct Memory {
  Memory() { transport.serve("back.office", 8080, mirror); }

  ClientResponse send(ClientRequest request) {
    return run_task(client.send(std::move(request), Deadline::in(clock, 2s)));
  }
  std::string failure(ClientRequest request, std::chrono::milliseconds span = 2s) {
    return run_task(failure_of(client.send(std::move(request), Deadline::in(clock, span))));
  }

  SystemClock clock;
  MemoryTransport transport{clock};
  Client client{transport, clock};
};

TEST(Client, sends_a_request_and_reads_the_answer) {
  Memory memory;
  ClientRequest request{.method = "POST", .url = "http://back.office:8080/a?b=c", .body = "hello"};
  request.headers.add("X-Given", "yes");
  const auto response = memory.send(request);
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, "POST /a?b=c hello");
  EXPECT_EQ(response.headers.get("x-host"), "back.office:8080");
  EXPECT_EQ(response.headers.get("x-given"), "yes");
}

TEST(Client, says_when_nobody_is_there) {
  Memory memory;
  EXPECT_EQ(memory.failure({.url = "http://nobody:1/"}), "unavailable net/connection-refused");
  memory.transport.stop("back.office", 8080);
  EXPECT_EQ(memory.failure({.url = "http://back.office:8080/"}), "unavailable net/connection-refused");
}

TEST(Client, never_sends_a_header_that_would_be_two) {
  Memory memory;
  ClientRequest request{.url = "http://back.office:8080/"};
  request.headers.add("x-given", "a\r\nx-host: b");
  EXPECT_EQ(memory.failure(request), "invalid net/bad-header");
}

TEST(Client, holds_the_limit_of_the_answer) {
  Memory memory;
  memory.transport.serve("big", 80, always(std::string(5000, 'x')));
  EXPECT_EQ(memory.failure({.url = "http://big/", .response_bytes_max = 4999}), "invalid net/response-too-large");
  EXPECT_EQ(memory.send({.url = "http://big/", .response_bytes_max = 5000}).body.size(), 5000u);
}

TEST(Client, gives_up_at_the_deadline) {
  Memory memory;
  memory.transport.treat([](const Request&) { return Treatment{.delay_before = 300ms}; });
  EXPECT_EQ(memory.failure({.url = "http://back.office:8080/"}, 30ms), "timeout deadline-passed");
}

Task<int> send_three(Client& client, ClientRequest request) {
  for (int i = 0; i < 3; ++i) co_await client.send(request, Deadline::never());
  co_return 0;
}

TEST(Client, keeps_a_connection_for_what_may_be_repeated_only) {
  Memory memory;
  run_task(send_three(memory.client, {.url = "http://back.office:8080/"}));
  EXPECT_EQ(memory.transport.connections_opened(), 1);
  run_task(send_three(memory.client, {.method = "POST", .url = "http://back.office:8080/", .repeatable = true}));
  EXPECT_LE(memory.transport.connections_opened(), 2);
  const auto before = memory.transport.connections_opened();
  run_task(send_three(memory.client, {.method = "POST", .url = "http://back.office:8080/"}));
  EXPECT_EQ(memory.transport.connections_opened(), before + 3);
}

// A peer that answers once on a connection and then closes it without a word.
Task<std::string> send_on_stale(Client& client, std::string method, bool repeatable) {
  co_await client.send({.url = "http://back.office:8080/first"}, Deadline::never());
  ClientRequest second{.method = method, .url = "http://back.office:8080/second"};
  second.repeatable = repeatable;
  co_return co_await failure_of(client.send(second, Deadline::never()));
}

TEST(Client, repeats_once_on_a_fresh_connection_what_died_with_a_kept_one) {
  Memory memory;
  int lost = 0, seen = 0;
  memory.transport.treat([&](const Request& request) {
    if (request.target != "/second") return Treatment{};
    return Treatment{.fault = ++seen <= lost ? Fault::close_after_handler : Fault::none};
  });
  lost = 1;
  EXPECT_EQ(run_task(send_on_stale(memory.client, "GET", true)), "none");
  EXPECT_EQ(seen, 2);
  seen = 0, lost = 2;
  EXPECT_EQ(run_task(send_on_stale(memory.client, "GET", true)), "unavailable net/connection-lost");
  EXPECT_EQ(seen, 2);
  seen = 0, lost = 1;
  EXPECT_EQ(run_task(send_on_stale(memory.client, "POST", false)), "unavailable net/connection-lost");
  EXPECT_EQ(seen, 1) << "sent twice what must not be repeated";
}

TEST(Client, takes_half_an_answer_for_none) {
  Memory memory;
  memory.transport.treat([](const Request&) { return Treatment{.fault = Fault::cut_answer}; });
  EXPECT_EQ(memory.failure({.url = "http://back.office:8080/"}), "invalid net/malformed-response");
}

Task<> three_pieces(BodyWriter& writer) {
  for (const auto* piece : {"one ", "two ", "three"}) co_await writer.write(piece);
}

Task<> endless(BodyWriter& writer) {
  for (;;) co_await writer.write("again ");
}

Handler streaming(int status, BodyStream stream) {
  return [status, stream](Request) { return respond(Response{.status = status, .stream = stream}); };
}

TEST(Client, hands_on_a_body_while_it_arrives) {
  Memory memory;
  memory.transport.serve("stream", 80, streaming(200, three_pieces));
  std::vector<std::string> pieces;
  const auto response = run_task(memory.client.stream({.url = "http://stream/"}, Deadline::never(),
                                                      [&](std::string_view piece) { pieces.emplace_back(piece); }));
  EXPECT_EQ(pieces, (std::vector<std::string>{"one ", "two ", "three"}));
  EXPECT_EQ(response.body, "");
}

TEST(Client, collects_the_body_of_a_stream_that_was_refused) {
  Memory memory;
  memory.transport.serve("stream", 80, streaming(500, three_pieces));
  const auto response = run_task(memory.client.stream({.url = "http://stream/"}, Deadline::never(),
                                                      [](std::string_view) { FAIL() << "handed on"; }));
  EXPECT_EQ(response.body, "one two three");
}

TEST(Client, ends_a_stream_that_is_larger_than_allowed) {
  Memory memory;
  memory.transport.serve("stream", 80, streaming(200, endless));
  EXPECT_EQ(run_task(failure_of(memory.client.stream({.url = "http://stream/", .response_bytes_max = 1000},
                                                     Deadline::never(), [](std::string_view) {}))),
            "invalid net/response-too-large");
}

// Real sockets: the same client against our server and against a peer that says what it is told to.
Task<> ask_server(House& house, ClientResponse& response) {
  const auto transport = system_transport();
  Client client(*transport, house.clock);
  for (int i = 0; i < 2; ++i) {
    response =
        co_await client.send({.url = fmt::format("http://localhost:{}/x", house.port)}, Deadline::in(house.clock, 5s));
  }
}

TEST(SystemTransport, reaches_a_server_by_name) {
  House house(mirror);
  ClientResponse response;
  house.run(ask_server(house, response));
  EXPECT_EQ(response.body, "GET /x ");
}

Task<std::string> connect_to_nobody(Client& client) {
  co_return co_await failure_of(client.send({.url = "http://127.0.0.1:1/"}, Deadline::never()));
}

TEST(SystemTransport, says_when_the_connection_is_refused) {
  SystemClock clock;
  const auto transport = system_transport();
  Client client(*transport, clock);
  EXPECT_EQ(run_task(connect_to_nobody(client)), "unavailable net/connection-refused");
}

Task<> say(boost::asio::ip::tcp::acceptor& acceptor, std::string wire) {
  auto socket = co_await acceptor.async_accept(boost::asio::use_awaitable);
  std::array<char, 4096> ignored;
  co_await socket.async_read_some(boost::asio::buffer(ignored), boost::asio::use_awaitable);
  co_await boost::asio::async_write(socket, boost::asio::buffer(wire), boost::asio::use_awaitable);
}

Task<std::string> outcome_of(std::string wire) {
  const auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::ip::tcp::acceptor acceptor(executor, {boost::asio::ip::make_address("127.0.0.1"), 0});
  SystemClock clock;
  const auto transport = system_transport();
  Client client(*transport, clock);
  const auto url = fmt::format("http://127.0.0.1:{}/", acceptor.local_endpoint().port());
  boost::asio::co_spawn(executor, say(acceptor, std::move(wire)), [](std::exception_ptr) {});
  try {
    const auto response = co_await client.send({.url = url, .response_bytes_max = 100}, Deadline::in(clock, 5s));
    co_return fmt::format("{} {}", response.status, response.body);
  } catch (const Error& error) {
    co_return error.slug;
  }
}

std::string hello(char name) { return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{}", name); }

// Answers "a" on the first connection, says something more when nobody has asked, and answers "b" on the next.
Task<> say_more_than_asked(boost::asio::ip::tcp::acceptor& acceptor, Clock& clock, std::string more) {
  auto first = co_await acceptor.async_accept(boost::asio::use_awaitable);
  std::array<char, 4096> ignored;
  co_await first.async_read_some(boost::asio::buffer(ignored), boost::asio::use_awaitable);
  co_await boost::asio::async_write(first, boost::asio::buffer(hello('a')), boost::asio::use_awaitable);
  co_await clock.sleep_for(5ms);
  co_await boost::asio::async_write(first, boost::asio::buffer(more), boost::asio::use_awaitable);
  co_await say(acceptor, hello('b'));
}

Task<std::string> ask_twice(std::string more) {
  const auto executor = co_await boost::asio::this_coro::executor;
  boost::asio::ip::tcp::acceptor acceptor(executor, {boost::asio::ip::make_address("127.0.0.1"), 0});
  SystemClock clock;
  const auto transport = system_transport();
  Client client(*transport, clock);
  const auto url = fmt::format("http://127.0.0.1:{}/", acceptor.local_endpoint().port());
  boost::asio::co_spawn(executor, say_more_than_asked(acceptor, clock, std::move(more)), [](std::exception_ptr) {});
  const auto first = co_await client.send({.url = url}, Deadline::in(clock, 5s));
  co_await clock.sleep_for(50ms);
  const auto second = co_await client.send({.url = url}, Deadline::in(clock, 5s));
  co_return first.body + second.body;
}

TEST(SystemTransport, takes_nothing_that_came_unasked_for_the_next_answer) {
  EXPECT_EQ(run_task(ask_twice(hello('x'))), "ab");
  EXPECT_EQ(run_task(ask_twice("x")), "ab");
}

TEST(SystemTransport, reads_answers_as_peers_write_them) {
  const std::pair<std::string, std::string> cases[] = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "200 hi"},
      {"HTTP/1.0 200 OK\r\n\r\nuntil the end", "200 until the end"},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
       "204 "},
      {"HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "200 hi"},
      {"HTTP/1.1 304 Not Modified\r\nContent-Length: 50\r\n\r\n", "304 "},
      {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi", "net/malformed-response"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n", "net/malformed-response"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "net/malformed-response"},
      {"HTTP/1.1 20 OK\r\n\r\n", "net/malformed-response"},
      {"<html>I am no HTTP</html>\r\n", "net/malformed-response"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", "net/response-too-large"},
      {"HTTP/1.1 200 OK\r\n\r\n" + std::string(101, 'x'), "net/response-too-large"},
      {"", "net/connection-lost"},
  };
  for (const auto& [wire, outcome] : cases) EXPECT_EQ(run_task(outcome_of(wire)), outcome) << wire;
}

}  // namespace
}  // namespace frontdesk::net
