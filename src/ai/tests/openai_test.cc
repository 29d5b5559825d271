#include "ai/openai.h"

#include <gtest/gtest.h>

#include "ai/tests/fake_provider.h"
#include "support/run_simulated.h"

namespace frontdesk::ai {
namespace {

using namespace std::chrono_literals;
using net::Response;

class OpenAiTest : public testing::Test {
 protected:
  ModelAnswer ask(Response response, ModelRequest request = request_saying("Hello")) {
    provider.response = std::move(response);
    provider.requests.clear();
    OpenAi model(options, client, clock, random);
    return support::run_simulated(io, clock, model.answer(std::move(request), reader.sink(), Deadline::never()));
  }

  ModelAnswer ask(std::vector<Beat> beats) { return ask(stream_of(clock, std::move(beats))); }

  Error failure(Response response) {
    try {
      ask(std::move(response));
    } catch (const Error& error) {
      return error;
    }
    throw std::logic_error("The model answered.");
  }
  Error failure(std::vector<Beat> beats) { return failure(stream_of(clock, std::move(beats))); }

  Value sent() const { return json::parse(provider.requests.at(0).body); }

  boost::asio::io_context io;
  ManualClock clock{Timestamp{1'700'000'000'000}};
  net::MemoryTransport transport{clock};
  FakeProvider provider{transport, "llm", {}};
  net::Client client{transport, clock};
  SeededRandom random{1};
  OpenAiOptions options{
      .name = "main", .base_url = "http://llm/v1", .model = "some-model", .key = [] { return "k3y"; }};
  Reader reader;
};

Response with_status(int status, const char* body = R"({"error":{"message":"No.","type":"t","code":"c"}})") {
  return Response::json(status, body);
}

TEST_F(OpenAiTest, names_a_child_of_the_trace_to_the_provider) {
  auto request = request_saying("Hello");
  request.trace = parse_traceparent("00-11111111111111111111111111111111-2222222222222222-01");
  ask(stream_of(clock, {{says("Good day")}, {stops()}, {kDone}}), request);
  const auto named = parse_traceparent(provider.requests.at(0).headers.get("traceparent"));
  ASSERT_TRUE(named);
  EXPECT_EQ(named->trace_id(), request.trace->trace_id());
  EXPECT_NE(named->span, request.trace->span);
  ask(stream_of(clock, {{says("Good day")}, {stops()}, {kDone}}));
  EXPECT_FALSE(provider.requests.at(0).headers.has("traceparent"));
}

TEST_F(OpenAiTest, streams_text_and_counts_tokens) {
  const auto usage = data(Value::object(
      {{"choices", Value::list()}, {"usage", Value::object({{"prompt_tokens", 7}, {"completion_tokens", 3}})}}));
  const auto answer = ask({{chunk(Value::object({{"role", "assistant"}, {"content", ""}}))},
                           {says("Good ")},
                           {says("day")},
                           {stops()},
                           {usage},
                           {kDone}});

  EXPECT_EQ(answer.message, json::parse(R"({"role":"assistant","content":"Good day"})"));
  EXPECT_EQ(answer.usage.input_tokens, 7);
  EXPECT_EQ(answer.usage.output_tokens, 3);
  EXPECT_EQ(answer.provider, "main");
  EXPECT_EQ(answer.trace["finish_reason"].text(), "stop");
  EXPECT_EQ(reader.seen, "Good day");
  EXPECT_EQ(reader.resets, 0);
}

TEST_F(OpenAiTest, sends_what_the_service_expects_and_nothing_of_ours) {
  options.options = json::parse(R"({"temperature":0.2,"max_tokens":null,"max_completion_tokens":99})");
  auto request = request_saying("Hello");
  request.messages = json::parse(R"([{"role":"user","content":"Hello","id":"m_1","at":5},
      {"role":"assistant","content":null,"id":"m_2","tool_calls":[{"id":"c1","type":"function",
       "function":{"name":"find","arguments":"{}"}},{"id":"c2","type":"function",
       "function":{"name":"find","arguments":{"n":4}}}]},
      {"role":"tool","tool_call_id":"c1","content":"[]","effect":"read"},
      {"role":"tool","tool_call_id":"c2","result":{"free":true}},
      {"role":"tool","tool_call_id":"c3","result":"a text"}])");
  request.tools = json::parse(R"([{"type":"function","function":{"name":"find","parameters":{"type":"object"}}}])");
  ask(stream_of(clock, {{says("Yes")}, {stops()}, {kDone}}), request);

  EXPECT_EQ(provider.requests[0].target, "/v1/chat/completions");
  EXPECT_EQ(provider.requests[0].headers.get("Authorization"), "Bearer k3y");
  EXPECT_EQ(sent(), json::parse(R"({"model":"some-model","stream":true,"stream_options":{"include_usage":true},
      "temperature":0.2,"max_completion_tokens":99,
      "messages":[{"role":"user","content":"Hello"},
        {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",
          "function":{"name":"find","arguments":"{}"}},{"id":"c2","type":"function",
          "function":{"name":"find","arguments":"{\"n\":4}"}}]},
        {"role":"tool","tool_call_id":"c1","content":"[]"},
        {"role":"tool","tool_call_id":"c2","content":"{\"free\":true}"},
        {"role":"tool","tool_call_id":"c3","content":"a text"}],
      "tools":[{"type":"function","function":{"name":"find","parameters":{"type":"object"}}}]})"));
}

TEST_F(OpenAiTest, puts_tool_calls_together_from_their_pieces) {
  const auto call = [](const char* text) {
    return chunk(Value::object({{"tool_calls", Value::list({json::parse(text)})}}));
  };
  const auto answer = ask({
      {call(R"({"index":0,"id":"c1","type":"function","function":{"name":"book","arguments":""}})")},
      {call(R"({"index":0,"function":{"arguments":"{\"gue"}})")},
      {call(R"({"index":1,"id":"c2","type":"function","function":{"name":"find","arguments":"{}"}})")},
      {call(R"({"index":0,"function":{"arguments":"sts\":4}"}})")},
      {stops("tool_calls")},
      {kDone},
  });
  EXPECT_EQ(answer.message, json::parse(R"({"role":"assistant","content":null,"tool_calls":[
      {"id":"c1","type":"function","function":{"name":"book","arguments":"{\"guests\":4}"}},
      {"id":"c2","type":"function","function":{"name":"find","arguments":"{}"}}]})"));
  EXPECT_EQ(reader.ever, "");
}

TEST_F(OpenAiTest, tells_calls_apart_that_share_an_index_and_names_those_without_an_id) {
  const auto both = json::parse(R"([{"index":0,"id":"a","function":{"name":"one","arguments":"{}"}},
                                    {"index":0,"id":"b","function":{"name":"two","arguments":{"x":1}}}])");
  auto answer = ask({{chunk(Value::object({{"tool_calls", both}}))}, {stops("tool_calls")}});
  EXPECT_EQ(answer.message["tool_calls"].size(), 2U);
  EXPECT_EQ(answer.message["tool_calls"][1]["function"]["arguments"].text(), R"({"x":1})");

  const auto nameless = json::parse(R"([{"function":{"name":"one","arguments":""}},{"function":{"name":"two"}}])");
  answer = ask({{chunk(Value::object({{"tool_calls", nameless}}))}, {stops("tool_calls")}});
  const auto again = ask({{chunk(Value::object({{"tool_calls", nameless}}))}, {stops("tool_calls")}});
  EXPECT_EQ(answer.message["tool_calls"].size(), 2U);
  EXPECT_NE(answer.message["tool_calls"][0]["id"], answer.message["tool_calls"][1]["id"]);
  EXPECT_EQ(answer.message["tool_calls"][0]["function"]["arguments"].text(), "{}");
  EXPECT_EQ(answer.message, again.message) << "the same turn, the same ids";
}

TEST_F(OpenAiTest, hands_on_malformed_arguments_as_they_came) {
  const auto broken = json::parse(R"([{"index":0,"id":"a","function":{"name":"one","arguments":"{\"x\":"}}])");
  const auto answer = ask({{chunk(Value::object({{"tool_calls", broken}}))}, {stops("tool_calls")}, {kDone}});
  EXPECT_EQ(answer.message["tool_calls"][0]["function"]["arguments"].text(), "{\"x\":");
}

TEST_F(OpenAiTest, takes_a_whole_answer_from_a_service_that_does_not_stream) {
  const auto answer = ask(with_status(200, R"({"choices":[{"message":{"role":"assistant","content":"Hi"},
      "finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})"));
  EXPECT_EQ(answer.message["content"].text(), "Hi");
  EXPECT_EQ(answer.usage.output_tokens, 2);
  EXPECT_EQ(reader.seen, "Hi");
}

TEST_F(OpenAiTest, is_content_with_an_end_that_is_said_in_either_way) {
  EXPECT_EQ(ask({{says("a")}, {stops()}}).message["content"].text(), "a");
  EXPECT_EQ(ask({{says("a")}, {kDone}}).message["content"].text(), "a");
  EXPECT_EQ(ask({{says("a")}, {stops()}, {.cut = true}}).message["content"].text(), "a");
  const auto begun = clock.now();
  EXPECT_EQ(ask({{says("a")}, {kDone}, {"", 1h}}).message["content"].text(), "a");
  EXPECT_LE(clock.now() - begun, 5s) << "a connection that is left open holds nobody up";
}

TEST_F(OpenAiTest, gives_up_a_stream_that_stops_half_way_and_takes_its_text_back) {
  for (const auto& beats : {std::vector<Beat>{{says("Half a sen")}, {.cut = true}}, {{says("Half a sen")}}}) {
    reader = {};
    const auto error = failure(beats);
    EXPECT_EQ(error.kind, Kind::unavailable);
    EXPECT_EQ(reader.ever, "Half a sen");
    EXPECT_EQ(reader.seen, "");
    EXPECT_EQ(reader.resets, 1);
  }
}

TEST_F(OpenAiTest, gives_up_garbage_at_once) {
  for (const auto* garbage :
       {"data: {{{{\n\n", "data: \xff\xfe\n\n", "data: 42\n\n", "data: {\"choices\":{}}\n\n", "<html>busy</html>"}) {
    reader = {};
    const auto begun = clock.now();
    EXPECT_EQ(failure({{says("Well")}, {garbage}, {"", 30s}}).kind,
              std::string_view(garbage).starts_with("<") ? Kind::timeout : Kind::unavailable)
        << garbage;
    EXPECT_EQ(reader.resets, 1) << garbage;
    EXPECT_LE(clock.now() - begun, 5s);
  }
}

TEST_F(OpenAiTest, takes_no_sign_of_life_for_a_piece_of_the_answer) {
  const char* const kSigns[] = {": ping\n\n",     "event: ping\ndata: {}\n\n",    "data:\n\n",
                                "data: null\n\n", "data: {\"choices\":null}\n\n", "data: {\"hello\":1}\n\n"};
  std::vector<Beat> beats{{says("Well")}};
  for (const auto* sign : kSigns) beats.push_back({sign, 2s});
  beats.push_back({says(", yes"), 1h});
  const auto begun = clock.now();
  EXPECT_EQ(failure(beats).slug, "model/timeout");
  EXPECT_EQ(clock.now() - begun, 5s) << "silence is silence, whatever keeps the line open";
}

TEST_F(OpenAiTest, calls_no_answer_whole_that_its_service_does_not_call_whole) {
  const std::pair<const char*, const char*> ends[] = {{"length", "model/too-long"},
                                                      {"content_filter", "model/filtered"},
                                                      {"error", "model/failed"},
                                                      {"something_new", "model/failed"}};
  const auto call = json::parse(R"({"tool_calls":[{"index":0,"id":"a","function":{"name":"book","arguments":"{}"}}]})");
  for (const auto& [reason, slug] : ends) {
    reader = {};
    const auto error = failure({{says("I have boo")}, {chunk(call)}, {stops(reason)}, {kDone}});
    EXPECT_EQ(error.slug, slug);
    EXPECT_NE(error.cause.find(reason), std::string::npos);
    EXPECT_EQ(reader.seen, "");
    EXPECT_EQ(reader.resets, 1) << "what was read is taken back";
  }
}

TEST_F(OpenAiTest, keeps_the_query_of_its_address_behind_the_path) {
  for (const auto* base : {"http://llm/v1?api-version=2", "http://llm/v1/?api-version=2"}) {
    options.base_url = base;
    ask({{says("a")}, {kDone}});
    EXPECT_EQ(provider.requests[0].target, "/v1/chat/completions?api-version=2") << base;
  }
  for (const auto* base : {"http://llm/v1", "http://llm/v1//"}) {
    options.base_url = base;
    ask({{says("a")}, {kDone}});
    EXPECT_EQ(provider.requests[0].target, "/v1/chat/completions") << base;
  }
}

TEST_F(OpenAiTest, never_shows_a_thought) {
  const auto answer =
      ask({{says("<thi")}, {says("nk>They want")}, {says(" pasta</think")}, {says(">\n\nPasta")}, {kDone}});
  EXPECT_EQ(answer.message["content"].text(), "Pasta");
  EXPECT_EQ(reader.ever, "Pasta");
}

TEST_F(OpenAiTest, reads_the_error_that_comes_in_place_of_the_rest) {
  const auto error = failure({{says("Well")}, {"data: {\"error\":{\"message\":\"overloaded\"}}\n\n"}});
  EXPECT_EQ(error.slug, "model/failed");
  EXPECT_EQ(error.cause, "overloaded");
  EXPECT_EQ(error.detail.find("overloaded"), std::string::npos) << "for the log only";
}

TEST_F(OpenAiTest, waits_for_the_first_token_no_longer_than_it_should) {
  auto begun = clock.now();
  EXPECT_EQ(failure({{says("Late"), 1h}}).slug, "model/timeout");
  EXPECT_EQ(clock.now() - begun, 1500ms);

  begun = clock.now();
  std::vector<Beat> alive_but_silent(10, Beat{": ping\n\n" + chunk(Value::object({{"role", "assistant"}})), 500ms});
  EXPECT_EQ(failure(alive_but_silent).slug, "model/timeout");
  EXPECT_EQ(clock.now() - begun, 1500ms) << "a sign of life is no token";
}

TEST_F(OpenAiTest, bears_slow_words_but_not_silence) {
  options.timeout = 20s;
  EXPECT_EQ(ask({{says("a"), 1s}, {says("b"), 4s}, {stops(), 4s}}).message["content"].text(), "ab");
  auto begun = clock.now();
  EXPECT_EQ(failure({{says("a")}, {says("b"), 1h}}).kind, Kind::timeout);
  EXPECT_EQ(clock.now() - begun, 5s);
  begun = clock.now();
  EXPECT_EQ(failure(std::vector<Beat>(100, {says("a"), 1s})).kind, Kind::timeout);
  EXPECT_EQ(clock.now() - begun, 20s) << "the whole has its limit too";
}

TEST_F(OpenAiTest, says_what_kind_of_failure_a_status_is) {
  struct Case {
    int status;
    Kind kind;
    const char* slug;
  };
  for (const auto& [status, kind, slug] :
       {Case{400, Kind::invalid, "model/refused-request"}, Case{401, Kind::unavailable, "model/credentials"},
        Case{403, Kind::unavailable, "model/credentials"}, Case{404, Kind::unavailable, "model/not-found"},
        Case{413, Kind::invalid, "model/refused-request"}, Case{422, Kind::invalid, "model/refused-request"},
        Case{429, Kind::exhausted, "model/busy"}, Case{500, Kind::unavailable, "model/unavailable"},
        Case{503, Kind::unavailable, "model/unavailable"}, Case{529, Kind::unavailable, "model/unavailable"},
        Case{204, Kind::unavailable, "model/unavailable"}}) {
    const auto error = failure(with_status(status));
    EXPECT_EQ(error.kind, kind) << status;
    EXPECT_EQ(error.slug, slug) << status;
    EXPECT_FALSE(error.cause.empty()) << status;
  }
  auto busy = with_status(429);
  busy.headers.set("Retry-After", "3");
  EXPECT_EQ(failure(busy).retry_after, 3s);
}

TEST_F(OpenAiTest, keeps_what_the_customer_wrote_out_of_the_log) {
  const auto error = failure(with_status(400, R"({"error":{"message":"bad: my card is 4111","code":"bad_input"}})"));
  EXPECT_EQ(error.cause.find("4111"), std::string::npos);
  EXPECT_NE(error.cause.find("bad_input"), std::string::npos);
}

TEST_F(OpenAiTest, says_that_its_key_is_missing) {
  options.key = []() -> std::string { throw Error(Kind::unavailable, "secrets/missing", "secret:LLM is not set."); };
  EXPECT_EQ(failure({{says("Hi")}, {kDone}}).slug, "model/credentials");
}

TEST_F(OpenAiTest, takes_an_empty_answer_for_a_failure) {
  EXPECT_EQ(failure({{stops()}, {kDone}}).slug, "model/empty-answer");
}

}  // namespace
}  // namespace frontdesk::ai
