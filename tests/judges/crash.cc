// R1: kill -9 at random moments under load. Acknowledged messages lost, effects done twice, order broken, or not ready
// again within two seconds: each is a fault. The ledger of effects lives in a process of its own.

#include <cstdio>
#include <fstream>
#include <map>
#include <random>

#include "base/json.h"
#include "support/arguments.h"
#include "support/product.h"

using namespace frontdesk;

namespace {

constexpr int kConversations = 8;
constexpr auto kReadyMax = std::chrono::milliseconds(2'000);

std::string tenant_yaml(int model_port, int ledger_port) {
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

class Judge {
 public:
  Judge(std::uint64_t seed, bool forgets_keys)
      : random_(seed),
        model_({support::program("mock_model"), "--delay-ms", "2"}),
        ledger_(ledger_command(forgets_keys)),
        model_port_(support::port_in(model_.read_line())),
        ledger_port_(support::port_in(ledger_.read_line())),
        tenant_file_(folder_.path() + "/crash.yaml"),
        product_(folder_.path() + "/data", tenant_file_, {"--consent-floor", "off"}) {
    product_.give("crash", "pk_crash", {model_port_, ledger_port_});
    std::ofstream(tenant_file_) << tenant_yaml(model_port_, ledger_port_);
  }

  int run(int kills) {
    product_.start();
    open_talks();
    for (int killed = 0; killed < kills; ++killed) {
      send_until_killed(std::chrono::milliseconds(1 + random_() % 400));
      product_.start();
      slowest_ready_ = std::max(slowest_ready_, product_.ready_after());
    }
    support::Api api(product_.address());
    for (auto& talk : talks_) send_next(api, talk);  // what may be stored without its acknowledgement is sent again
    for (auto& talk : talks_) settle(talk);
    check_effects();
    return report(kills);
  }

 private:
  // Answers late, so that many a kill comes between an effect and the news of it.
  static std::vector<std::string> ledger_command(bool forgets_keys) {
    std::vector<std::string> command{support::program("effect_ledger"), "--delay-ms", "5"};
    if (forgets_keys) command.push_back("--forget-keys");
    return command;
  }

  void open_talks() {
    support::Api api(product_.address(), "pk_crash");
    for (int i = 0; i < kConversations; ++i) {
      const auto answer = api.post("/v1/conversations", Value::object({{"channel", "web"}}));
      if (answer.status != 201) throw std::runtime_error("no conversation: " + answer.text);
      talks_.push_back({std::string(answer.body["id"].text()), std::string(answer.body["token"].text()), 0, {}});
    }
  }

  // Sends as fast as the server acknowledges, until it is dead: with requests and turns under way.
  void send_until_killed(std::chrono::milliseconds after) {
    support::Child killer(
        {"/bin/sh", "-c",
         fmt::format("sleep {}; kill -9 {}", static_cast<double>(after.count()) / 1000, product_.pid())});
    support::Api api(product_.address());
    while (send_next(api, talks_[random_() % talks_.size()])) {
    }
    killer.wait();
    product_.kill();
  }

  // False where there was no answer: the next call for this talk sends the same message with the same id, as a client
  // does.
  bool send_next(support::Api& api, Talk& talk) {
    const auto what = fmt::format("{}-{}", &talk - talks_.data(), talk.next);
    const auto answer = api.post("/v1/conversations/" + talk.id + "/messages",
                                 Value::object({{"id", what}, {"text", "do " + what}}), talk.token);
    if (answer.status == 202) {
      talk.acked.push_back(what);
      ++talk.next;
    } else if (answer.status != 0) {
      ++refused_;
    }
    return answer.status != 0;
  }

  // Waits until every acknowledged message of the talk has its answer, then holds the list against what was
  // acknowledged.
  void settle(Talk& talk) {
    support::Api api(product_.address());
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
      for (const auto& id : talk.acked) lost_ += std::ranges::count(stored, id) == 0;
      for (const auto& id : stored) repeated_ += std::ranges::count(stored, id) > 1;
      if (lost_ == 0 && repeated_ == 0) ++disordered_;
    }
    acknowledged_ += static_cast<int>(talk.acked.size());
    // Model and ledger were well all the time, so nobody should have been fetched.
    const bool is_with_bot = api.get("/v1/conversations/" + talk.id, talk.token).body["status"].text() == "bot";
    if (!covers(messages, talk.acked) || !is_with_bot) ++unanswered_;
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
    for (const auto& effect : ledger.members()) doubled_ += effect.value.integer() > 1;
    effects_ = static_cast<int>(ledger.size());
  }

  static void poll_pause() {
    timespec pause{0, 20'000'000};
    nanosleep(&pause, nullptr);
  }

  int report(int kills) const {
    const bool good = lost_ == 0 && doubled_ == 0 && repeated_ == 0 && disordered_ == 0 && unanswered_ == 0 &&
                      refused_ == 0 && slowest_ready_ <= kReadyMax && acknowledged_ > kills;
    std::printf(
        "crash: %d/%d kills survived: %d acknowledged, %d lost, %d stored twice, %d out of order, %d unanswered, %d "
        "refused; %d "
        "effects, %d done twice; "
        "slowest start %lld ms (bar: 0 lost, 0 twice, 2000 ms)\n",
        good ? kills : 0, kills, acknowledged_, lost_, repeated_, disordered_, unanswered_, refused_, effects_,
        doubled_, static_cast<long long>(slowest_ready_.count()));
    return good ? 0 : 1;
  }

  std::mt19937_64 random_;
  support::TemporaryFolder folder_;
  support::Child model_;
  support::Child ledger_;
  int model_port_;
  int ledger_port_;
  std::string tenant_file_;
  support::Product product_;
  std::vector<Talk> talks_;
  std::chrono::milliseconds slowest_ready_{0};
  int acknowledged_ = 0, lost_ = 0, repeated_ = 0, disordered_ = 0, unanswered_ = 0, refused_ = 0, effects_ = 0,
      doubled_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--kills", "--seed", "--data"}, {"--broken"});
  const auto seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  std::printf("crash: seed %llu\n", static_cast<unsigned long long>(seed));
  try {
    return Judge(seed, arguments.has("--broken")).run(static_cast<int>(arguments.number("--kills", 200)));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "crash: %s\n", error.what());
    return 1;
  }
}
