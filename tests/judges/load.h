#pragma once

#include <cstdio>
#include <fstream>
#include <random>

#include "base/json.h"
#include "support/product.h"

// A business whose customers write without end, each message with the effect of being noted in a ledger; and what
// became of all that was acknowledged. For judges that take something away meanwhile.
namespace frontdesk::judges {

inline std::string tenant_yaml(int model_port, int ledger_port) {
  return fmt::format(R"(schema_version: 1
client_id: crash
use_case_id: crash
name: Crash
channels: {{web: {{}}}}
models: [{{provider: openai, base_url: "http://127.0.0.1:{}/v1", model: mock}}]
tools:
  - name: record
    description: Records something.
    endpoint: http://127.0.0.1:{}/tools/record
    effect: idempotent_write
    timeout: 5s
    confirm: "{{{{what}}}}"
    input_schema: {{type: object, required: [what], properties: {{what: {{type: string}}}}}}
guards: {{consent: "off", policy: "off", loop: "off", budget: "off"}}
escalation_rules: [{{id: failed, when: {{error: tool}}, queue: people}}]
)",
                     model_port, ledger_port);
}

struct Talk {
  std::string id;
  std::string token;
  int next = 0;                    // message to send
  std::vector<std::string> acked;  // what was acknowledged, in order
};

class Load {
 public:
  static constexpr int kConversations = 8;

  // `flags`: of the product.
  Load(bool forgets_keys, std::vector<std::string> flags)
      : model_({support::program("mock_model"), "--delay-ms", "2"}),
        ledger_(ledger_command(forgets_keys)),
        model_port_(support::port_in(model_.read_line())),
        ledger_port_(support::port_in(ledger_.read_line())),
        tenant_file_(folder_.path() + "/crash.yaml"),
        product(folder_.path() + "/data", tenant_file_, std::move(flags)) {
    product.give("crash", "pk_crash", {model_port_, ledger_port_});
    std::ofstream(tenant_file_) << tenant_yaml(model_port_, ledger_port_);
  }

  void open_talks() {
    support::Api api(product.address(), "pk_crash");
    for (int i = 0; i < kConversations; ++i) {
      const auto answer = api.post("/v1/conversations", Value::object({{"channel", "web"}}));
      if (answer.status != 201) throw std::runtime_error("no conversation: " + answer.text);
      talks.push_back({std::string(answer.body["id"].text()), std::string(answer.body["token"].text()), 0, {}});
    }
  }

  // False where there was no answer: the next call for this talk sends the same message with the same id, as a client
  // does.
  bool send_next(support::Api& api, Talk& talk) {
    const auto what = fmt::format("{}-{}", &talk - talks.data(), talk.next);
    const auto answer = api.post("/v1/conversations/" + talk.id + "/messages",
                                 Value::object({{"id", what}, {"text", "do " + what}}), talk.token);
    if (answer.status == 202) {
      talk.acked.push_back(what);
      ++talk.next;
    } else if (answer.status != 0) {
      ++refused;
    }
    return answer.status != 0;
  }

  // Waits until every acknowledged message of the talk has its answer, then holds the list against what was
  // acknowledged.
  void settle(Talk& talk) {
    support::Api api(product.address());
    const SystemClock clock;
    const auto until = clock.now() + std::chrono::seconds(60);
    std::vector<Value> messages;
    while (clock.now() < until) {
      add_news(api, talk, messages);
      if (covers(messages, talk.acked)) break;
      poll_pause();
    }
    std::vector<std::string> stored;
    for (const auto& message : messages) {
      if (message["role"].text() == "customer") stored.push_back(std::string(message["id"].text()));
    }
    if (stored != talk.acked) {
      for (const auto& id : talk.acked) lost += std::ranges::count(stored, id) == 0;
      for (const auto& id : stored) repeated += std::ranges::count(stored, id) > 1;
      if (lost == 0 && repeated == 0) ++disordered;
    }
    acknowledged += static_cast<int>(talk.acked.size());
    // Model and ledger were well all the time, so nobody should have been fetched.
    const bool is_with_bot = api.get("/v1/conversations/" + talk.id, talk.token).body["status"].text() == "bot";
    if (!covers(messages, talk.acked) || !is_with_bot) ++unanswered;
  }

  static void add_news(support::Api& api, const Talk& talk, std::vector<Value>& messages) {
    const auto after = messages.empty() ? 0 : messages.back()["seq"].integer();
    const auto page =
        api.get(fmt::format("/v1/conversations/{}/messages?limit=1000&after={}", talk.id, after), talk.token);
    for (const auto& message : page.body["items"].items()) messages.push_back(message);
  }

  static bool covers(const std::vector<Value>& messages, const std::vector<std::string>& acked) {
    if (acked.empty()) return true;
    bool seen = false;
    for (const auto& message : messages) {
      seen |= message["id"].text() == acked.back();
      if (seen && message["role"].text() == "bot") return true;
    }
    return false;
  }

  void check_effects() {
    support::Api api(fmt::format("http://127.0.0.1:{}", ledger_port_));
    const auto ledger = api.get("/ledger").body;
    for (const auto& effect : ledger.members()) doubled += effect.value.integer() > 1;
    effects = static_cast<int>(ledger.size());
  }

  static void poll_pause() {
    timespec pause{0, 20'000'000};
    nanosleep(&pause, nullptr);
  }

  // Sends what may be stored without its acknowledgement again, waits for all answers, and counts.
  void settle_all() {
    support::Api api(product.address());
    for (auto& talk : talks) {
      for (int tries = 0; tries < 100 && !send_next(api, talk); ++tries) poll_pause();
    }
    for (auto& talk : talks) settle(talk);
    check_effects();
  }

  bool is_whole() const { return lost == 0 && doubled == 0 && repeated == 0 && disordered == 0 && unanswered == 0; }
  std::string in_words() const {
    return fmt::format(
        "{} acknowledged, {} lost, {} stored twice, {} out of order, {} unanswered, {} refused; {} effects, {} done "
        "twice",
        acknowledged, lost, repeated, disordered, unanswered, refused, effects, doubled);
  }

 private:
  // Answers late, so that many a kill comes between an effect and the news of it.
  static std::vector<std::string> ledger_command(bool forgets_keys) {
    std::vector<std::string> command{support::program("effect_ledger"), "--delay-ms", "5"};
    if (forgets_keys) command.push_back("--forget-keys");
    return command;
  }

  support::TemporaryFolder folder_;
  support::Child model_;
  support::Child ledger_;
  int model_port_;
  int ledger_port_;
  std::string tenant_file_;

 public:
  support::Product product;
  std::vector<Talk> talks;
  int acknowledged = 0, lost = 0, repeated = 0, disordered = 0, unanswered = 0, refused = 0, effects = 0, doubled = 0;
};

}  // namespace frontdesk::judges
