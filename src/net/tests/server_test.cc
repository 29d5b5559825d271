#include "net/server.h"

#include <gtest/gtest.h>

#include <atomic>

#include "base/error.h"
#include "net/tests/house.h"

namespace frontdesk::net {
namespace {

using namespace std::chrono_literals;

int count(std::string_view text, std::string_view word) {
  int found = 0;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) ++found;
  return found;
}

Task<> ask(std::uint16_t port, std::string wire, std::string& answer) {
  auto client = co_await raw_client(port);
  co_await client.send(wire);
  client.half_close();
  answer = co_await client.read_to_end();
}

std::string answer_to(House& house, std::string wire) {
  std::string answer;
  house.run(ask(house.port, std::move(wire), answer));
  return answer;
}

bool is_reached(House& house, std::uint16_t port) {
  boost::asio::ip::tcp::socket socket(house.loops.context(0));
  boost::system::error_code code;
  socket.connect({boost::asio::ip::make_address("127.0.0.1"), port}, code);
  return !code;
}

Task<Response> echo(Request request) {
  co_return Response::text(200, request.method + " " + request.target + " " + request.body + "\n");
}

TEST(Server, answers_requests_that_were_sent_ahead_in_their_order) {
  House house(echo);
  const auto answer =
      answer_to(house,
                "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi"
                "GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /4 HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto first = answer.find("GET /1 \n"), second = answer.find("POST /2 hi\n"), third = answer.find("GET /3 \n");
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
  ASSERT_NE(third, std::string::npos) << answer;
  EXPECT_EQ(answer.find("GET /4"), std::string::npos) << "answered after Connection: close";
  EXPECT_EQ(count(answer, "connection: close"), 1);
}

TEST(Server, refuses_and_closes_after_what_is_ambiguous) {
  House house(echo);
  const auto answer = answer_to(house,
                                "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                                "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(count(answer, "HTTP/1.1 200"), 1);
  EXPECT_EQ(count(answer, "HTTP/1.1 400"), 1);
  EXPECT_EQ(answer.find("smuggled"), std::string::npos);
}

TEST(Server, leaves_the_body_out_for_head) {
  House house(echo);
  const auto answer = answer_to(house, "HEAD /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(answer.find("content-length: 9\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST(Server, speaks_http_1_0) {
  House house(echo);
  const auto answer = answer_to(house, "GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\n");
  EXPECT_EQ(count(answer, "connection: keep-alive"), 1);
  EXPECT_EQ(count(answer, "connection: close"), 1);
}

Task<> send_after_continue(std::uint16_t port, std::string& answer) {
  auto client = co_await raw_client(port);
  co_await client.send("POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  answer = co_await client.read_until("\r\n\r\n");
  co_await client.send("hi");
  answer += co_await client.read_until("hi\n");
}

TEST(Server, tells_a_client_that_asks_to_go_on) {
  House house(echo);
  std::string answer;
  house.run(send_after_continue(house.port, answer));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")) << answer;
}

Task<Response> fail(Request) {
  throw std::runtime_error("the secret of the house");
  co_return Response{};
}

TEST(Server, makes_what_a_handler_throws_a_500_without_its_cause) {
  House house(fail);
  const auto answer = answer_to(house, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
  EXPECT_EQ(answer.find("secret"), std::string::npos);
}

Task<Response> split_headers(Request) {
  Response response = Response::text(200, "x");
  response.headers.add("x-a", "b\r\nset-cookie: c");
  response.headers.add("bad name", "d");
  co_return response;
}

TEST(Server, never_splits_a_response_header) {
  House house(split_headers);
  const auto answer = answer_to(house, "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(answer.find("x-a: b  set-cookie: c\r\n"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("bad name"), std::string::npos);
}

Task<Response> large(Request) {
  Response response;
  response.shared_body = std::make_shared<const std::string>(5'000'000, 'x');
  co_return response;
}

TEST(Server, sends_a_large_body_whole) {
  House house(large);
  const auto answer = answer_to(house, "GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, 5'000'000u);
}

TEST(Server, knows_its_port_before_it_lets_anybody_in) {
  House house(always("x"));
  BoundPort port(house.loops, "127.0.0.1", 0);
  const auto number = port.number();
  EXPECT_NE(number, 0);
  EXPECT_FALSE(is_reached(house, number));
  house.server.listen(std::move(port));
  EXPECT_TRUE(is_reached(house, number));
}

TEST(Server, names_the_port_that_is_taken) {
  House house(always("x"));
  try {
    house.server.listen("127.0.0.1", house.port);
    FAIL() << "listened twice";
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "net/port-taken");
    EXPECT_NE(error.detail.find(std::to_string(house.port)), std::string::npos);
  }
  EXPECT_THROW(house.server.listen("example", 0), Error);
}

// The limits of time, each with a client that is too slow for it.
constexpr ServerLimits kImpatient{
    .header_time_max = 60ms, .body_time_max = 60ms, .idle_time_max = 60ms, .write_time_max = 60ms};

Task<> be_slow(std::uint16_t port, std::string wire, std::string& answer) {
  auto client = co_await raw_client(port);
  co_await client.send(wire);
  answer = co_await client.read_to_end();
}

std::string answer_to_slow(std::string wire) {
  House house(echo, kImpatient);
  std::string answer;
  house.run(be_slow(house.port, std::move(wire), answer));
  return answer;
}

TEST(Server, cuts_slow_clients) {
  EXPECT_TRUE(answer_to_slow("GET / HTTP/1.1\r\nHo").starts_with("HTTP/1.1 408 "));
  EXPECT_TRUE(answer_to_slow("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1").starts_with("HTTP/1.1 408 "));
  EXPECT_EQ(answer_to_slow(""), "");
}

Task<> drip(std::uint16_t port, Clock& clock, std::string& answer) {
  auto client = co_await raw_client(port);
  try {
    for (int i = 0; i < 100; ++i) {
      co_await client.send("X");
      co_await clock.sleep_for(5ms);
      if (client.socket.available() > 0) break;
    }
  } catch (const boost::system::system_error&) {
  }
  answer = co_await client.read_to_end();
}

TEST(Server, gives_a_header_no_more_time_for_dripping) {
  House house(echo, kImpatient);
  std::string answer;
  house.run(drip(house.port, house.clock, answer));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 ")) << answer;
}

struct Watched {
  std::atomic<bool> ended_by_cancel = false;
  std::atomic<bool> saw_client_go = false;
};

Task<> write_until_refused(Watched& watched, BodyWriter& writer) {
  const std::string piece(100'000, 'x');
  try {
    for (;;) co_await writer.write(piece);
  } catch (const Error& error) {
    watched.saw_client_go = error.slug == "net/client-gone";
    throw;
  }
}

Task<> tick(Watched& watched, Clock& clock, BodyWriter& writer) {
  co_await writer.write("data: first\n\n");
  try {
    co_await clock.sleep_for(1h);
  } catch (const boost::system::system_error&) {
    watched.ended_by_cancel = true;
    throw;
  }
}

Handler streaming(BodyStream stream) {
  return [stream](Request) {
    Response response;
    response.headers.add("content-type", "text/event-stream");
    response.stream = stream;
    return respond(std::move(response));
  };
}

Task<> wait_for(Clock& clock, const std::atomic<bool>& flag) {
  for (int i = 0; i < 400 && !flag; ++i) co_await clock.sleep_for(5ms);
}

Task<> read_nothing(House& house, const std::atomic<bool>& flag) {
  auto client = co_await raw_client(house.port);
  co_await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  co_await wait_for(house.clock, flag);
}

TEST(Server, cuts_a_client_that_does_not_read_its_stream) {
  Watched watched;
  House house(streaming([&](BodyWriter& writer) { return write_until_refused(watched, writer); }), kImpatient);
  house.run(read_nothing(house, watched.saw_client_go));
  EXPECT_TRUE(watched.saw_client_go);
}

Task<> leave_stream(House& house, const std::atomic<bool>& flag, std::string& answer) {
  {
    auto client = co_await raw_client(house.port);
    co_await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    answer = co_await client.read_until("data: first\n\n");
  }
  co_await wait_for(house.clock, flag);
}

TEST(Server, notices_while_a_stream_is_idle_that_the_client_has_gone) {
  Watched watched;
  SystemClock clock;
  House house(streaming([&](BodyWriter& writer) { return tick(watched, clock, writer); }));
  std::string answer;
  house.run(leave_stream(house, watched.ended_by_cancel, answer));
  EXPECT_NE(answer.find("transfer-encoding: chunked\r\n"), std::string::npos);
  EXPECT_NE(answer.find("\r\n\r\nd\r\ndata: first\n\n\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(watched.ended_by_cancel);
}

Task<> two_pieces(BodyWriter& writer) {
  co_await writer.write("one");
  co_await writer.write("two");
}

TEST(Server, goes_on_with_the_connection_after_a_stream) {
  House house(streaming(two_pieces));
  std::string answer;
  house.run(be_slow(house.port,
                    "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", answer));
  EXPECT_EQ(count(answer, "3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"), 2) << answer;
}

TEST(Server, streams_to_http_1_0_until_the_connection_ends) {
  House house(streaming(two_pieces));
  std::string answer;
  house.run(be_slow(house.port, "GET / HTTP/1.0\r\n\r\n", answer));
  EXPECT_TRUE(answer.ends_with("\r\n\r\nonetwo")) << answer;
}

Task<> drain_while_streaming(House& house, std::string& answer, bool& was_refused) {
  auto streaming = co_await raw_client(house.port);
  auto idle = co_await raw_client(house.port);
  co_await streaming.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  answer = co_await streaming.read_until("data: first\n\n\r\n");
  co_await house.server.drain(Deadline::in(house.clock, 5s));
  answer += co_await streaming.read_to_end();
  EXPECT_EQ(co_await idle.read_to_end(), "");
  try {
    co_await raw_client(house.port);
  } catch (const boost::system::system_error&) {
    was_refused = true;
  }
}

TEST(Server, ends_its_streams_when_it_is_drained) {
  Watched watched;
  SystemClock clock;
  House house(streaming([&](BodyWriter& writer) { return tick(watched, clock, writer); }));
  std::string answer;
  bool was_refused = false;
  house.run(drain_while_streaming(house, answer, was_refused));
  EXPECT_TRUE(watched.ended_by_cancel);
  EXPECT_TRUE(answer.ends_with("0\r\n\r\n")) << answer;
  EXPECT_TRUE(was_refused);
}

Task<Response> take_time(Clock& clock) {
  co_await clock.sleep_for(100ms);
  co_return Response::text(200, "done");
}

Task<> drain_while_handling(House& house, std::string& answer) {
  auto client = co_await raw_client(house.port);
  co_await client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  co_await house.clock.sleep_for(30ms);
  co_await house.server.drain(Deadline::in(house.clock, 5s));
  answer = co_await client.read_to_end();
}

TEST(Server, answers_what_is_under_way_when_it_is_drained) {
  SystemClock clock;
  House house([&](Request) { return take_time(clock); });
  std::string answer;
  house.run(drain_while_handling(house, answer));
  EXPECT_TRUE(answer.ends_with("done")) << answer;
  EXPECT_NE(answer.find("connection: close"), std::string::npos);
}

Task<> connect_too_often(House& house, std::string& answer) {
  auto first = co_await raw_client(house.port);
  co_await first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  co_await first.read_until("x");
  auto second = co_await raw_client(house.port);
  answer = co_await second.read_to_end();
}

TEST(Server, turns_away_more_connections_than_it_has_room_for) {
  House house(always("x"), {.connections_max = 1});
  std::string answer;
  house.run(connect_too_often(house, answer));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
}

Task<> send_too_much(House& house, std::string& answer) {
  auto client = co_await raw_client(house.port);
  co_await client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  try {
    co_await client.send(std::string(1'000'000, 'x'));
  } catch (const boost::system::system_error&) {
  }
  answer = co_await client.read_to_end();
}

TEST(Server, lets_a_client_that_still_sends_read_why_it_was_refused) {
  House house(always("x"), {.body_bytes_max = 1000});
  std::string answer;
  house.run(send_too_much(house, answer));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 ")) << answer;
}

}  // namespace
}  // namespace frontdesk::net
