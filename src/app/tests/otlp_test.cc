#include "app/otlp.h"

#include <gtest/gtest.h>

#include "ai/openai.h"
#include "base/json.h"
#include "dialog/tests/simulated_business.h"
#include "engines/chatbot/routes.h"
#include "gateway/gateway.h"
#include "gateway/tests/rights.h"
#include "net/memory_transport.h"
#include "platform/http_tool.h"

namespace frontdesk::app {
namespace {

using namespace std::chrono_literals;

Span span_named(std::string name) {
  SeededRandom random(1);
  return {.context = TraceContext::begin(random), .name = std::move(name), .began = {1'700'000'000'000}, .took = 5ms};
}

// A collector in memory that answers each request with the next status, the last one again and again.
class Otlp : public testing::Test {
 protected:
  Otlp() {
    transport_.serve("collector", 4318, [this](net::Request request) { return take(*this, std::move(request)); });
  }
  static Task<net::Response> take(Otlp& self, net::Request request) {
    self.requests_.push_back(std::move(request));
    const auto place = std::min(self.requests_.size(), self.statuses_.size()) - 1;
    co_await self.business_.clock().sleep_for(self.takes_);
    co_return net::Response::json(self.statuses_[place], "{}");
  }
  std::vector<Value> spans() const {
    std::vector<Value> all;
    for (const auto& request : requests_) {
      const auto document = json::parse(request.body);
      for (const auto& span : document["resourceSpans"][0]["scopeSpans"][0]["spans"].items()) all.push_back(span);
    }
    return all;
  }
  // All that is done within this time.
  void pass(std::chrono::milliseconds time) { business_.pass(time); }

  // The business has its model before there is a client to reach it by.
  struct Asks final : ai::Model {
    explicit Asks(Otlp& self) : self(self) {}
    Task<ai::ModelAnswer> answer(ai::ModelRequest request, ai::TokenSink sink, Deadline deadline) override {
      return self.model_.answer(std::move(request), std::move(sink), deadline);
    }
    Otlp& self;
  };

  dialog::testing::SimulatedBusiness business_{
      1, Value::object(), [this](std::shared_ptr<ai::Model>) { return std::make_unique<Asks>(*this); }};
  SeededRandom random_{3};
  std::unique_ptr<Log> log_ = silent_log();
  net::MemoryTransport transport_{business_.clock()};
  net::Client client_{transport_, business_.clock()};
  OtlpExporter exporter_{"http://collector:4318/", client_, business_.clock(), random_, *log_};
  ai::OpenAi model_{
      {.name = "main", .base_url = "http://llm/v1", .model = "m"}, client_, business_.clock(), random_, &exporter_};
  std::vector<int> statuses_{200};
  std::chrono::milliseconds takes_{1};
  std::vector<net::Request> requests_;
};

TEST_F(Otlp, spans_go_out_in_batches_with_the_names_of_the_protocol) {
  business_.begin(exporter_.keep_sending());
  auto span = span_named("one");
  span.attributes = Value::object({{"http.route", "/v1/things"}, {"http.response.status_code", 503}});
  span.error = "503";
  exporter_.add(span);
  exporter_.add(span_named("two"));
  pass(5s);
  ASSERT_EQ(requests_.size(), 1U);
  EXPECT_EQ(requests_[0].target, "/v1/traces");
  EXPECT_EQ(requests_[0].headers.get("content-type"), "application/json");
  const auto sent = spans();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0]["traceId"].text(), span.context.trace_id());
  EXPECT_EQ(sent[0]["startTimeUnixNano"].text(), "1700000000000000000");
  EXPECT_EQ(sent[0]["endTimeUnixNano"].text(), "1700000000005000000");
  EXPECT_EQ(sent[0]["status"]["code"].integer(), 2);
  EXPECT_EQ(sent[0]["attributes"][1]["value"]["intValue"].text(), "503");
  EXPECT_FALSE(sent[0].contains("parentSpanId"));
  EXPECT_FALSE(sent[1].contains("status"));
  EXPECT_EQ(exporter_.counts().sent, 2U);
}

TEST_F(Otlp, collector_that_is_busy_is_asked_again_and_one_that_refuses_is_not) {
  for (const auto& [status, requests] : {std::pair(429, 2), {502, 2}, {503, 2}, {504, 2}, {400, 1}, {500, 1}}) {
    requests_.clear();
    statuses_ = {status, 200};
    const auto before = exporter_.counts();
    exporter_.add(span_named("one"));
    business_.wait(exporter_.finish());
    EXPECT_EQ(std::ssize(requests_), requests) << status;
    EXPECT_EQ(exporter_.counts().sent - before.sent, requests == 2 ? 1U : 0U) << status;
    EXPECT_EQ(exporter_.counts().failed - before.failed, requests == 2 ? 0U : 1U) << status;
  }
}

TEST_F(Otlp, span_that_finds_no_room_is_counted) {
  for (std::size_t i = 0; i < OtlpExporter::kQueueMax + 7; ++i) exporter_.add(span_named("one"));
  EXPECT_EQ(exporter_.counts().dropped, 7U);
  business_.wait(exporter_.finish());
  EXPECT_EQ(exporter_.counts().sent, OtlpExporter::kQueueMax);
}

TEST_F(Otlp, collector_that_never_answers_holds_up_a_stop_for_two_seconds) {
  takes_ = 1h;
  exporter_.add(span_named("one"));
  const auto began = business_.clock().now();
  business_.wait(exporter_.finish());
  EXPECT_EQ(business_.clock().now() - began, 2s);
}

TEST_F(Otlp, address_that_is_none_is_refused) {
  EXPECT_THROW(OtlpExporter("collector", client_, business_.clock(), random_, *log_), Error);
}

Task<dialog::Conversations*> conversations_of(dialog::testing::SimulatedBusiness& business) {
  co_return &business.conversations();
}

// The gateway, the chatbot and the business; the model and a tool are reached over HTTP.
TEST_F(Otlp, spans_of_a_message_are_one_tree_from_its_caller_to_tool_and_model) {
  std::map<std::string, std::string> callers;  // by host, the span that called it
  const auto note = [&](std::string host, net::Request request, net::Response response) -> Task<net::Response> {
    const auto named = parse_traceparent(request.headers.get("traceparent"));
    callers[host] = named ? named->span_id() : "none";
    co_return response;
  };
  transport_.serve("office", 80, [&](net::Request request) {
    return note("office", std::move(request), net::Response::json(200, R"({"order":"1042"})"));
  });
  bool has_called = false;
  transport_.serve("llm", 80, [&](net::Request request) {
    const auto* const answer =
        std::exchange(has_called, true)
            ? R"({"choices":[{"message":{"role":"assistant","content":"It comes."},"finish_reason":"stop"}]})"
            : R"({"choices":[{"message":{"role":"assistant","tool_calls":[{"id":"c1","type":"function",
                 "function":{"name":"order_status","arguments":"{\"order\":\"1042\"}"}}]},"finish_reason":"tool_calls"}]})";
    return note("llm", std::move(request), net::Response::json(200, answer));
  });
  business_.conversations().threads().report_to(&exporter_);
  platform::Breakers breakers;
  platform::LookUps look_ups;
  const auto secrets = platform::fixed_secrets(Value::object());
  business_.systems["order_status"] =
      platform::make_http_tool({.name = "order_status", .endpoint = "http://office/orders"}, client_, business_.clock(),
                               random_, breakers, look_ups, *secrets, {}, &exporter_);
  engines::chatbot::Service service([this](TenantId) { return conversations_of(business_); }, {}, {},
                                    business_.clock());
  const auto id = business_.open();
  gateway::Credentials credentials(std::string(32, 's'), business_.clock(), gateway::some_rights());
  const gateway::SignIn sign_in(credentials, "ok_the-operator", [](std::string_view) { return std::nullopt; });
  std::vector<platform::Route> routes;
  for (auto& route : engines::chatbot::routes(service)) {
    if (route.pattern == "/v1/conversations/{id}/messages" && route.method == "POST") {
      route.pattern = "/say/{id}";  // without a contract, so that its body is given here
      route.handler = [handle = route.handler](platform::RouteRequest request) {
        request.body = json::parse(R"({"id":"m1","text":"where is order 1042"})");
        return handle(std::move(request));
      };
      routes.push_back(std::move(route));
    }
  }
  gateway::Gateway gateway(business_.clock(), *log_, sign_in, {.random = &random_, .spans = &exporter_},
                           {.routes = std::move(routes)});
  net::Request request{.method = "POST", .target = "/say/" + id, .peer = "10.0.0.1", .id = "r_1"};
  request.headers.add("authorization", "Bearer " + credentials.visitor_token(TenantId::parse("bistro"), id));
  request.headers.add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  ASSERT_EQ(business_.wait(gateway.handle(std::move(request))).status, 202);
  business_.wait(business_.conversations().threads().settled(id));
  business_.wait(exporter_.finish());

  std::map<std::string, Value> by_id;
  for (const auto& span : spans()) by_id[std::string(span["spanId"].text())] = span;
  // From a span up to its root, by names.
  const auto line = [&](std::string span) {
    std::string names;
    for (; by_id.contains(span); span = by_id[span]["parentSpanId"].text()) {
      EXPECT_EQ(by_id[span]["traceId"].text(), "0af7651916cd43dd8448eb211c80319c");
      names += std::string(by_id[span]["name"].text()) + " < ";
    }
    return names + span;
  };
  const std::string above = " < superstep < invoke_agent conversation < POST /say/{id} < b7ad6b7169203331";
  EXPECT_EQ(line(callers["office"]), "execute_tool order_status" + above);
  EXPECT_EQ(line(callers["llm"]), "chat m" + above);
  for (const auto& [span, value] : by_id) EXPECT_TRUE(line(span).ends_with("b7ad6b7169203331")) << line(span);
  for (const auto& request_ : requests_) EXPECT_EQ(request_.body.find("where is"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::app
