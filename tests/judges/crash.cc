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
channels: {{web: {{key: pk_crash}}}}
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
        ledger_(forgets_keys ? std::vector<std::string>{support::program("effect_ledger"), "--forget-keys"}
                             : std::vector<std::string>{support::program("effect_ledger")}),
        model_port_(support::port_in(model_.read_line())),
        ledger_port_(support::port_in(ledger_.read_line())),
        tenant_file_(folder_.path() + "/crash.yaml"),
        product_(folder_.path() + "/data", tenant_file_) {
    std::ofstream(tenant_file_) << tenant_yaml(model_port_, ledger_port_);
  }

  int run(int kills) {
    product_.start();
    open_talks();
    for (int killed = 0; killed < kills; ++killed) {
      send_for(5 + static_cast<int>(random_() % 60));
      product_.kill();
      product_.start();
      slowest_ready_ = std::max(slowest_ready_, product_.ready_after());
    }
    for (auto& talk : talks_) settle(talk);
    check_effects();
    return report(kills);
  }

 private:
  void open_talks() {
    support::Api api(product_.address(), "pk_crash");
    for (int i = 0; i < kConversations; ++i) {
      const auto answer = api.post("/v1/conversations", Value::object({{"channel", "web"}}));
      if (answer.status != 201) throw std::runtime_error("no conversation: " + answer.text);
      talks_.push_back({std::string(answer.body["id"].text()), std::string(answer.body["token"].text()), 0, {}});
    }
  }

  // Sends as fast as the server acknowledges, then returns while turns are under way.
  void send_for(int messages) {
    support::Api api(product_.address());
    for (int i = 0; i < messages; ++i) {
      auto& talk = talks_[random_() % talks_.size()];
      const auto index = &talk - talks_.data();
      const auto what = fmt::format("{}-{}", index, talk.next);
      const auto answer = api.post("/v1/conversations/" + talk.id + "/messages",
                                   Value::object({{"id", what}, {"text", "do " + what}}), talk.token);
      if (answer.status != 202) continue;  // not acknowledged: sent again with the same id, as a client does
      if (!answer.body["duplicate"].boolean() || talk.acked.empty() || talk.acked.back() != what)
        talk.acked.push_back(what);
      ++talk.next;
    }
  }

  // Waits until every acknowledged message of the talk has its answer, then holds the list against what was
  // acknowledged.
  void settle(Talk& talk) {
    support::Api api(product_.address());
    const SystemClock clock;
    const auto until = clock.now() + std::chrono::seconds(60);
    Value messages;
    while (clock.now() < until) {
      messages = api.get("/v1/conversations/" + talk.id + "/messages?limit=1000", talk.token).body["items"];
      if (covers(messages, talk.acked)) break;
      poll_pause();
    }
    std::vector<std::string> stored;
    for (const auto& message : messages.items()) {
      if (message["role"].text() == "customer") stored.push_back(std::string(message["id"].text()));
    }
    if (stored != talk.acked) {
      for (const auto& id : talk.acked) lost_ += std::ranges::count(stored, id) == 0;
      for (const auto& id : stored) repeated_ += std::ranges::count(stored, id) > 1;
      if (lost_ == 0 && repeated_ == 0) ++disordered_;
    }
    acknowledged_ += static_cast<int>(talk.acked.size());
    if (!covers(messages, talk.acked)) ++unanswered_;
  }

  static bool covers(const Value& messages, const std::vector<std::string>& acked) {
    if (acked.empty()) return true;
    bool seen = false;
    for (const auto& message : messages.items()) {
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
                      slowest_ready_ <= kReadyMax && acknowledged_ > kills;
    std::printf(
        "crash: %d/%d kills survived: %d acknowledged, %d lost, %d stored twice, %d out of order, %d unanswered; %d "
        "effects, %d done twice; "
        "slowest start %lld ms (bar: 0 lost, 0 twice, 2000 ms)\n",
        good ? kills : 0, kills, acknowledged_, lost_, repeated_, disordered_, unanswered_, effects_, doubled_,
        static_cast<long long>(slowest_ready_.count()));
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
  int acknowledged_ = 0, lost_ = 0, repeated_ = 0, disordered_ = 0, unanswered_ = 0, effects_ = 0, doubled_ = 0;
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
