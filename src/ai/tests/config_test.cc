#include "ai/config.h"

#include <gtest/gtest.h>

#include "ai/tests/fake_provider.h"
#include "base/json_schema.h"
#include "support/run_simulated.h"

namespace frontdesk::ai {
namespace {

using namespace std::chrono_literals;
namespace config = platform::config;

// Says one word.
class Parrot final : public Model {
 public:
  Task<ModelAnswer> answer(ModelRequest, TokenSink sink, Deadline) override {
    sink.text("Krah");
    co_return ModelAnswer{.message = Value::object({{"role", "assistant"}, {"content", "Krah"}})};
  }
};

std::vector<std::string> found_in(const char* models) {
  const auto document = Value::object({{"client_id", "bistro"}, {"models", json::parse(models)}});
  const auto secrets =
      platform::fixed_secrets(json::parse(R"({"tenants":{"bistro":{"HAS":{"value":"x","hosts":["llm.example"]}}}})"));
  config::Findings structure([](std::string_view, config::Spot) { return config::Place{}; });
  config::Findings findings([](std::string_view, config::Spot) { return config::Place{}; });
  Effort effort;
  const config::Checked checked(document, structure, secrets.get(), effort);
  models_section().check(checked, findings);
  std::vector<std::string> pointers;
  for (const auto& finding : findings.sorted()) pointers.push_back(finding.pointer);
  std::ranges::sort(pointers);
  return pointers;
}

using Pointers = std::vector<std::string>;

TEST(ModelsSection, finds_nothing_wrong_with_good_files) {
  EXPECT_EQ(found_in(R"([{"provider":"built-in"}])"), Pointers{});
  EXPECT_EQ(found_in(R"([{"provider":"openai","base_url":"https://llm.example/v1","model":"m","key":"secret:HAS",
                          "timeout":"30s","first_token_timeout":"800ms","options":{"temperature":0}},
                         {"provider":"recorded","options":{"delay":"50ms"}},{"provider":"built-in"}])"),
            Pointers{});
}

TEST(ModelsSection, names_the_place_of_each_fault) {
  EXPECT_EQ(found_in(R"([{"provider":"openai"}])"), Pointers({"/models/0", "/models/0"}));
  EXPECT_EQ(found_in(R"([{"provider":"openai","model":"m","base_url":"ftp://x"}])"), Pointers{"/models/0/base_url"});
  EXPECT_EQ(found_in(R"([{"provider":"openai","model":"m","base_url":"http://x/v1/chat/completions"}])"),
            Pointers{"/models/0/base_url"});
  EXPECT_EQ(found_in(R"([{"provider":"openai","model":"m","base_url":"http://x","key":"secret:MISSING"}])"),
            Pointers{"/models/0/key"});
  EXPECT_EQ(found_in(R"([{"provider":"openai","model":"m","base_url":"http://x","timeout":"3h"}])"),
            Pointers{"/models/0/timeout"});
  EXPECT_EQ(found_in(R"([{"provider":"recorded"},{"provider":"recorded"}])"), Pointers{"/models/1"});
  EXPECT_EQ(found_in(R"([{"provider":"built-in","key":"secret:HAS"},{"provider":"recorded"}])"),
            Pointers({"/models/0/key", "/models/1"}));
}

TEST(ModelsSection, has_a_schema_that_lets_its_struct_through_and_no_more) {
  const auto schema = JsonSchema::compile(models_section().schema);
  EXPECT_TRUE(
      schema.accepts(json::parse(R"([{"provider":"openai","base_url":"https://x","model":"m","timeout":"5s"}])")));
  for (const auto* wrong : {R"([{}])", R"([{"provider":"other"}])", R"([{"provider":"openai","colour":1}])",
                            R"([{"provider":"openai","timeout":5}])", R"([{"provider":"openai","timeout":"soon"}])"}) {
    EXPECT_FALSE(schema.accepts(json::parse(wrong))) << wrong;
  }
}

class MakeModels : public testing::Test {
 protected:
  ModelAnswer ask(const char* models) {
    const auto settings = from_value<std::vector<ModelSettings>>(json::parse(models));
    const auto model = make_models(settings, {.client = client,
                                              .clock = clock,
                                              .random = random,
                                              .log = *log,
                                              .secrets = *secrets,
                                              .tenant = TenantId::parse("bistro"),
                                              .built_in = std::make_shared<Parrot>(),
                                              .recordings = read_recordings(
                                                  R"({"conversations":{"a":[{"role":"user","content":"Hello"},
                                                      {"role":"assistant","content":"Taped"}]}})")});
    return support::run_simulated(io, clock, model->answer(request_saying("Hello"), {}, Deadline::never()));
  }

  boost::asio::io_context io;
  ManualClock clock{Timestamp{0}};
  net::MemoryTransport transport{clock};
  net::Client client{transport, clock};
  SeededRandom random{1};
  std::unique_ptr<Log> log = silent_log();
  std::unique_ptr<platform::Secrets> secrets =
      platform::fixed_secrets(json::parse(R"({"tenants":{"bistro":{"LLM":{"value":"k3y","hosts":["llm:80"]}}}})"));
};

TEST_F(MakeModels, serves_with_the_built_in_model_alone) {
  EXPECT_EQ(ask("[]").provider, "built-in");
  EXPECT_EQ(ask(R"([{"provider":"built-in"}])").message["content"].text(), "Krah");
}

TEST_F(MakeModels, makes_each_provider_by_what_the_file_says) {
  FakeProvider service(transport, "llm", stream_of(clock, {{says("Served")}, {stops()}, {kDone}}));
  EXPECT_EQ(ask(R"([{"provider":"openai","name":"main","base_url":"http://llm/v1/","model":"m","key":"secret:LLM"}])")
                .provider,
            "main");
  EXPECT_EQ(service.requests[0].headers.get("Authorization"), "Bearer k3y");
  EXPECT_EQ(service.requests[0].target, "/v1/chat/completions");
  EXPECT_EQ(ask(R"([{"provider":"recorded"}])").message["content"].text(), "Taped");
}

TEST_F(MakeModels, falls_back_from_a_slow_service_and_has_patience_with_the_last_one) {
  FakeProvider service(transport, "llm", stream_of(clock, {{says("Slow"), 10s}, {stops()}, {kDone}}));
  auto begun = clock.now();
  EXPECT_EQ(ask(R"([{"provider":"openai","base_url":"http://llm","model":"m"},{"provider":"built-in"}])").provider,
            "built-in");
  EXPECT_EQ(clock.now() - begun, 1500ms);
  EXPECT_EQ(ask(R"([{"provider":"openai","base_url":"http://llm","model":"m"}])").message["content"].text(), "Slow");
}

TEST_F(MakeModels, refuses_a_provider_that_there_is_not) { EXPECT_THROW(ask(R"([{"provider":"oracle"}])"), Error); }

}  // namespace
}  // namespace frontdesk::ai
