// What strangers may cost a server, with real sockets.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <deque>

#include "net/tests/house.h"

namespace frontdesk::net {
namespace {

using namespace std::chrono_literals;

Task<Response> echo_size(Request request) {
  co_return Response::text(200, fmt::format("{} bytes from {}", request.body.size(), request.peer));
}

// Lets in whoever says the word, with a body of at most 1000 bytes.
Admission doorman(const Request& head) {
  if (head.headers.get("authorization") != "friend") return {.response = Response::text(401, "who are you?")};
  return {.standing = Standing::known, .answer = echo_size, .body_bytes_max = 1000};
}

constexpr std::string_view kFriend =
    "POST / HTTP/1.1\r\nHost: a\r\nAuthorization: friend\r\nContent-Length: 2\r\n\r\nhi";

Task<> say(std::uint16_t port, std::string wire, std::string& answer) {
  auto client = co_await raw_client(port);
  co_await client.send(wire);
  answer = co_await client.read_to_end();
}

std::string answer_to(GuardedHouse& house, std::string wire) {
  std::string answer;
  house.run(say(house.port, std::move(wire), answer));
  return answer;
}

TEST(Strangers, are_refused_before_their_body_comes) {
  GuardedHouse house(doorman);
  const auto answer = answer_to(house, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
  EXPECT_NE(answer.find("connection: close"), std::string::npos);
}

TEST(Strangers, are_not_asked_to_send_what_would_be_refused) {
  GuardedHouse house(doorman);
  const auto answer =
      answer_to(house, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
}

TEST(Strangers, keep_their_connection_where_the_body_had_come_with_the_head) {
  GuardedHouse house(doorman);
  const auto answer =
      answer_to(house,
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhiPOST / HTTP/1.1\r\nHost: a\r\nAuthorization: "
                "friend\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
  EXPECT_NE(answer.find("2 bytes from 127.0.0.1"), std::string::npos) << answer;
}

TEST(Server, holds_a_body_to_what_was_admitted) {
  const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nAuthorization: friend\r\n";
  GuardedHouse announced(doorman);
  EXPECT_TRUE(answer_to(announced, head + "Content-Length: 1001\r\n\r\n").starts_with("HTTP/1.1 413 "));
  GuardedHouse chunked(doorman);
  EXPECT_TRUE(answer_to(chunked, head + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x'))
                  .starts_with("HTTP/1.1 413 "));
}

TEST(Server, takes_the_clients_address_from_proxies_that_it_trusts) {
  const std::string wire =
      "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: friend\r\nX-Forwarded-For: 203.0.113.5, 192.0.2.1\r\nConnection: "
      "close\r\n\r\n";
  GuardedHouse trusting(doorman, {}, {AddressRange::parse("127.0.0.1")});
  EXPECT_NE(answer_to(trusting, wire).find("from 192.0.2.1"), std::string::npos);
  GuardedHouse wary(doorman);
  EXPECT_NE(answer_to(wary, wire).find("from 127.0.0.1"), std::string::npos);
}

Task<> come_among_the_silent(GuardedHouse& house, int silent, std::string& early, std::string& late) {
  auto friend_of_the_house = co_await raw_client(house.port);
  co_await friend_of_the_house.send(kFriend);
  early = co_await friend_of_the_house.read_until("127.0.0.1");
  std::deque<RawClient> crowd;
  for (int i = 0; i < silent; ++i) crowd.push_back(co_await raw_client(house.port));
  auto newcomer = co_await raw_client(house.port);
  co_await newcomer.send(kFriend);
  late = co_await newcomer.read_until("127.0.0.1");
  co_await friend_of_the_house.send(kFriend);
  early += co_await friend_of_the_house.read_until("127.0.0.1");
  EXPECT_EQ(co_await crowd.front().read_to_end(), "") << "the oldest silent one is still there";
}

TEST(Strangers, give_way_to_who_comes_and_friends_stay) {
  GuardedHouse house(doorman, {.connections_max = 20, .half_open_max = 10});
  std::string early, late;
  house.run(come_among_the_silent(house, 100, early, late));
  EXPECT_EQ(late.substr(0, 12), "HTTP/1.1 200");
  EXPECT_EQ(early.find("HTTP/1.1 200"), 0u);
  EXPECT_NE(early.rfind("HTTP/1.1 200"), 0u) << "the first connection was not kept";
}

// Few descriptors for as long as it lives. Those that are open stay open.
struct FewDescriptors {
  explicit FewDescriptors(rlim_t most) {
    getrlimit(RLIMIT_NOFILE, &before);
    rlimit few{most, before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewDescriptors() { setrlimit(RLIMIT_NOFILE, &before); }
  rlimit before{};
};

Task<> run_out_of_descriptors(GuardedHouse& house, std::string& kept, std::string& refused, std::string& late,
                              std::clock_t& busy) {
  auto friend_of_the_house = co_await raw_client(house.port);
  co_await friend_of_the_house.send(kFriend);
  kept = co_await friend_of_the_house.read_until("127.0.0.1");
  auto second = co_await raw_client(house.port);  // its socket is made while there are descriptors
  second.socket.close();
  boost::asio::ip::tcp::socket waiting(co_await boost::asio::this_coro::executor, boost::asio::ip::tcp::v4());
  {
    const FewDescriptors few(static_cast<rlim_t>(waiting.native_handle()) + 1);
    waiting.connect({boost::asio::ip::make_address("127.0.0.1"), house.port});
    const auto before = std::clock();
    boost::system::error_code code;
    co_await boost::asio::async_read(waiting, boost::asio::dynamic_buffer(refused),
                                     boost::asio::redirect_error(boost::asio::use_awaitable, code));
    co_await friend_of_the_house.send(kFriend);
    kept += co_await friend_of_the_house.read_until("127.0.0.1");
    co_await house.clock.sleep_for(300ms);
    busy = std::clock() - before;
  }
  auto newcomer = co_await raw_client(house.port);
  co_await newcomer.send(kFriend);
  late = co_await newcomer.read_until("127.0.0.1");
}

TEST(Server, lives_on_where_descriptors_run_out) {
  GuardedHouse house(doorman);
  std::string kept, refused, late;
  std::clock_t busy = 0;
  house.run(run_out_of_descriptors(house, kept, refused, late, busy));
  EXPECT_EQ(refused.substr(0, 12), "HTTP/1.1 503") << "the newcomer was left waiting";
  EXPECT_NE(kept.rfind("HTTP/1.1 200"), 0u) << "the old connection did not live";
  EXPECT_EQ(late.substr(0, 12), "HTTP/1.1 200");
  EXPECT_LT(busy, CLOCKS_PER_SEC / 10) << "it went round and round";
}

Task<> drip_body(GuardedHouse& house, std::string& answer) {
  auto client = co_await raw_client(house.port);
  co_await client.send("POST / HTTP/1.1\r\nHost: a\r\nAuthorization: friend\r\nContent-Length: 900\r\n\r\n");
  for (int i = 0; i < 200 && client.socket.available() == 0; ++i) {
    co_await client.send("x");
    co_await house.clock.sleep_for(10ms);
  }
  answer = co_await client.read_to_end();
}

TEST(Server, gives_a_body_no_more_time_for_dripping) {
  GuardedHouse house(doorman, {.body_time_max = 100ms});
  std::string answer;
  house.run(drip_body(house, answer));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 408 ")) << answer;
}

Task<Response> large(Request) { co_return Response::text(200, std::string(8'000'000, 'x')); }

Task<> read_slowly(House& house, std::size_t& got) {
  boost::asio::ip::tcp::socket socket(co_await boost::asio::this_coro::executor, boost::asio::ip::tcp::v4());
  socket.set_option(boost::asio::socket_base::receive_buffer_size(4096));
  socket.connect({boost::asio::ip::make_address("127.0.0.1"), house.port});
  RawClient client(std::move(socket));
  co_await client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  got = 0;
  std::vector<char> piece(400'000);
  for (boost::system::error_code code; !code;) {
    co_await house.clock.sleep_for(20ms);
    got += co_await boost::asio::async_read(client.socket, boost::asio::buffer(piece),
                                            boost::asio::redirect_error(boost::asio::use_awaitable, code));
  }
}

TEST(Server, keeps_only_so_much_for_slow_readers) {
  std::size_t got = 0;
  House roomy(large, {.memory_bytes_max = 20'000'000, .memory_bytes_per_address_max = 10'000'000});
  roomy.run(read_slowly(roomy, got));
  EXPECT_GT(got, 8'000'000u);
  House narrow(large, {.memory_bytes_per_address_max = 1'000'000});
  narrow.run(read_slowly(narrow, got));
  EXPECT_LT(got, 8'000'000u);
}

// A time that is enough for a piece of it, and not for the whole.
TEST(Server, gives_a_large_answer_the_time_that_it_needs) {
  std::size_t got = 0;
  House patient(large, {.write_time_max = 100ms, .bytes_per_second_min = 1000});
  patient.run(read_slowly(patient, got));
  EXPECT_GT(got, 8'000'000u);
}

TEST(Server, cuts_who_reads_too_slowly_on_the_average) {
  std::size_t got = 0;
  House impatient(large, {.write_time_max = 100ms, .bytes_per_second_min = 1'000'000'000});
  impatient.run(read_slowly(impatient, got));
  EXPECT_LT(got, 8'000'000u);
}

}  // namespace
}  // namespace frontdesk::net
