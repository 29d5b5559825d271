// Fifty chats a second at one tenant, while others check, deploy and use files that were made to cost as much as they
// can. Nobody else may feel it: p99 of health and of chat turns, and the memory of the server, have bars.

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

#include "base/json.h"
#include "net/loops.h"
#include "net/server.h"
#include "support/arguments.h"
#include "support/product.h"

using namespace frontdesk;

namespace {

using Millis = std::chrono::duration<double, std::milli>;

constexpr double kLatencyMsMax = 50;
constexpr long kMemoryMbMax = 300;
constexpr int kGuests = 10;
constexpr auto kBetweenTurns = std::chrono::milliseconds(200);  // of one guest: fifty a second of all

constexpr std::string_view kCalm = R"(schema_version: 1
client_id: calm
use_case_id: calm
name: Calm
channels: {web: {title: Calm}}
intents:
  - {name: hours, answer: We open at nine., examples: [when do you open, opening hours, are you open, until when]}
  - {name: person, handoff: They asked., examples: [a person please, talk to a human, an agent, real person]}
escalation_rules: [{id: wants, when: {intent: person}, queue: people}]
)";

std::string repeated(int count, const auto& each) {
  std::string all;
  for (int i = 0; i < count; ++i) all += each(i);
  return all;
}

// What every bomb has, so that one that gets through can be talked to.
std::string head(const std::string& tenant) {
  return fmt::format(
      "schema_version: 1\nclient_id: {0}\nuse_case_id: bomb\nname: Bomb\nchannels: {{web: {{title: Bomb}}}}\n"
      "guards: {{consent: \"off\", policy: enforce, loop: \"off\", budget: \"off\"}}\n"
      "escalation_rules: [{{id: lost, when: {{repair: 3}}, queue: people}}]\n",
      tenant);
}

constexpr std::string_view kGo = "intents:\n  - {name: go, flow: go, examples: [go, go on, please go, let us go]}\n";

std::string tool(const std::string& address, std::string_view path, std::string_view schema) {
  return fmt::format(
      "tools:\n  - {{name: ask, description: Asks., endpoint: \"{}{}\", effect: read, timeout: 2s, input_schema: "
      "{}}}\n",
      address, path, schema);
}

constexpr std::string_view kObject = "{type: object}";

std::string flow_saying(std::string_view say) {
  return fmt::format(
      "flows:\n  - name: go\n    description: Goes.\n    steps:\n      - {{call: ask, as: found}}\n      - say: "
      "\"{}\"\n",
      say);
}

std::string many_intents(int count, int examples, bool with_unknown_flows) {
  return "intents:\n" + repeated(count, [&](int i) {
           return fmt::format("  - name: i{0}\n    {1}\n    examples:\n", i,
                              with_unknown_flows ? fmt::format("flow: nobody_knows_{}", i) : "answer: Yes.") +
                  repeated(examples,
                           [&](int k) { return fmt::format("      - word{} says{} {}\n", i, k * 7 % 97, i); });
         });
}

// A tenant's file that was made to cost as much as it can.
struct Bomb {
  std::string name;
  std::string yaml;
};

std::vector<Bomb> bombs(const std::string& tenant, const std::string& tools) {
  const auto top = head(tenant);
  const auto with_flow = top + std::string(kGo);
  std::vector<Bomb> all;
  all.push_back({"2,000 intents", top + many_intents(2'000, 5, false)});
  all.push_back({"500 intents, 20,000 examples", top + many_intents(500, 40, false)});
  all.push_back({"intents that lead nowhere", top + many_intents(2'000, 4, true)});
  all.push_back({"deep", top + "knowledge: " + std::string(100'000, '[')});
  all.push_back({"wide", top + "knowledge: [" + repeated(300'000, [](int) { return "[],"; }) + "]\n"});
  all.push_back({"aliases", top + "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + repeated(9, [](int i) {
                              const auto ten = repeated(10, [&](int) { return fmt::format("*a{}, ", i); });
                              return fmt::format("a{}: &a{} [{}]\n", i + 1, i + 1, ten);
                            })});
  all.push_back(
      {"three nested lists", with_flow + tool(tools, "/list", kObject) +
                                 flow_saying("{{#found}}{{#found}}{{#found}}{{.}} {{/found}}{{/found}}{{/found}}")});
  all.push_back({"three nested lists of nothing",
                 with_flow + tool(tools, "/list", kObject) +
                     flow_saying("a{{#found}}{{#found}}{{#found}}{{none}}{{/found}}{{/found}}{{/found}}")});
  all.push_back({"a huge schema",
                 with_flow +
                     tool(tools, "/list",
                          "{type: object, properties: {" +
                              repeated(15'000,
                                       [](int i) {
                                         return fmt::format(
                                             "p{}: {{type: [string, integer], minLength: 1, enum: [a, b]}}, ", i);
                                       }) +
                              "}}") +
                     flow_saying("Done.")});
  all.push_back(
      {"patterns", with_flow +
                       tool(tools, "/list",
                            "{type: object, properties: {" +
                                repeated(100,
                                         [](int i) {
                                           return fmt::format(
                                               "p{}: {{type: string, pattern: \"^(([a-z]+)+[{}]){{1,400}}$\"}}, ", i,
                                               static_cast<char>('a' + i % 26));
                                         }) +
                                "}}") +
                       flow_saying("Done.")});
  all.push_back({"a big answer", with_flow + tool(tools, "/big", kObject) + flow_saying("{{found}}")});
  all.push_back({"a huge answer", with_flow + tool(tools, "/huge", kObject) + flow_saying("{{found}}")});
  all.push_back({"1,000 policies", with_flow + tool(tools, "/list", kObject) + flow_saying("Done.") + "policies:\n" +
                                       repeated(100, [](int i) {
                                         return fmt::format("  - {{id: p{}, when: \"{}false\", refuse: No.}}\n", i,
                                                            repeated(30, [](int) { return "tool == 'x' || "; }));
                                       })});
  all.push_back({"a flow in circles",
                 with_flow +
                     "flows:\n  - name: go\n    description: Goes.\n    steps:\n      - {say: again and again}\n"
                     "      - {goto: start}\n"});
  return all;
}

// The tools of the bombs, in a thread of this program.
class Tools {
 public:
  Tools()
      : server_(loops_, clock_, random_, *log_, {}, [](net::Request request) { return answer(std::move(request)); }) {
    port_ = server_.listen("127.0.0.1", 0);
    thread_ = std::thread([this] { loops_.run(); });
  }
  ~Tools() {
    loops_.stop();
    thread_.join();
  }
  int port() const { return port_; }
  std::string address() const { return fmt::format("http://127.0.0.1:{}", port_); }

 private:
  static Task<net::Response> answer(net::Request request) {
    const auto path = request.path();
    const int count = path == "/huge" ? 500'000 : path == "/big" ? 50'000 : 300;
    co_return net::Response::json(200,
                                  "[" + repeated(count - 1, [](int i) { return fmt::format("{},", i % 1000); }) + "0]");
  }

  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<Log> log_ = silent_log();
  net::Loops loops_{1};
  net::Server server_;
  int port_ = 0;
  std::thread thread_;
};

class Latencies {
 public:
  void add(double ms) {
    const std::lock_guard lock(mutex_);
    all_.push_back(ms);
  }
  std::size_t count() const { return all_.size(); }
  double share(double share) {
    if (all_.empty()) return 1e9;
    std::ranges::sort(all_);
    return all_[std::min(all_.size() - 1, static_cast<std::size_t>(share * static_cast<double>(all_.size())))];
  }

 private:
  std::mutex mutex_;
  std::vector<double> all_;
};

void pause(std::chrono::nanoseconds span) {
  if (span.count() <= 0) return;
  const timespec time{span.count() / 1'000'000'000, span.count() % 1'000'000'000};
  nanosleep(&time, nullptr);
}

class Judge {
 public:
  Judge(std::chrono::seconds at_least, bool broken)
      : at_least_(at_least), tenant_file_(folder_.path() + "/calm.yaml"), options_(folder_.path() + "/options.yaml") {
    std::ofstream(tenant_file_) << kCalm;
    std::ofstream(options_) << "pool_threads: " << (broken ? 0 : 2) << "\n";
    product_.emplace(folder_.path() + "/data", tenant_file_,
                     std::vector<std::string>{"--config", options_, "--consent-floor", "off"});
    for (const auto* tenant : {"calm", "bomb-a", "bomb-b"})
      product_->give(tenant, fmt::format("pk_{}", tenant), {tools_.port()});
  }

  int run() {
    product_->start();
    std::vector<std::thread> threads;
    for (int i = 0; i < kGuests; ++i) threads.emplace_back([this, i] { chat(i); });
    threads.emplace_back([this] { ask_health(); });
    std::vector<std::thread> bombers;
    for (const auto* tenant : {"bomb-a", "bomb-b"}) bombers.emplace_back([this, tenant] { bomb(tenant); });
    for (auto& thread : bombers) thread.join();
    ended_ = true;
    for (auto& thread : threads) thread.join();
    return report();
  }

 private:
  void ask_health() {
    support::Api api(product_->address());
    while (!ended_) {
      const auto began = clock_.now();
      const auto answer = api.get("/healthz");
      health_.add(Millis(clock_.now() - began).count());
      if (answer.status != 200) ++failed_;
      pause(std::chrono::milliseconds(20));
    }
  }

  void chat(int number) {
    support::Api api(product_->address());
    const auto opened = api.post("/v1/conversations", Value::object({{"channel", "web"}}), "pk_calm");
    if (opened.status != 201) {
      ++failed_;
      return;
    }
    const auto path = fmt::format("/v1/conversations/{}/messages", opened.body["id"].text());
    const std::string token(opened.body["token"].text());
    pause(kBetweenTurns * number / kGuests);
    for (int turn = 0; !ended_; ++turn) {
      const auto began = clock_.now();
      const auto sent =
          api.post(path, Value::object({{"id", fmt::format("t{}", turn)}, {"text", "when do you open"}}), token);
      if (sent.status != 202 || !hears_answer(api, path, token, fmt::format("t{}", turn))) ++failed_;
      turns_.add(Millis(clock_.now() - began).count());
      pause(began + kBetweenTurns - clock_.now());
    }
  }

  // Waits for what the bot says behind the message.
  bool hears_answer(support::Api& api, const std::string& path, const std::string& token, const std::string& id) {
    const auto until = clock_.now() + std::chrono::seconds(30);
    std::int64_t after = 0;
    bool seen = false;
    while (clock_.now() < until) {
      const auto page = api.get(fmt::format("{}?limit=1000&after={}", path, std::max(after, last_of(path))), token);
      for (const auto& message : page.body["items"].items()) {
        after = message["seq"].integer();
        seen = seen || message["id"].text() == id;
        if (!seen || message["role"].text() != "bot") continue;
        last_of(path) = after;
        return true;
      }
      pause(std::chrono::milliseconds(4));
    }
    return false;
  }

  std::int64_t& last_of(const std::string& path) {
    const std::lock_guard lock(mutex_);
    return last_[path];
  }

  // Each bomb is checked, deployed and, where it got through, talked to; again until the time is over.
  void bomb(const std::string& tenant) {
    support::Api house(product_->address(), product_->operator_key());
    house.post("/v1/tenants", Value::object({{"id", tenant}}));
    const auto staff = product_->staff_token(tenant);
    const auto all = bombs(tenant, tools_.address());
    const auto until = clock_.now() + at_least_;
    do {
      for (const auto& each : all) drop(tenant, staff, each);
    } while (clock_.now() < until);
  }

  void drop(const std::string& tenant, const std::string& staff, const Bomb& each) {
    support::Api api(product_->address());
    const auto body = Value::object({{"yaml", each.yaml}, {"file", "bomb.yaml"}});
    const auto began = clock_.now();
    const auto checked = api.post("/v1/config/check", body, staff);
    const auto deployed = api.post("/v1/config/versions", body, staff);
    int said = 0;
    if (deployed.status == 200 || deployed.status == 201) said = talk(api, tenant);
    const std::lock_guard lock(mutex_);
    std::printf("stall: %-30s checked %d, deployed %d, said %d, %.1f s\n", each.name.c_str(), checked.status,
                deployed.status, said, Millis(clock_.now() - began).count() / 1000);
    std::fflush(stdout);
    ++dropped_;
    talked_to_ += said == 202 ? 1 : 0;
  }

  int talk(support::Api& api, const std::string& tenant) {
    const auto opened = api.post("/v1/conversations", Value::object({{"channel", "web"}}), "pk_" + tenant);
    if (opened.status != 201) return opened.status;
    const auto path = fmt::format("/v1/conversations/{}/messages", opened.body["id"].text());
    const std::string token(opened.body["token"].text());
    const auto sent = api.post(path, Value::object({{"id", "go"}, {"text", "please go"}}), token);
    hears_answer(api, path, token, "go");
    return sent.status;
  }

  long memory_mb() const {
    std::ifstream status(fmt::format("/proc/{}/status", product_->pid()));
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("VmHWM:")) return std::stol(line.substr(6)) / 1024;
    }
    return 1 << 20;
  }

  int report() {
    const auto memory = memory_mb();
    const bool stopped = product_->stop() == 0;
    const auto health = health_.share(0.99), turn = turns_.share(0.99);
    const bool good = failed_ == 0 && talked_to_ > 0 && stopped && health <= kLatencyMsMax && turn <= kLatencyMsMax &&
                      memory <= kMemoryMbMax;
    std::printf(
        "stall: p99 of %zu health checks %.1f ms (worst %.0f), of %zu turns %.1f ms (worst %.0f), %ld MB, %d failed, "
        "%d "
        "bombs (bar %.0f ms, %ld MB, 0)\n",
        health_.count(), health, health_.share(1), turns_.count(), turn, turns_.share(1), memory, failed_.load(),
        dropped_, kLatencyMsMax, kMemoryMbMax);
    return good ? 0 : 1;
  }

  const std::chrono::seconds at_least_;
  SystemClock clock_;
  support::TemporaryFolder folder_;
  Tools tools_;
  std::string tenant_file_;
  std::string options_;
  std::optional<support::Product> product_;
  std::atomic<bool> ended_ = false;
  std::atomic<int> failed_ = 0;
  Latencies health_, turns_;
  std::mutex mutex_;
  std::map<std::string, std::int64_t> last_;
  int dropped_ = 0;
  int talked_to_ = 0;  // of those that got through
};

}  // namespace

int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--seconds", "--data"}, {"--broken"});
  try {
    const std::chrono::seconds at_least(arguments.number("--seconds", 60));
    return Judge(at_least, arguments.has("--broken")).run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "stall: %s\n", error.what());
    return 1;
  }
}
