// What the gateway decides by the head of a request, and what it looks at again while a stream is open.
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>

#include "base/error.h"
#include "base/json.h"
#include "gateway/gateway.h"
#include "gateway/tests/rights.h"
#include "support/run_task.h"

namespace frontdesk::gateway {
namespace {

using namespace std::chrono_literals;
using platform::Permission;
using platform::RouteRequest;

constexpr std::string_view kApi = R"(
paths:
  /v1/conversations/{id}/messages:
    post:
      requestBody: {required: true, content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: said}}
  /v1/files:
    post:
      requestBody: {required: true, x-body-bytes-max: 1000000, content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: kept}}
)";

Task<net::Response> say_ok(RouteRequest) { co_return net::Response::json(200, "{}"); }

Task<> tick(Clock& clock, net::BodyWriter& writer) {
  for (;;) {
    co_await writer.write("tick");
    co_await clock.sleep_for(1s);
  }
}

// A wall clock that somebody sets, beside a clock that waits.
struct SetClock final : Clock {
  Timestamp wall() const override { return {ticking.wall().ms + set_by_ms}; }
  Moment now() const override { return ticking.now(); }
  Task<> sleep_until(Moment moment) override { return ticking.sleep_until(moment); }
  ManualClock ticking{{1'000'000'000'000}};
  std::int64_t set_by_ms = 0;
};

struct House {
  explicit House(GatewayOptions options = {})
      : gateway(clock, *log, sign_in, options,
                {.routes = {{"POST", "/v1/conversations/{id}/messages", Permission{"conversation.own"}, say_ok,
                             platform::Sites::any},
                            {"POST", "/v1/files", Permission{"config.write"}, say_ok},
                            {"GET", "/stream", Permission{"conversation.own"},
                             [this](RouteRequest) { return open_stream(); }}},
                 .api_parts = {kApi}}) {}

  Task<net::Response> open_stream() {
    net::Response response;
    response.stream = [this](net::BodyWriter& writer) { return tick(clock, writer); };
    co_return response;
  }

  static net::Request head(std::string method, std::string target, const std::string& token,
                           std::initializer_list<net::Header> more = {}) {
    net::Request request{.method = std::move(method), .target = std::move(target), .peer = "192.0.2.1", .id = "r_1"};
    if (!token.empty()) request.headers.add("authorization", "Bearer " + token);
    for (const auto& header : more) request.headers.add(header.name, header.value);
    return request;
  }
  // The status and slug with which a head is refused; "" where it is admitted.
  std::string refusal(const net::Request& head) {
    const auto admission = gateway.admit(head);
    if (admission.answer) return "";
    EXPECT_EQ(admission.standing, net::Standing::fresh);
    return fmt::format("{} {}", admission.response.status,
                       json::print(json::parse(admission.response.body)["type"]).substr(11));
  }
  net::Response send(const std::string& token, std::string peer = "192.0.2.1") {
    auto request = head("POST", "/v1/conversations/c_1/messages", token, {{"content-type", "application/json"}});
    request.peer = std::move(peer);
    request.body = "{}";
    return support::run_task(gateway.handle(std::move(request)));
  }

  SetClock clock;
  std::unique_ptr<Log> log = silent_log();
  bool shows_trace = true;
  Credentials credentials{std::string(32, 's'), clock, some_rights(), {.visitor_life = 1000s}};
  SignIn sign_in{credentials, "ok_operator", [](std::string_view) { return std::optional<platform::Caller>(); },
                 [this](const TenantId&) { return shows_trace; }};
  std::string visitor = credentials.visitor_token(TenantId::parse("bistro"), "c_1");
  std::string staff = credentials.staff_session(TenantId::parse("bistro"), "Ana", 1h).token;
  Gateway gateway;
};

TEST(Admission, refuses_by_the_head_alone) {
  House house;
  const auto post = [&](std::string path, const std::string& token, std::initializer_list<net::Header> more = {}) {
    return house.refusal(House::head("POST", std::move(path), token, more));
  };
  EXPECT_EQ(post("/v1/files", ""), "401 sign-in/missing\"");
  EXPECT_EQ(post("/v1/files", "vt_forged.x"), "401 sign-in/unknown\"");
  EXPECT_EQ(post("/v1/files", house.visitor), "403 sign-in/not-permitted\"");
  EXPECT_EQ(post("/v1/nothing", house.staff), "404 request/unknown-path\"");
  EXPECT_EQ(house.refusal(House::head("PUT", "/v1/files", house.staff)), "405 request/method-not-allowed\"");
  EXPECT_EQ(post("/v1/files", house.staff, {{"content-encoding", "gzip"}}), "415 request/encoded-body\"");
  EXPECT_EQ(post("/v1/files", house.staff, {{"content-encoding", "identity"}}), "");
}

TEST(Admission, allows_each_route_the_body_that_its_document_says) {
  House house;
  const auto sized = [&](std::string path, const std::string& token, std::string bytes) {
    return house.refusal(House::head("POST", std::move(path), token, {{"content-length", std::move(bytes)}}));
  };
  EXPECT_EQ(sized("/v1/files", house.staff, "1000000"), "");
  EXPECT_EQ(sized("/v1/files", house.staff, "1000001"), "413 request/body-too-large\"");
  EXPECT_EQ(sized("/v1/conversations/c_1/messages", house.visitor, "65536"), "");
  EXPECT_EQ(sized("/v1/conversations/c_1/messages", house.visitor, "65537"), "413 request/body-too-large\"");
  const auto admission = house.gateway.admit(House::head("POST", "/v1/conversations/c_1/messages", house.visitor));
  EXPECT_EQ(admission.body_bytes_max, 65536u) << "for bodies that do not say how long they are";
}

TEST(Admission, knows_who_has_shown_a_credential) {
  House house;
  EXPECT_EQ(house.gateway.admit(House::head("GET", "/healthz", "")).standing, net::Standing::guest);
  EXPECT_EQ(house.gateway.admit(House::head("GET", "/stream", house.visitor)).standing, net::Standing::known);
}

TEST(Admission, holds_the_rate_of_an_address) {
  House house({.address_rate = {.per_second = 1, .burst = 2}});
  for (int i = 0; i < 2; ++i) EXPECT_EQ(house.refusal(House::head("GET", "/healthz", "")), "");
  EXPECT_EQ(house.refusal(House::head("GET", "/healthz", "")), "429 request/too-many\"");
  auto other = House::head("GET", "/healthz", "");
  other.peer = "192.0.2.2";
  EXPECT_EQ(house.refusal(other), "");
  other.peer = "127.0.0.1";
  for (int i = 0; i < 10; ++i) EXPECT_EQ(house.refusal(other), "") << "a proxy that nobody trusts is no address";
}

TEST(VisitorToken, is_renewed_by_use_past_half_of_its_life) {
  House house;
  EXPECT_EQ(house.send(house.visitor).headers.get("frontdesk-token"), "");
  house.clock.ticking.advance(500s);
  const auto answer = house.send(house.visitor);
  const std::string fresh(answer.headers.get("frontdesk-token"));
  ASSERT_NE(fresh, "");
  EXPECT_NE(answer.headers.get("access-control-expose-headers").find("frontdesk-token"), std::string_view::npos);
  house.clock.ticking.advance(500s);
  EXPECT_EQ(house.send(house.visitor).status, 401) << "the old token has expired";
  EXPECT_EQ(house.send(fresh).status, 200);
}

TEST(VisitorToken, does_not_come_back_when_the_clock_goes_back) {
  House house;
  house.clock.ticking.advance(1000s);
  EXPECT_EQ(house.send(house.visitor).status, 401);
  house.clock.set_by_ms = -999'000;
  EXPECT_EQ(house.send(house.visitor).status, 401);
  house.clock.ticking.advance(4000s);
  EXPECT_EQ(house.send(house.staff).status, 401) << "time stood still while the clock was behind";
}

TEST(VisitorToken, shows_the_trace_as_long_as_the_business_does) {
  House house;
  const auto may = [&] {
    return house.sign_in.sign_in(House::head("GET", "/stream", house.visitor)).caller.may({"conversation.trace"});
  };
  EXPECT_TRUE(may());
  house.shows_trace = false;
  EXPECT_FALSE(may());
}

// Reads a stream until it ends, or for so long.
struct Reader : net::BodyWriter {
  Task<> write(std::string_view) override {
    ++pieces;
    co_return;
  }
  int pieces = 0;
};

// How many seconds a stream that writes each second went on.
int seconds_of_stream(
    House& house, const std::string& token, std::chrono::seconds at_most,
    std::function<void(int second)> meanwhile = [](int) {}) {
  boost::asio::io_context context(1);
  auto response = support::run_task(context, house.gateway.handle(House::head("GET", "/stream", token)));
  Reader reader;
  bool is_over = false;
  boost::asio::cancellation_signal stop;
  boost::asio::co_spawn(context, response.stream(reader),
                        boost::asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr) { is_over = true; }));
  context.restart();
  context.poll();
  for (int second = 0; second < at_most.count() && !is_over; ++second) {
    meanwhile(second);
    house.clock.ticking.advance(1s);
    context.poll();
  }
  stop.emit(boost::asio::cancellation_type::terminal);
  context.poll();
  EXPECT_TRUE(is_over);
  return reader.pieces - 1;
}

TEST(Stream, ends_when_its_credential_has_expired) {
  House house({.stream_check = 15s});
  const auto session = house.credentials.staff_session(TenantId::parse("bistro"), "Ben", 60s).token;
  const auto seconds = seconds_of_stream(house, session, 300s);
  EXPECT_GE(seconds, 59);
  EXPECT_LE(seconds, 75);
}

TEST(Stream, ends_when_a_right_was_taken_back) {
  House house({.stream_check = 15s});
  const auto seconds = seconds_of_stream(house, house.visitor, 300s, [&](int second) {
    if (second == 20) house.shows_trace = false;
  });
  EXPECT_GE(seconds, 20);
  EXPECT_LE(seconds, 35);
}

// The client comes back for the fresh token; with the old one it could not.
TEST(Stream, ends_once_when_its_token_is_to_be_renewed) {
  House house({.stream_check = 15s});
  const auto seconds = seconds_of_stream(house, house.visitor, 900s);
  EXPECT_GE(seconds, 499);
  EXPECT_LE(seconds, 515);
  EXPECT_GE(seconds_of_stream(house, house.visitor, 300s), 299) << "a client that keeps its token is not sent round";
}

TEST(Stream, goes_on_while_all_is_well) {
  House house({.stream_check = 15s});
  EXPECT_GE(seconds_of_stream(house, house.staff, 1000s), 999);
}

}  // namespace
}  // namespace frontdesk::gateway
