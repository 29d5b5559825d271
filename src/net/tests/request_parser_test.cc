#include "net/request_parser.h"

#include <gtest/gtest.h>

namespace frontdesk::net {
namespace {

struct Reading {
  std::vector<Request> requests;
  RequestParser::State state;
  int refusal = 0;
  bool has_begun = false;
};

Reading read(std::string_view wire, std::size_t step, ServerLimits limits = {}) {
  RequestParser parser(limits);
  Reading reading;
  std::string pending;
  for (std::size_t at = 0; at < wire.size(); at += step) {
    pending += wire.substr(at, step);
    for (bool goes_on = true; goes_on;) {
      const auto before = parser.state();
      const auto used = parser.feed(pending);
      pending.erase(0, used);
      goes_on = parser.state() != before || used > 0;
      if (parser.state() == RequestParser::State::done) reading.requests.push_back(parser.take());
    }
  }
  reading.state = parser.state();
  reading.refusal = parser.refusal().status;
  reading.has_begun = parser.has_begun();
  return reading;
}

// However the bytes are cut, the reading is the same.
Reading read(std::string_view wire, ServerLimits limits = {}) {
  const auto whole = read(wire, wire.size(), limits);
  for (const std::size_t step : {1, 2, 3, 7}) {
    const auto cut = read(wire, step, limits);
    EXPECT_EQ(cut.requests.size(), whole.requests.size()) << "in steps of " << step;
    EXPECT_EQ(cut.state, whole.state) << "in steps of " << step;
    EXPECT_EQ(cut.refusal, whole.refusal) << "in steps of " << step;
  }
  return whole;
}

TEST(RequestParser, reads_a_request_with_its_body) {
  const auto reading = read("\r\nPOST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Y:\t z \r\nContent-Length: 5\r\n\r\nhello");
  ASSERT_EQ(reading.requests.size(), 1u);
  const auto& request = reading.requests[0];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path(), "/a");
  EXPECT_EQ(request.query("b"), "c");
  EXPECT_EQ(request.headers.get("x-y"), "z");
  EXPECT_EQ(request.body, "hello");
}

TEST(RequestParser, reads_requests_that_follow_each_other) {
  const auto reading = read(
      "GET /1 HTTP/1.1\r\n\r\nPOST /2 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;a=b;c=\"d\\\"e\"\r\nhello\r\n00\r\nTrailer: x\r\n\r\nGET /3 HTTP/1.0\r\n\r\n");
  ASSERT_EQ(reading.requests.size(), 3u);
  EXPECT_EQ(reading.requests[1].body, "hello");
  EXPECT_EQ(reading.requests[2].target, "/3");
  EXPECT_FALSE(reading.has_begun);
}

TEST(RequestParser, refuses_what_two_readers_could_understand_in_two_ways) {
  const std::string_view heads[] = {
      "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
      "Content-Length: 1\r\nContent-Length: 1\r\n",
      "Content-Length: 1, 1\r\n",
      "Content-Length: +1\r\n",
      "Content-Length: -1\r\n",
      "Content-Length: 0x1\r\n",
      "Content-Length: 99999999999999999999\r\n",
      "Content-Length:\r\n",
      "Transfer-Encoding: chunked, identity\r\n",
      "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
      "Transfer-Encoding: chunked;q=1\r\n",
      "Transfer-Encoding: \x0b"
      "chunked\r\n",
      "Transfer-Encoding:\r\n",
      "A : b\r\n",
      "A: b\r\n c\r\n",
      " A: b\r\n",
      "A: b\n",
      "A: b\rC: d\r\n",
      "A: b\x7f\r\n",
      "A\x80: b\r\n",
      ": b\r\n",
      "no colon\r\n",
      "Host: a\r\nHost: a\r\n",
  };
  for (const auto head : heads) {
    const auto reading = read(fmt::format("POST / HTTP/1.1\r\n{}\r\n", head));
    EXPECT_EQ(reading.refusal, 400) << head;
    EXPECT_TRUE(reading.requests.empty()) << head;
  }
}

TEST(RequestParser, refuses_malformed_request_lines) {
  for (const std::string_view line :
       {"GET / HTTP/1.2", "GET / HTTP/2.0", "GET / http/1.1", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "GET /a b HTTP/1.1",
        "GET /", " GET / HTTP/1.1", "G\tET / HTTP/1.1", "get / HTTP/1.1", "PRI * HTTP/1.1", "GET /\xc3\xa4 HTTP/1.1",
        "GET"}) {
    EXPECT_EQ(read(fmt::format("{}\r\n\r\n", line)).refusal, 400) << line;
  }
}

TEST(RequestParser, refuses_malformed_chunks) {
  for (const std::string_view chunks :
       {"5\nhello\r\n0\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n", "5\r\nhello!\r\n0\r\n\r\n", "\r\n",
        "x\r\n", "-1\r\n", "0x5\r\nhello\r\n", "5;\r\nhello\r\n", "5;a=\r\nhello\r\n", "5;a=\"b\r\nhello\r\n",
        "5\r\r\nhello\r\n", "fffffffffffffffff\r\n", "0\r\nA : b\r\n\r\n", "0\r\nA: b\n\r\n"}) {
    const auto reading = read(fmt::format("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{}", chunks));
    EXPECT_EQ(reading.refusal, 400) << chunks;
  }
}

TEST(RequestParser, holds_its_limits) {
  const ServerLimits limits{.header_bytes_max = 100, .headers_max = 3, .body_bytes_max = 10};
  const std::string long_word(200, 'a');
  EXPECT_EQ(read("GET /" + long_word + " HTTP/1.1\r\n\r\n", limits).refusal, 414);
  EXPECT_EQ(read("GET / HTTP/1.1\r\nA: " + long_word + "\r\n\r\n", limits).refusal, 431);
  EXPECT_EQ(read("GET / HTTP/1.1\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n\r\n", limits).refusal, 431);
  EXPECT_EQ(read("POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n", limits).refusal, 413);
  EXPECT_EQ(read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n5\r\n12345\r\n", limits).refusal,
            413);
  EXPECT_EQ(read("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n1234567890", limits).requests.size(), 1u);
  const std::string endless_extension = "1;" + std::string(20'000, 'a');
  EXPECT_EQ(read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + endless_extension).refusal, 400);
}

TEST(RequestParser, knows_whether_the_client_wants_to_go_on) {
  const auto keeps_alive = [](std::string_view wire) {
    RequestParser parser{ServerLimits{}};
    parser.feed(wire);
    return parser.keeps_alive();
  };
  EXPECT_TRUE(keeps_alive("GET / HTTP/1.1\r\n\r\n"));
  EXPECT_FALSE(keeps_alive("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_FALSE(keeps_alive("GET / HTTP/1.1\r\nConnection: te, Close\r\n\r\n"));
  EXPECT_TRUE(keeps_alive("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(RequestParser, leaves_the_demands_of_a_server_to_their_own_check) {
  const auto status = [](std::string_view wire) {
    RequestParser parser{ServerLimits{}};
    parser.feed(wire);
    EXPECT_NE(parser.state(), RequestParser::State::refused) << wire;
    return check_for_server(parser.request(), parser).status;
  };
  EXPECT_EQ(status("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400);
  EXPECT_EQ(status("GET / HTTP/1.0\r\n\r\n"), 0);
  EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"), 0);
  EXPECT_EQ(status("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
  EXPECT_EQ(status("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"), 501);
  EXPECT_EQ(status("POST / HTTP/1.1\r\nHost: a\r\nExpect: money\r\n\r\n"), 417);
  EXPECT_EQ(status("GET a HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
}

TEST(RequestParser, makes_an_absolute_target_a_path) {
  RequestParser parser{ServerLimits{}};
  parser.feed("GET HTTP://a.b:80?c=d HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(check_for_server(parser.request(), parser).status, 0);
  EXPECT_EQ(parser.request().target, "/?c=d");
}

}  // namespace
}  // namespace frontdesk::net
