#include "platform/http_tool.h"

#include <gtest/gtest.h>

#include <boost/asio/detached.hpp>

#include "base/error.h"
#include "base/json.h"
#include "net/memory_transport.h"
#include "support/run_simulated.h"

namespace frontdesk::platform {
namespace {

using namespace std::chrono_literals;
using net::Fault;
using net::Request;
using net::Response;

constexpr auto kOffice = "http://office:80/tools/book_table";
constexpr auto kAsked = "00-11111111111111111111111111111111-2222222222222222-01";

Response problem(int status, const char* type, const char* detail) {
  auto response = Response::json(
      status, json::print(Value::object({{"type", type}, {"title", "No"}, {"status", status}, {"detail", detail}})));
  response.headers.set("Content-Type", "application/problem+json");
  return response;
}

// A back office in memory that answers each request with the next of a list (the last one again and again), a clock
// that jumps to whatever is waited for, and the tool.
class HttpTool : public testing::Test {
 protected:
  HttpTool() {
    transport.serve("office", 80, [this](Request request) { return answer(*this, std::move(request)); });
    spec.name = "book_table";
    spec.endpoint = kOffice;
    spec.auth = "secret:OFFICE_KEY";
    spec.effect = Effect::idempotent_write;
    spec.patience = 0s;
    spec.input_schema = json::parse(
        R"({"type":"object","additionalProperties":false,"required":["guests"],
            "properties":{"guests":{"type":"integer","maximum":12},"code":{"type":"string"}}})");
    spec.output_schema = json::parse(R"({"type":"object","required":["code"]})");
  }

  static Task<Response> answer(HttpTool& self, Request request) {
    self.requests.push_back(std::move(request));
    const auto place = std::min(self.requests.size(), self.answers.size()) - 1;
    co_return self.answers[place];
  }

  ActionCall call_with(Value arguments) {
    return {.caller = {TenantId::parse("bistro"), "run:1", {}},
            .arguments = std::move(arguments),
            .idempotency_key = "key-1",
            .deadline = Deadline::in(clock, 20s),
            .trace = parse_traceparent(kAsked)};
  }

  ActionResult call(Value arguments = Value::object({{"guests", 4}})) {
    const auto action = make_http_tool(spec, client, clock, random, breakers, look_ups, *secrets);
    return support::run_simulated(io, clock, action.run(call_with(std::move(arguments))));
  }

  Error failure(Value arguments = Value::object({{"guests", 4}})) {
    try {
      call(std::move(arguments));
    } catch (const Error& error) {
      return error;
    }
    throw std::logic_error("The call succeeded.");
  }

  boost::asio::io_context io;
  ManualClock clock{Timestamp{1'700'000'000'000}};
  SeededRandom random{1};
  net::MemoryTransport transport{clock};
  net::Client client{transport, clock};
  Breakers breakers;
  LookUps look_ups;
  std::unique_ptr<Secrets> secrets =
      fixed_secrets(json::parse(R"({"tenants":{"bistro":{"OFFICE_KEY":{"value":"s3cret","hosts":["office:80"]}}}})"));
  HttpToolSpec spec;
  std::vector<Response> answers{Response::json(200, R"({"code":"LUME-1"})")};
  std::vector<Request> requests;
};

TEST_F(HttpTool, posts_the_arguments_with_everything_the_contract_names) {
  const auto result = call();

  EXPECT_EQ(result.value["code"].text(), "LUME-1");
  EXPECT_EQ(result.attempts, 1);
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].method, "POST");
  EXPECT_EQ(requests[0].target, "/tools/book_table");
  EXPECT_EQ(requests[0].body, R"({"guests":4})");
  EXPECT_EQ(requests[0].headers.get("Content-Type"), "application/json");
  EXPECT_EQ(requests[0].headers.get("Authorization"), "Bearer s3cret");
  EXPECT_EQ(requests[0].headers.get("Idempotency-Key"), "key-1");
  EXPECT_EQ(requests[0].headers.get("Frontdesk-Tenant"), "bistro");
  const auto trace = parse_traceparent(requests[0].headers.get("traceparent"));
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->trace_id(), "11111111111111111111111111111111");
  EXPECT_NE(trace->span_id(), "2222222222222222");
}

TEST_F(HttpTool, takes_any_json_value_where_no_output_schema_is_given) {
  spec.output_schema = Value();
  for (const auto* body : {"null", "[1,2]", "\"done\"", "4.5", "false"}) {
    answers = {Response::json(200, body)};
    EXPECT_EQ(json::print(call().value), body);
  }
}

TEST_F(HttpTool, refuses_arguments_that_break_the_schema_before_anything_is_sent) {
  const auto error = failure(Value::object({{"guests", 40}}));
  EXPECT_EQ(error.kind, Kind::invalid);
  EXPECT_EQ(error.slug, "tool/arguments");
  EXPECT_EQ(error.pointer, "/guests");
  EXPECT_NE(error.detail.find("/guests"), std::string::npos) << error.detail;
  EXPECT_EQ(failure(Value("guests=4")).slug, "tool/arguments");
  EXPECT_TRUE(requests.empty());
}

TEST_F(HttpTool, gives_a_problem_document_to_the_model_and_never_repeats_it) {
  struct Case {
    int status;
    const char* type;
    Kind kind;
    const char* slug;
  };
  const Case cases[] = {
      {400, "about:blank", Kind::invalid, "tool/refused"},
      {401, "", Kind::unauthenticated, "tool/refused"},
      {403, "https://lume.example/problems/Not-Yours?x=1", Kind::forbidden, "not-yours"},
      {404, "/problems/unknown-booking", Kind::not_found, "unknown-booking"},
      {409, "/problems/fully-booked", Kind::conflict, "fully-booked"},
      {409, "/problems/key-used-for-another-body", Kind::conflict, "key-used-for-another-body"},
      {410, "urn:problem:gone", Kind::not_found, "gone"},
      {422, "closed", Kind::invalid, "closed"},
      {418, "/problems/tool/circuit-open", Kind::invalid, "circuit-open"},
  };
  for (const auto& [status, type, kind, slug] : cases) {
    answers = {problem(status, type, "Seven is taken.")};
    requests.clear();
    const auto error = failure();
    EXPECT_EQ(error.kind, kind) << status;
    EXPECT_EQ(error.slug, slug) << status;
    EXPECT_EQ(error.detail, "Seven is taken.") << status;
    EXPECT_EQ(requests.size(), 1U) << status;
  }
}

TEST_F(HttpTool, says_the_status_where_a_refusal_has_no_document) {
  for (const auto& body :
       {Response::text(404, "nope"), Response::json(404, "{\"detail\":"), Response::json(404, "[]")}) {
    answers = {body};
    const auto error = failure();
    EXPECT_EQ(error.kind, Kind::not_found);
    EXPECT_EQ(error.slug, "tool/refused");
    EXPECT_EQ(error.detail, "The tool \"book_table\" refused the call with status 404.");
  }
}

TEST_F(HttpTool, takes_any_fitting_2xx_for_success_at_the_first_try) {
  for (const int status : {200, 201, 202, 203}) {
    requests.clear();
    answers = {Response::json(status, R"({"code":"LUME-9"})")};
    EXPECT_EQ(call().value["code"].text(), "LUME-9") << status;
    EXPECT_EQ(requests.size(), 1U) << status;
  }
  spec.output_schema = Value();
  for (const int status : {200, 202, 204, 205}) {
    answers = {Response{.status = status}};
    EXPECT_TRUE(call().value.is_null()) << status;
  }
  spec.output_schema = json::parse(R"({"type":"object"})");
  EXPECT_EQ(failure().slug, "tool/output-schema") << "nothing is not what was promised";
}

TEST_F(HttpTool, takes_no_redirection_and_no_part_for_an_answer_and_asks_once) {
  for (const int status : {206, 301, 303, 307}) {
    requests.clear();
    spec.name += "x";
    answers = {Response::json(status, R"({"code":"LUME-9"})")};
    EXPECT_EQ(failure().slug, "tool/outcome-unknown") << status;
    EXPECT_EQ(requests.size(), 1U) << status;
  }
}

Task<> come_back(Clock& clock, net::MemoryTransport& transport) {
  co_await clock.sleep_for(8s);
  transport.refuse_connections(false);
}

TEST_F(HttpTool, waits_for_a_back_office_that_starts_again_and_tells_once) {
  spec.patience = 10s;
  for (const auto effect : {Effect::read, Effect::idempotent_write, Effect::at_most_once}) {
    spec.effect = effect;
    spec.name += "x";
    requests.clear();
    const auto begun = clock.now();
    int told = 0;
    auto asked = call_with(Value::object({{"guests", 4}}));
    asked.waiting = [&] {
      ++told;
      EXPECT_GE(clock.now() - begun, 300ms);
    };
    transport.refuse_connections(true);
    boost::asio::co_spawn(io, come_back(clock, transport), boost::asio::detached);
    net::Client fresh(transport, clock);  // no connection was kept
    const auto action = make_http_tool(spec, fresh, clock, random, breakers, look_ups, *secrets);
    EXPECT_EQ(support::run_simulated(io, clock, action.run(std::move(asked))).value["code"].text(), "LUME-1");
    EXPECT_EQ(requests.size(), 1U);
    EXPECT_EQ(told, 1);
    EXPECT_LE(clock.now() - begun, 11s);
  }
}

TEST_F(HttpTool, has_patience_with_a_gateway_before_it_but_not_with_what_may_be_done_twice) {
  spec.patience = 10s;
  answers = std::vector(8, Response::text(502, ""));
  answers.push_back(Response::json(200, R"({"code":"LUME-1"})"));
  EXPECT_EQ(call().attempts, 9);
  EXPECT_EQ(requests.back().headers.get("Idempotency-Key"), "key-1");

  spec.effect = Effect::at_most_once;
  spec.name += "x";
  requests.clear();
  EXPECT_EQ(failure().slug, "tool/outcome-unknown");
  EXPECT_EQ(requests.size(), 1U);
}

TEST_F(HttpTool, loses_its_patience_and_then_says_so) {
  spec.patience = 10s;
  transport.refuse_connections(true);
  const auto begun = clock.now();
  EXPECT_EQ(failure().slug, "tool/unavailable");
  EXPECT_GE(clock.now() - begun, 9s);
  EXPECT_LE(clock.now() - begun, 13s);
}

TEST_F(HttpTool, limits_the_look_ups_that_find_nothing) {
  spec.effect = Effect::read;
  spec.look_ups = {.by = {"code"}, .misses_max = 3, .misses_of_address = 5, .misses_all = 9};
  answers = {problem(404, "/problems/unknown-booking", "No such booking.")};
  const auto guess = [&](const char* conversation, const char* address,
                         Value arguments = Value::object({{"guests", 1}, {"code", "LUME-1"}})) {
    const auto action = make_http_tool(spec, client, clock, random, breakers, look_ups, *secrets);
    auto asked = call_with(std::move(arguments));
    asked.conversation = conversation;
    asked.address = address;
    try {
      support::run_simulated(io, clock, action.run(std::move(asked)));
      return std::string("found");
    } catch (const Error& error) {
      return error.slug;
    }
  };
  const auto here = "192.0.2.1";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(guess("one", here), "unknown-booking");
  EXPECT_EQ(guess("one", here), "tool/too-many-look-ups");
  EXPECT_EQ(requests.size(), 3U) << "nothing was sent";
  EXPECT_EQ(guess("one", here, Value::object({{"guests", 1}})), "unknown-booking") << "looks for nobody's record";
  for (int i = 0; i < 2; ++i) EXPECT_EQ(guess("two", here), "unknown-booking");
  EXPECT_EQ(guess("three", here), "tool/too-many-look-ups") << "an address has its limit too";
  EXPECT_EQ(guess("four", "192.0.2.2"), "unknown-booking") << "and it is no other's";

  for (int i = 0; i < 3; ++i) EXPECT_EQ(guess("five", ""), "unknown-booking");
  EXPECT_EQ(guess("six", "192.0.2.2"), "tool/too-many-look-ups") << "all together have their limit, for who missed";
  EXPECT_EQ(guess("seven", ""), "tool/too-many-look-ups") << "and for who is not known";
  EXPECT_EQ(guess("eight", "192.0.2.3"), "unknown-booking") << "but not for who did not";
  EXPECT_EQ(guess("nine", "192.0.2.3"), "tool/too-many-look-ups");

  clock.advance(10min);
  answers = {Response::json(200, R"({"code":"LUME-1"})")};
  requests.clear();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(guess("one", here), "found") << "what is found costs nothing";
}

TEST_F(HttpTool, tells_once_of_a_read_that_says_that_it_wrote) {
  spec.effect = Effect::read;
  std::vector<std::string> told;
  const auto ask = [&](const Action& action) {
    support::run_simulated(io, clock, action.run(call_with(Value::object({{"guests", 1}}))));
  };
  const auto make = [&] {
    return make_http_tool(
        spec, client, clock, random, breakers, look_ups, *secrets,
        [&](const TenantId& tenant, const Error& why) { told.push_back(tenant.text() + " " + why.slug); });
  };
  answers = {Response::json(200, R"({"code":"LUME-1"})")};
  ask(make());
  EXPECT_TRUE(told.empty());
  answers = {Response::json(201, R"({"code":"LUME-1"})")};
  const auto action = make();
  ask(action);
  ask(action);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_NE(told[0].find("tool/read-that-writes"), std::string::npos) << told[0];
  answers = {Response::json(200, R"({"code":"LUME-1"})")};
  answers[0].headers.set("Idempotency-Replayed", "true");
  ask(make());
  EXPECT_EQ(told.size(), 2u);
  spec.effect = Effect::idempotent_write;
  ask(make());
  EXPECT_EQ(told.size(), 2u) << "writes may";
}

TEST_F(HttpTool, repeats_what_failed_with_the_same_key_and_body) {
  answers = {Response::text(500, "oops"), Response::text(200, "<html>"), Response::json(200, R"({"code":"LUME-2"})")};
  answers[1].headers.set("Content-Type", "text/html");
  const auto result = call();
  EXPECT_EQ(result.value["code"].text(), "LUME-2");
  EXPECT_EQ(result.attempts, 3);
  ASSERT_EQ(requests.size(), 3U);
  for (const auto& request : requests) {
    EXPECT_EQ(request.headers.get("Idempotency-Key"), "key-1");
    EXPECT_EQ(request.body, requests[0].body);
  }
}

TEST_F(HttpTool, gives_up_after_its_attempts_and_says_what_is_not_known) {
  answers = {Response::text(503, "")};
  auto error = failure();
  EXPECT_EQ(requests.size(), 3U);
  EXPECT_EQ(error.kind, Kind::unavailable);
  EXPECT_EQ(error.slug, "tool/outcome-unknown");
  EXPECT_NE(error.detail.find("status 503"), std::string::npos) << error.detail;
  EXPECT_NE(error.detail.find("3 times"), std::string::npos) << error.detail;

  spec.name = "find_table";
  spec.effect = Effect::read;
  error = failure();
  EXPECT_EQ(error.slug, "tool/unavailable") << "a read does no harm";
}

TEST_F(HttpTool, tries_once_what_must_not_happen_twice) {
  for (const auto effect : {Effect::at_most_once, Effect::needs_review}) {
    spec.effect = effect;
    spec.name += "x";
    answers = {Response::text(500, "")};
    requests.clear();
    const auto error = failure();
    EXPECT_EQ(requests.size(), 1U);
    EXPECT_EQ(error.kind, Kind::unavailable);
    EXPECT_EQ(error.slug, "tool/outcome-unknown");
  }
}

TEST_F(HttpTool, knows_that_nothing_was_done_where_nobody_took_the_request) {
  transport.refuse_connections(true);
  spec.effect = Effect::at_most_once;
  EXPECT_EQ(failure().slug, "tool/unavailable");
}

TEST_F(HttpTool, does_it_once_though_the_answer_is_lost_after_the_effect) {
  std::map<std::string, int> ledger;
  transport.serve("office", 80, [&](Request request) {
    ledger[std::string(request.headers.get("Idempotency-Key"))] = 1;
    return answer(*this, std::move(request));
  });
  int seen = 0;
  transport.treat(
      [&](const Request&) { return net::Treatment{++seen == 1 ? Fault::close_after_handler : Fault::none}; });
  const auto result = call();
  EXPECT_EQ(result.attempts, 2);
  EXPECT_EQ(requests.size(), 2U);
  EXPECT_EQ(ledger.size(), 1U) << "one key, one booking";
}

TEST_F(HttpTool, never_sends_again_by_itself_what_must_not_happen_twice) {
  spec.effect = Effect::at_most_once;
  int seen = 0;
  transport.treat(
      [&](const Request&) { return net::Treatment{++seen == 2 ? Fault::close_after_handler : Fault::none}; });
  call();
  EXPECT_EQ(failure().slug, "tool/outcome-unknown") << "even where a kept connection broke";
  EXPECT_EQ(requests.size(), 2U);
}

TEST_F(HttpTool, waits_no_longer_than_its_timeout_for_a_tool_that_hangs) {
  transport.treat([](const Request&) { return net::Treatment{.delay_before = 1h}; });
  spec.retry.attempts_max = 1;
  spec.timeout = 3s;
  const auto begun = clock.now();
  const auto error = failure();
  EXPECT_EQ(clock.now() - begun, 3s);
  EXPECT_EQ(error.slug, "tool/outcome-unknown");

  spec.effect = Effect::read;
  EXPECT_EQ(failure().slug, "tool/timeout");
}

TEST_F(HttpTool, ends_by_the_deadline_of_the_call) {
  transport.treat([](const Request&) { return net::Treatment{.delay_before = 1h}; });
  spec.retry.attempts_max = 100;
  const auto begun = clock.now();
  failure();
  EXPECT_LE(clock.now() - begun, 20s);
}

TEST_F(HttpTool, comes_back_when_a_busy_tool_says_so) {
  auto busy = Response::text(429, "");
  busy.headers.set("Retry-After", "7");
  answers = {busy, answers[0]};
  const auto begun = clock.now();
  EXPECT_EQ(call().attempts, 2);
  EXPECT_GE(clock.now() - begun, 7s);
}

TEST_F(HttpTool, does_not_wait_for_a_busy_tool_beyond_the_deadline) {
  auto busy = Response::text(429, "");
  busy.headers.set("Retry-After", "25");
  answers = {busy};
  const auto begun = clock.now();
  const auto error = failure();
  EXPECT_EQ(error.kind, Kind::exhausted);
  EXPECT_EQ(error.slug, "tool/busy") << "429 means that nothing was done";
  EXPECT_EQ(error.retry_after, 25s);
  EXPECT_EQ(clock.now(), begun);
}

TEST_F(HttpTool, names_the_place_where_an_answer_lies_about_its_schema) {
  answers = {Response::json(200, R"({"cod":"LUME-1"})")};
  const auto error = failure();
  EXPECT_EQ(error.kind, Kind::invalid);
  EXPECT_EQ(error.slug, "tool/output-schema");
  EXPECT_NE(error.detail.find("code"), std::string::npos) << error.detail;
  EXPECT_EQ(requests.size(), 1U) << "asking again does not make it true";
}

TEST_F(HttpTool, does_not_read_an_answer_of_3_megabytes) {
  answers = {Response::json(200, "\"" + std::string(3'000'000, 'x') + "\"")};
  EXPECT_EQ(failure().slug, "tool/outcome-unknown");
  EXPECT_EQ(requests.size(), 1U);
  spec.effect = Effect::read;
  EXPECT_EQ(failure().slug, "tool/result-too-large");
}

TEST_F(HttpTool, survives_answers_that_are_broken_or_too_deep) {
  spec.effect = Effect::read;
  for (const auto& body : {std::string("{\"code\""), std::string("{\"code\":\"\xff\"}"),
                           std::string("{\"code\":1,\"code\":2}"), std::string("{\"code\":18446744073709551616}"),
                           std::string(100'000, '['), std::string("{\"code\":1} trailing")}) {
    spec.name += "x";
    answers = {Response::json(200, body)};
    EXPECT_EQ(failure().slug, "tool/unavailable") << body.substr(0, 20);
  }
}

TEST_F(HttpTool, leaves_a_failing_tool_alone_and_probes_it_once_in_a_while) {
  spec.effect = Effect::read;
  answers = {Response::text(500, "")};
  for (int i = 0; i < 5; ++i) EXPECT_EQ(failure().slug, "tool/unavailable");
  EXPECT_EQ(requests.size(), 15U) << "a call is one failure, however often it was tried";
  auto error = failure();
  EXPECT_EQ(error.slug, "tool/circuit-open") << "the fifth failure within ten seconds opens the breaker";
  ASSERT_TRUE(error.retry_after.has_value());
  EXPECT_LE(*error.retry_after, 5s);

  requests.clear();
  EXPECT_EQ(failure().slug, "tool/circuit-open");
  EXPECT_TRUE(requests.empty());

  clock.advance(5s);
  answers = {Response::json(200, R"({"code":"LUME-3"})")};
  EXPECT_EQ(call().value["code"].text(), "LUME-3");
}

TEST_F(HttpTool, keeps_the_breakers_of_tools_apart) {
  spec.effect = Effect::read;
  answers = {Response::text(500, "")};
  for (int i = 0; i < 6; ++i) failure();
  spec.name = "find_table";
  answers = {Response::json(200, R"({"code":"LUME-3"})")};
  EXPECT_EQ(call().attempts, 1);
}

TEST_F(HttpTool, counts_a_refusal_as_health) {
  answers = {problem(404, "/problems/unknown-booking", "No such booking.")};
  for (int i = 0; i < 10; ++i) EXPECT_EQ(failure().slug, "unknown-booking");
}

TEST_F(HttpTool, says_that_its_credentials_are_missing_without_naming_them_to_the_model) {
  secrets = fixed_secrets(Value::object({}));
  const auto error = failure();
  EXPECT_EQ(error.slug, "tool/credentials");
  EXPECT_EQ(error.detail.find("OFFICE_KEY"), std::string::npos);
  EXPECT_TRUE(requests.empty());
}

TEST_F(HttpTool, does_not_go_where_the_guard_of_addresses_forbids) {
  struct Guarded final : Transport {
    Task<std::unique_ptr<Connection>> connect(Endpoint endpoint, Deadline) override {
      ++connects;
      throw Error(Kind::forbidden, "net/address-refused", endpoint.host + " is loopback.");
    }
    int connects = 0;
  } guarded;
  net::Client guarded_client(guarded, clock);
  const auto action = make_http_tool(spec, guarded_client, clock, random, breakers, look_ups, *secrets);
  try {
    support::run_simulated(io, clock, action.run(call_with(Value::object({{"guests", 4}}))));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "tool/address-refused");
    EXPECT_EQ(guarded.connects, 1);
  }
}

TEST_F(HttpTool, is_what_the_tenants_file_says) {
  const auto spec = spec_of({.name = "book_table",
                             .description = "Books.",
                             .input_schema = Value::object({{"type", "object"}}),
                             .endpoint = kOffice,
                             .auth = config::ToolAuth{.bearer = "secret:OFFICE_KEY"},
                             .effect = Effect::at_most_once,
                             .timeout = "2s",
                             .retry = {.attempts = 2},
                             .patience = "3s",
                             .subject = config::ToolSubject{.by = {"code"}, .misses = 4}});
  EXPECT_EQ(spec.name, "book_table");
  EXPECT_EQ(spec.auth, "secret:OFFICE_KEY");
  EXPECT_EQ(spec.effect, Effect::at_most_once);
  EXPECT_EQ(spec.timeout, 2s);
  EXPECT_EQ(spec.retry.attempts_max, 2);
  EXPECT_EQ(spec.patience, 3s);
  ASSERT_TRUE(spec.look_ups.has_value());
  EXPECT_EQ(spec.look_ups->misses_max, 4);
  EXPECT_TRUE(spec.output_schema.is_null());
}

TEST_F(HttpTool, is_refused_where_its_schema_is_malformed) {
  spec.input_schema = json::parse(R"({"type":"objekt"})");
  EXPECT_THROW(call(), Error);
}

}  // namespace
}  // namespace frontdesk::platform
