#include <gtest/gtest.h>

#include "base/json.h"
#include "gateway/gateway.h"
#include "gateway/tests/rights.h"
#include "support/run_task.h"

// The trace of a request (W3C Trace Context): of its caller, or begun here.
namespace frontdesk::gateway {
namespace {

using platform::Permission;
using platform::RouteRequest;

constexpr std::string_view kGiven = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

Task<net::Response> show_trace(RouteRequest request) {
  co_return net::Response::text(200, request.trace ? traceparent_of(*request.trace) : "none");
}

struct Lines : Log {
  void write(Level, std::string_view, std::string_view, const Value& fields) override { all.push_back(fields); }
  std::vector<Value> all;
};

class Traced : public testing::Test {
 protected:
  std::optional<TraceContext> send(std::vector<std::string_view> headers, bool signed_in = true) {
    net::Request request{.method = "GET", .target = "/traced", .peer = "10.0.0.1", .id = "r_1"};
    if (signed_in) request.headers.add("authorization", "Bearer " + visitor_);
    for (const auto header : headers) request.headers.add("traceparent", header);
    const auto response = support::run_task(gateway_.handle(std::move(request)));
    EXPECT_EQ(response.status, signed_in ? 200 : 401);
    return parse_traceparent(response.body);
  }

  SystemClock clock_;
  SeededRandom random_{1};
  Lines log_;
  Credentials credentials_{std::string(32, 's'), clock_, some_rights()};
  SignIn sign_in_{credentials_, "ok_the-operator", [](std::string_view) { return std::nullopt; }};
  std::string visitor_ = credentials_.visitor_token(TenantId::parse("bistro"), "c_1");
  Gateway gateway_{clock_,
                   log_,
                   sign_in_,
                   {.random = &random_},
                   {.routes = {{"GET", "/traced", Permission{"conversation.own"}, show_trace}}}};
};

TEST_F(Traced, request_is_a_part_of_what_its_caller_named) {
  const auto given = *parse_traceparent(kGiven);
  const auto trace = send({kGiven});
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->trace_id(), given.trace_id());
  EXPECT_NE(trace->span_id(), given.span_id());
  EXPECT_EQ(trace->flags, given.flags);
  ASSERT_EQ(log_.all.size(), 1U);
  EXPECT_EQ(log_.all[0]["trace"].text(), given.trace_id());
  EXPECT_EQ(log_.all[0]["span"].text(), trace->span_id());
}

TEST_F(Traced, request_begins_a_new_one_where_it_names_none_that_can_be_read) {
  const std::vector<std::string_view> kinds[] = {
      {},
      {"00-00000000000000000000000000000000-b7ad6b7169203331-01"},
      {"what\"ever"},
      {kGiven, kGiven},  // which of two is meant nobody knows
  };
  for (const auto& headers : kinds) {
    const auto trace = send(headers);
    ASSERT_TRUE(trace);
    EXPECT_NE(trace->trace_id(), parse_traceparent(kGiven)->trace_id());
    EXPECT_EQ(log_.all.back()["trace"].text(), trace->trace_id());
  }
}

TEST_F(Traced, request_that_is_refused_is_found_by_its_trace_too) {
  send({kGiven}, false);
  ASSERT_FALSE(log_.all.empty());
  EXPECT_EQ(log_.all.back()["trace"].text(), parse_traceparent(kGiven)->trace_id());
}

}  // namespace
}  // namespace frontdesk::gateway
