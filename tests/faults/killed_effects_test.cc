#include <gtest/gtest.h>

#include <fstream>

#include "support/product.h"

// kill -9 while a tool has done its work and its answer is still under way, for each promise that a tool can make.
namespace frontdesk {
namespace {

class KilledEffects : public testing::Test {
 protected:
  // The ledger forgets its keys, so every call that reaches it is counted.
  KilledEffects()
      : model_({support::program("mock_model")}),
        ledger_({support::program("effect_ledger"), "--delay-ms", "1000", "--forget-keys"}),
        model_port_(support::port_in(model_.read_line())),
        ledger_port_(support::port_in(ledger_.read_line())),
        books_(fmt::format("http://127.0.0.1:{}", ledger_port_)) {}

  void start(std::string_view effect) {
    const auto file = folder_.path() + "/tenant.yaml";
    std::ofstream(file) << fmt::format(
        "schema_version: 1\nclient_id: killed\nuse_case_id: killed\nname: Killed\n"
        "channels: {{web: {{show_trace: true}}}}\n"
        "models: [{{provider: openai, base_url: \"http://127.0.0.1:{}/v1\", model: m}}]\n"
        "tools:\n"
        "  - name: record\n"
        "    description: Records something.\n"
        "    endpoint: http://127.0.0.1:{}/tools/record\n"
        "    effect: {}\n"
        "    timeout: 5s\n"
        "    confirm: \"{{{{what}}}}\"\n"
        "    input_schema: {{type: object, required: [what], properties: {{what: {{type: string}}}}}}\n"
        "guards: {{consent: \"off\"}}\n"
        "escalation_rules: [{{id: failed, when: {{error: tool}}, queue: people}}]\n",
        model_port_, ledger_port_, effect);
    product_.emplace(folder_.path() + "/data", file, std::vector<std::string>{"--consent-floor", "off"});
    product_->give("killed", "pk_killed", {model_port_, ledger_port_});
    product_->start();
    support::Api api(product_->address());
    const auto opened = api.post("/v1/conversations", Value::object({{"channel", "web"}}), "pk_killed");
    id_ = opened.body["id"].text();
    token_ = opened.body["token"].text();
    const auto sent =
        api.post("/v1/conversations/" + id_ + "/messages", Value::object({{"id", "m"}, {"text", "do this"}}), token_);
    ASSERT_EQ(sent.status, 202) << sent.text;
    api_.emplace(product_->address());
  }

  // Ends with the product started again on the data of the one that was killed.
  void kill_behind_the_effect(std::string_view effect) {
    start(effect);
    for (int tries = 0; tries < 400 && times_done() == 0; ++tries) pause();
    ASSERT_EQ(times_done(), 1);
    product_->kill();
    product_->start();
    api_.emplace(product_->address());
  }

  std::int64_t times_done() { return books_.get("/ledger").body["this"].integer(); }

  std::string answer() {
    for (int tries = 0; tries < 400; ++tries, pause()) {
      const auto messages = api_->get("/v1/conversations/" + id_ + "/messages", token_).body["items"];
      for (const auto& message : messages.items()) {
        if (message["role"].text() == "bot") return std::string(message["text"].text());
      }
    }
    return "(no answer)";
  }

  std::string status() { return std::string(api_->get("/v1/conversations/" + id_, token_).body["status"].text()); }

  static void pause() {
    timespec wait{0, 25'000'000};
    nanosleep(&wait, nullptr);
  }

  support::TemporaryFolder folder_;
  support::Child model_;
  support::Child ledger_;
  int model_port_;
  int ledger_port_;
  support::Api books_;
  std::optional<support::Product> product_;
  std::optional<support::Api> api_;
  std::string id_;
  std::string token_;
};

TEST_F(KilledEffects, that_take_our_key_are_asked_for_again_and_the_turn_goes_on) {
  kill_behind_the_effect("idempotent_write");
  EXPECT_NE(answer().find("Done: "), std::string::npos);
  EXPECT_EQ(times_done(), 2) << "one effect for a ledger that keeps keys";
  EXPECT_EQ(status(), "bot");
}

TEST_F(KilledEffects, that_may_happen_once_are_never_repeated_and_a_person_is_fetched) {
  kill_behind_the_effect("at_most_once");
  EXPECT_NE(answer().find("colleague"), std::string::npos);
  EXPECT_EQ(times_done(), 1);
  EXPECT_EQ(status(), "pending_human");
}

TEST_F(KilledEffects, that_need_a_review_are_left_to_a_person_from_the_first_call_on) {
  start("needs_review");
  EXPECT_NE(answer().find("colleague"), std::string::npos);
  product_->kill();
  product_->start();
  EXPECT_EQ(status(), "pending_human");
  EXPECT_EQ(times_done(), 0);
}

}  // namespace
}  // namespace frontdesk
