#include "ai/recorded.h"

#include <gtest/gtest.h>

#include "ai/tests/fake_provider.h"
#include "support/run_simulated.h"

namespace frontdesk::ai {
namespace {

using namespace std::chrono_literals;

constexpr auto kRecordings = R"({"conversations":{
  "a":[{"role":"system","content":"Be kind."},
       {"role":"user","content":"Hi"},
       {"role":"assistant","content":"Hello there, dear guest","name":"x"},
       {"role":"user","content":"A table"},
       {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"find","arguments":"{}"}}]},
       {"role":"tool","tool_call_id":"c1","content":"[]"},
       {"role":"assistant","content":"None is free."}],
  "b":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Good day"},
       {"role":"user","content":"An order"},{"role":"assistant","content":"It is late."}]}})";

class RecordedTest : public testing::Test {
 protected:
  ModelAnswer ask(const char* messages, const char* recording = nullptr) {
    Recorded model(read_recordings(kRecordings), clock, options);
    ModelRequest request{.messages = json::parse(messages)};
    if (recording) request.context = Value::object({{"recording", recording}});
    return support::run_simulated(io, clock, model.answer(request, reader.sink(), Deadline::in(clock, 10s)));
  }

  boost::asio::io_context io;
  ManualClock clock{Timestamp{0}};
  RecordedOptions options;
  Reader reader;
};

constexpr auto kFirst = R"([{"role":"user","content":"Hi"}])";
constexpr auto kSecond = R"([{"role":"system","content":"Other."},{"role":"user","content":"Hi"},
    {"role":"assistant","content":"Hello there, dear guest"},{"role":"user","content":"A table"}])";

TEST_F(RecordedTest, gives_the_answers_in_their_order) {
  EXPECT_EQ(ask(kFirst).message, json::parse(R"({"role":"assistant","content":"Hello there, dear guest"})"));
  EXPECT_EQ(reader.seen, "Hello there, dear guest");
  EXPECT_EQ(ask(kSecond).message["tool_calls"][0]["function"]["name"].text(), "find");
}

TEST_F(RecordedTest, gives_a_repeated_call_the_same_answer) { EXPECT_EQ(ask(kSecond).message, ask(kSecond).message); }

TEST_F(RecordedTest, goes_by_what_the_customer_said_or_by_an_explicit_name) {
  EXPECT_EQ(ask(R"([{"role":"user","content":"Hi"},{"role":"assistant","content":"?"},
                    {"role":"user","content":"An order"}])")
                .message["content"]
                .text(),
            "It is late.");
  EXPECT_EQ(ask(kFirst, "b").message["content"].text(), "Good day");
}

TEST_F(RecordedTest, says_what_it_does_not_know) {
  const auto slug_of = [&](const char* messages, const char* recording) {
    try {
      ask(messages, recording);
    } catch (const Error& error) {
      return error.slug;
    }
    return std::string();
  };
  EXPECT_EQ(slug_of(R"([{"role":"user","content":"Ciao"}])", nullptr), "recording/unknown");
  EXPECT_EQ(slug_of("[]", nullptr), "recording/unknown");
  EXPECT_EQ(slug_of(kFirst, "c"), "recording/unknown");
  EXPECT_EQ(slug_of(R"([{"role":"assistant"},{"role":"assistant"},{"role":"assistant"}])", "b"), "recording/ended");
}

TEST_F(RecordedTest, speaks_as_slowly_as_it_is_told) {
  options = {.delay = 50ms, .word_delay = 10ms};
  const auto begun = clock.now();
  ask(kFirst);
  EXPECT_EQ(clock.now() - begun, 80ms) << "four words";
}

TEST_F(RecordedTest, refuses_files_of_another_shape) {
  for (const auto* file :
       {"{}", "[]", "{", R"({"conversations":{"a":{}}})", R"({"conversations":{"a":[{"content":1}]}})"}) {
    EXPECT_THROW(read_recordings(file), Error) << file;
  }
}

}  // namespace
}  // namespace frontdesk::ai
