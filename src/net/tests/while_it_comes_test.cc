#include <gtest/gtest.h>

#include "base/error.h"
#include "net/tests/house.h"

namespace frontdesk::net {
namespace {

using namespace std::chrono_literals;

// What a handler saw of bodies that it read while they came.
struct Seen {
  std::size_t bytes = 0;
  int pieces = 0;
  std::string failure;
};

Task<Response> measure(Seen& seen, Request request, std::size_t most) {
  std::exception_ptr failure;
  try {
    while (seen.bytes < most) {
      const auto piece = co_await request.incoming->read();
      if (piece.empty()) break;
      seen.bytes += piece.size();
      ++seen.pieces;
    }
  } catch (const Error& error) {
    seen.failure = error.slug;
  }
  co_return Response::text(200, fmt::format("{} bytes\n", seen.bytes));
}

Admit reading(Seen& seen, std::size_t bytes_max, std::size_t most = std::string::npos) {
  return [&seen, bytes_max, most](const Request&) {
    return Admission{.standing = Standing::known,
                     .answer = [&seen, most](Request request) { return measure(seen, std::move(request), most); },
                     .body_bytes_max = bytes_max,
                     .reads_while_it_comes = true};
  };
}

Task<> converse(std::uint16_t port, std::vector<std::string> pieces, std::string mark, std::string& answer) {
  auto client = co_await raw_client(port);
  for (const auto& piece : pieces) co_await client.send(piece);
  answer = co_await client.read_until(mark);
}

std::string head_of(std::size_t bytes) {
  return fmt::format("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", bytes);
}

TEST(WhileItComes, a_body_is_read_in_pieces_that_the_server_would_not_hold) {
  Seen seen;
  GuardedHouse house(reading(seen, 64 << 20), {.body_bytes_max = 1024, .memory_bytes_max = 256 * 1024});
  std::string answer;
  house.run(converse(house.port, {head_of(8 << 20), std::string(8 << 20, 'x')}, "bytes\n", answer));
  EXPECT_EQ(seen.bytes, 8U << 20);
  EXPECT_GT(seen.pieces, 100);
  EXPECT_NE(answer.find("8388608 bytes"), std::string::npos) << answer;
}

TEST(WhileItComes, the_connection_goes_on_behind_a_body_that_was_read_whole) {
  Seen seen;
  GuardedHouse house(reading(seen, 1 << 20));
  std::string answer;
  const auto chunked =
      "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
  house.run(converse(house.port, {head_of(2), "hi", chunked, "GET /c HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"},
                     "connection: close", answer));
  EXPECT_NE(answer.find("2 bytes"), std::string::npos) << answer;
  EXPECT_NE(answer.find("7 bytes"), std::string::npos) << answer;
}

TEST(WhileItComes, one_that_was_not_read_to_its_end_ends_the_connection) {
  Seen seen;
  GuardedHouse house(reading(seen, 1 << 20, 1));
  std::string answer;
  house.run(converse(house.port, {head_of(1 << 20), std::string(1000, 'x')}, "bytes\n", answer));
  EXPECT_NE(answer.find("connection: close"), std::string::npos) << answer;
}

TEST(WhileItComes, more_than_was_admitted_is_refused_announced_or_not) {
  Seen seen;
  GuardedHouse house(reading(seen, 100));
  std::string announced;
  house.run(converse(house.port, {head_of(101)}, "HTTP/1.1 413", announced));
  EXPECT_TRUE(announced.starts_with("HTTP/1.1 413")) << announced;
  Seen other;
  GuardedHouse second(reading(other, 100));
  std::string answer;
  const auto chunk =
      "POST /b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n" + std::string(101, 'x') + "\r\n";
  second.run(converse(second.port, {chunk}, "bytes\n", answer));
  EXPECT_EQ(other.failure, "request/body-too-large");
}

Task<> leave_inside(std::uint16_t port, Seen& seen, Clock& clock) {
  {
    auto client = co_await raw_client(port);
    co_await client.send(head_of(1000));
    co_await client.send("half");
    co_await clock.sleep_for(50ms);
  }
  for (int i = 0; i < 100 && seen.failure.empty(); ++i) co_await clock.sleep_for(10ms);
}

TEST(WhileItComes, who_goes_away_inside_is_noticed) {
  Seen seen;
  GuardedHouse house(reading(seen, 1 << 20));
  house.run(leave_inside(house.port, seen, house.clock));
  EXPECT_EQ(seen.failure, "net/client-gone");
}

Task<> write_pieces(BodyWriter& writer) {
  co_await writer.write("abc");
  co_await writer.write("de");
}

Task<Response> stream_of(std::uint64_t announced) {
  Response response;
  response.stream = write_pieces;
  response.stream_bytes = announced;
  co_return response;
}

TEST(WhileItComes, a_stream_of_known_length_says_it_and_is_cut_off_where_it_is_another) {
  for (const std::uint64_t announced : {5, 6, 4}) {
    House house([announced](Request) { return stream_of(announced); });
    std::string answer;
    house.run(converse(house.port,
                       {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"},
                       "never", answer));
    EXPECT_NE(answer.find(fmt::format("content-length: {}\r\n", announced)), std::string::npos) << answer;
    EXPECT_EQ(answer.find("chunked"), std::string::npos);
    const auto second = answer.find("HTTP/1.1", 8);
    EXPECT_EQ(second != std::string::npos, announced == 5) << answer;
  }
}

}  // namespace
}  // namespace frontdesk::net
