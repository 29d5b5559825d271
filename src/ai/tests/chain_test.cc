#include "ai/chain.h"

#include <gtest/gtest.h>

#include "ai/openai.h"
#include "ai/tests/fake_provider.h"
#include "support/run_simulated.h"

namespace frontdesk::ai {
namespace {

using namespace std::chrono_literals;
using net::Response;

// Two providers over one transport: "first" does what the test says, "second" answers well.
class ChainTest : public testing::Test {
 protected:
  ChainTest()
      : second(transport, "second",
               stream_of(clock, {{says("All "), 20ms}, {says("well"), 20ms}, {stops()}, {kDone}})) {
    std::vector<Provider> providers;
    for (const auto* const name : {"first", "second"}) {
      providers.push_back(
          {name, std::make_shared<OpenAi>(
                     OpenAiOptions{.name = name, .base_url = fmt::format("http://{}/v1", name), .model = "m"}, client,
                     clock, random)});
    }
    chain = std::make_unique<Chain>(std::move(providers), clock, *log);
  }

  ModelAnswer ask() {
    return support::run_simulated(io, clock, chain->answer(request_saying("Hello"), sink(), Deadline::in(clock, 60s)));
  }

  // Notes when the first word that stands came.
  TokenSink sink() {
    auto plain = reader.sink();
    return {.text =
                [this, plain](std::string_view piece) {
                  if (reader.seen.empty()) first_word = clock.now();
                  plain.text(piece);
                },
            .reset = plain.reset};
  }

  boost::asio::io_context io;
  ManualClock clock{Timestamp{1'700'000'000'000}};
  net::MemoryTransport transport{clock};
  net::Client client{transport, clock};
  SeededRandom random{1};
  std::unique_ptr<Log> log = silent_log();
  FakeProvider second;
  std::unique_ptr<Chain> chain;
  Reader reader;
  Moment first_word;
};

struct Fault {
  const char* name;
  std::function<Response(Clock& clock)> response;  // empty: the connection ends
  std::chrono::milliseconds detected_by;           // from the request to the failure, at most
};

Response streamed(Clock& clock, std::vector<Beat> beats) { return stream_of(clock, std::move(beats)); }

Response with_type(const char* type, const char* body) {
  auto response = Response::text(200, body);
  response.headers.set("Content-Type", type);
  return response;
}

const Value kCall = json::parse(R"({"tool_calls":[{"index":0,"id":"c1","function":{"name":"book","arguments":"{"}}]})");

const Fault kFaults[] = {
    {"ends the connection", {}, 0ms},
    {"hangs before its answer", [](Clock& clock) { return streamed(clock, {{"", 1h}}); }, 1500ms},
    {"hangs in the middle", [](Clock& clock) { return streamed(clock, {{says("Let me ")}, {says("see"), 1h}}); }, 5s},
    {"429 with Retry-After",
     [](Clock&) {
       auto response = Response::json(429, "{}");
       response.headers.set("Retry-After", "20");
       return response;
     },
     0ms},
    {"500", [](Clock&) { return Response::json(500, "{}"); }, 0ms},
    {"503 in HTML", [](Clock&) { return Response::text(503, "<html>"); }, 0ms},
    {"401", [](Clock&) { return Response::json(401, "{}"); }, 0ms},
    {"cut in the middle", [](Clock& clock) { return streamed(clock, {{says("Let me ")}, {.cut = true}}); }, 0ms},
    {"stops without an end", [](Clock& clock) { return streamed(clock, {{says("Let me ")}}); }, 0ms},
    {"cut within a tool call", [](Clock& clock) { return streamed(clock, {{chunk(kCall)}, {.cut = true}}); }, 0ms},
    {"garbage for events",
     [](Clock& clock) { return streamed(clock, {{says("Let me ")}, {"data: }{\n\n"}, {"", 1h}}); }, 0ms},
    {"JSON of another kind", [](Clock&) { return Response::json(200, R"({"answer":"Hi"})"); }, 0ms},
    {"a page", [](Clock&) { return with_type("text/html", "<html>Sign in</html>"); }, 0ms},
    {"an error in the stream",
     [](Clock& clock) { return streamed(clock, {{says("Let me ")}, {"data: {\"error\":{\"message\":\"x\"}}\n\n"}}); },
     0ms},
    {"nothing", [](Clock& clock) { return streamed(clock, {{kDone}}); }, 0ms},
};

TEST_F(ChainTest, goes_on_with_the_next_provider_whatever_befalls_the_first) {
  FakeProvider first(transport, "first", {});
  for (const auto& fault : kFaults) {
    SCOPED_TRACE(fault.name);
    transport.treat([&](const net::Request& request) {
      const bool is_refused = !fault.response && request.headers.get("Host") == "first";
      return net::Treatment{is_refused ? net::Fault::refuse : net::Fault::none};
    });
    if (fault.response) first.response = fault.response(clock);
    clock.advance(1min);  // the breaker closes meanwhile
    reader = {};
    const auto asked_before = second.requests.size();
    const auto begun = clock.now();

    const auto answer = ask();

    EXPECT_EQ(answer.provider, "second");
    EXPECT_EQ(answer.message, json::parse(R"({"role":"assistant","content":"All well"})"));
    EXPECT_EQ(answer.trace["failed_over"][0]["provider"].text(), "first");
    EXPECT_EQ(reader.seen, "All well") << "what is left standing is one answer";
    EXPECT_EQ(reader.resets, reader.ever == "All well" ? 0 : 1);
    EXPECT_EQ(second.requests.size(), asked_before + 1);
    EXPECT_LE(first_word - begun, fault.detected_by + 300ms);
  }
}

TEST_F(ChainTest, has_fifteen_faults_in_its_table) { EXPECT_GE(std::size(kFaults), 12U); }

TEST_F(ChainTest, asks_nobody_else_while_the_first_is_well) {
  FakeProvider first(transport, "first", streamed(clock, {{says("Hi")}, {stops()}, {kDone}}));
  const auto answer = ask();
  EXPECT_EQ(answer.provider, "first");
  EXPECT_FALSE(answer.trace.contains("failed_over"));
  EXPECT_TRUE(second.requests.empty());
}

TEST_F(ChainTest, passes_over_a_provider_that_failed_five_times_and_probes_it_later) {
  FakeProvider first(transport, "first", Response::json(500, "{}"));
  for (int i = 0; i < 8; ++i) ask();
  EXPECT_EQ(first.requests.size(), 5U);

  clock.advance(5s);
  ask();
  ask();
  EXPECT_EQ(first.requests.size(), 6U) << "one probe, which failed";

  first.response = streamed(clock, {{says("Back")}, {stops()}, {kDone}});
  clock.advance(5s);
  EXPECT_EQ(ask().provider, "first");
}

TEST_F(ChainTest, leaves_a_busy_provider_alone_for_as_long_as_it_asked) {
  auto busy = Response::json(429, "{}");
  busy.headers.set("Retry-After", "20");
  FakeProvider first(transport, "first", busy);
  ask();
  ask();
  EXPECT_EQ(first.requests.size(), 1U);
  clock.advance(20s);
  ask();
  EXPECT_EQ(first.requests.size(), 2U);
}

TEST_F(ChainTest, does_not_hold_a_refused_request_against_the_provider) {
  FakeProvider first(transport, "first", Response::json(400, R"({"error":{"code":"context_length_exceeded"}})"));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(ask().provider, "second");
  EXPECT_EQ(first.requests.size(), 10U);
}

TEST_F(ChainTest, says_who_failed_when_nobody_answers) {
  transport.stop("second", 80);
  FakeProvider first(transport, "first", Response::json(500, "{}"));
  try {
    ask();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind, Kind::unavailable);
    EXPECT_EQ(error.slug, "model/none-answered");
    EXPECT_NE(error.detail.find("\"first\""), std::string::npos);
    EXPECT_NE(error.detail.find("\"second\""), std::string::npos);
  }
}

TEST_F(ChainTest, writes_failures_to_the_log_with_their_cause) {
  struct Lines : Log {
    void write(Level level, std::string_view area, std::string_view what, const Value& fields) override {
      lines.push_back(fmt::format("{} {} {}", static_cast<int>(level), area, json::print(fields)));
    }
    std::vector<std::string> lines;
  } lines;
  FakeProvider first(transport, "first", Response::json(401, R"({"error":{"message":"bad key"}})"));
  std::vector<Provider> providers;
  providers.push_back({"first", std::make_shared<OpenAi>(OpenAiOptions{.name = "first", .base_url = "http://first/v1"},
                                                         client, clock, random)});
  Chain alone(std::move(providers), clock, lines);
  EXPECT_THROW(support::run_simulated(io, clock, alone.answer(request_saying("Hello"), {}, Deadline::never())), Error);
  ASSERT_EQ(lines.lines.size(), 1U);
  EXPECT_TRUE(lines.lines[0].starts_with(fmt::format("{} ai", static_cast<int>(Log::Level::error))));
  EXPECT_NE(lines.lines[0].find("bad key"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::ai
