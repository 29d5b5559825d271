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
constexpr int kTurnsOfOne = 40;  // of one conversation: far from where its budget hands it to a person

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

// A small run has smaller ones where a single one takes longer than it lasts.
std::vector<Bomb> bombs(const std::string& tenant, const std::string& tools, bool small) {
  const auto top = head(tenant);
  const auto with_flow = top + std::string(kGo);
  std::vector<Bomb> all;
  all.push_back({"2,000 intents", top + many_intents(2'000, 5, false)});
  const int trained = small ? 200 : 500;
  all.push_back(
      {fmt::format("{} intents, {} examples", trained, trained * 40), top + many_intents(trained, 40, false)});
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
  const auto huge_schema = [&](std::string_view between) {
    const auto property = [&](int i) {
      return fmt::format("p{}: {{type: [string, integer], minLength: 1, enum: [a, b]}},{}", i, between);
    };
    return with_flow +
           tool(tools, "/list", "{type: object, properties: {" + repeated(small ? 1'500 : 14'500, property) + "}}") +
           flow_saying("Done.");
  };
  all.push_back({"a huge schema", huge_schema("\n       ")});
  all.push_back({"a huge schema in one line", huge_schema(" ")});
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

// Somebody who talks to a bot, in one conversation after the other.
class Guest {
 public:
  Guest(const support::Product& product, const std::string& tenant) : api_(product.address()), key_("pk_" + tenant) {}

  // The status of the opening.
  int open() {
    const auto opened = api_.post("/v1/conversations", Value::object({{"channel", "web"}}), key_);
    id_ = std::string(opened.body["id"].text());
    token_ = std::string(opened.body["token"].text());
    path_ = fmt::format("/v1/conversations/{}/messages", id_);
    last_ = 0;
    return opened.status;
  }
  int say(const std::string& message, std::string_view text) {
    return api_.post(path_, Value::object({{"id", message}, {"text", text}}), token_).status;
  }
  // Waits for what the bot says behind the message.
  bool hears_answer(const std::string& message) {
    const auto began = clock_.now();
    auto after = last_;
    for (bool seen = false; clock_.now() - began < kPatience;) {
      const auto page = api_.get(fmt::format("{}?limit=1000&after={}", path_, after), token_);
      for (const auto& each : page.body["items"].items()) {
        after = each["seq"].integer();
        seen = seen || each["id"].text() == message;
        if (!seen || each["role"].text() != "bot") continue;
        last_ = after;
        return true;
      }
      pause(clock_.now() - began < std::chrono::seconds(1) ? kLook : kLookLater);
    }
    return false;
  }
  // What the server knows of all that came behind the last answer, in the words of its journal.
  std::string what_is_known(const std::string& staff) {
    const auto shown = api_.get("/v1/conversations/" + id_, staff);
    const auto events = api_.get(fmt::format("/v1/conversations/{}/events?trace=1&after={}", id_, last_), staff);
    return fmt::format("{} is {} ({}); behind {}: {}", id_, shown.body["status"].text(),
                       shown.body["handoff"]["reason"].text(), last_, events.text.substr(0, 2'000));
  }

 private:
  static constexpr auto kPatience = std::chrono::seconds(30);
  static constexpr auto kLook = std::chrono::milliseconds(4);
  static constexpr auto kLookLater = std::chrono::milliseconds(50);

  SystemClock clock_;
  support::Api api_;
  const std::string key_;
  std::string id_, token_, path_;
  std::int64_t last_ = 0;  // seq of the last answer
};

// A small run is measured against the same load before the bombs, as the machine may do other things as well, and has a
// bar that no stall passes. The full run has the bar in milliseconds.
struct Size {
  std::chrono::seconds quiet;  // before the bombs
  std::chrono::seconds bombs;  // at least
  bool is_small = false;
};
constexpr double kTimesQuietMax = 4;
constexpr double kSmallLatencyMsMin = 250, kSmallLatencyMsMax = 1'000;

class Judge {
 public:
  Judge(Size size, bool broken)
      : size_(size), tenant_file_(folder_.path() + "/calm.yaml"), options_(folder_.path() + "/options.yaml") {
    std::ofstream(tenant_file_) << kCalm;
    std::ofstream(options_) << "pool_threads: " << (broken ? 0 : 2) << "\n";
    product_.emplace(folder_.path() + "/data", tenant_file_,
                     std::vector<std::string>{"--config", options_, "--consent-floor", "off"});
    for (const auto* tenant : {"calm", "bomb-a", "bomb-b"})
      product_->give(tenant, fmt::format("pk_{}", tenant), {tools_.port()});
  }

  int run() {
    product_->start();
    staff_ = product_->staff_token("calm");
    std::vector<std::thread> threads;
    for (int i = 0; i < kGuests; ++i) threads.emplace_back([this, i] { chat(i); });
    threads.emplace_back([this] { ask_health(); });
    pause(size_.quiet);
    bombs_fall_ = true;
    std::vector<std::thread> bombers;
    bombers.emplace_back([this] { bomb("bomb-a", 0); });
    bombers.emplace_back([this] { bomb("bomb-b", 1); });
    for (auto& thread : bombers) thread.join();
    ended_ = true;
    for (auto& thread : threads) thread.join();
    return report();
  }

 private:
  struct Figures {
    Latencies health, turns;
  };
  Figures& figures(bool bombs_fell) { return bombs_fell || bombs_fall_ ? under_bombs_ : quiet_; }

  void ask_health() {
    support::Api api(product_->address());
    while (!ended_) {
      const bool bombs_fell = bombs_fall_;
      const auto began = clock_.now();
      const auto answer = api.get("/healthz");
      figures(bombs_fell).health.add(Millis(clock_.now() - began).count());
      if (answer.status != 200) fail(fmt::format("health answered {}", answer.status));
      pause(std::chrono::milliseconds(20));
    }
  }

  void chat(int number) {
    Guest guest(*product_, "calm");
    pause(kBetweenTurns * number / kGuests);
    for (int turn = 0; !ended_; ++turn) {
      if (turn % kTurnsOfOne == 0) {
        if (const int status = guest.open(); status != 201) fail(fmt::format("a guest was answered {}", status));
      }
      const bool bombs_fell = bombs_fall_;
      const auto began = clock_.now();
      take_turn(guest, fmt::format("t{}", turn));
      figures(bombs_fell).turns.add(Millis(clock_.now() - began).count());
      pause(began + kBetweenTurns - clock_.now());
    }
  }

  void take_turn(Guest& guest, const std::string& message) {
    const int status = guest.say(message, "when do you open");
    if (status != 202) return fail(fmt::format("a message was answered {}: {}", status, guest.what_is_known(staff_)));
    if (guest.hears_answer(message)) return;
    ++unanswered_;
    fail(fmt::format("message {} has no answer: {}", message, guest.what_is_known(staff_)));
  }

  void fail(const std::string& why) {
    ++failed_;
    const std::lock_guard lock(mutex_);
    std::printf("stall: %s\n", why.c_str());
    std::fflush(stdout);
  }

  // Each bomb is checked, deployed and, where it got through, talked to; again until the time is over. A small run
  // drops as many as it has time for; the two tenants begin with different ones.
  void bomb(const std::string& tenant, std::size_t half) {
    support::Api house(product_->address(), product_->operator_key());
    house.post("/v1/tenants", Value::object({{"id", tenant}}));
    const auto staff = product_->staff_token(tenant);
    const auto all = bombs(tenant, tools_.address(), size_.is_small);
    const auto until = clock_.now() + size_.bombs;
    for (std::size_t i = 0; clock_.now() < until || (!size_.is_small && i < all.size()); ++i)
      drop(tenant, staff, all[(i + half * all.size() / 2) % all.size()]);
  }

  void drop(const std::string& tenant, const std::string& staff, const Bomb& each) {
    support::Api api(product_->address());
    const auto body = Value::object({{"yaml", each.yaml}, {"file", "bomb.yaml"}});
    const auto began = clock_.now();
    const auto checked = api.post("/v1/config/check", body, staff);
    const auto deployed = api.post("/v1/config/versions", body, staff);
    int said = 0;
    if (deployed.status == 200 || deployed.status == 201) said = talk(tenant);
    const std::lock_guard lock(mutex_);
    std::printf("stall: %-30s checked %d, deployed %d, said %d, %.1f s, peak %lld MB\n", each.name.c_str(),
                checked.status, deployed.status, said, Millis(clock_.now() - began).count() / 1000,
                static_cast<long long>(memory_mb()));
    std::fflush(stdout);
    ++dropped_;
    talked_to_ += said == 202 ? 1 : 0;
  }

  int talk(const std::string& tenant) {
    Guest guest(*product_, tenant);
    if (const int status = guest.open(); status != 201) return status;
    const int status = guest.say("go", "please go");
    guest.hears_answer("go");
    return status;
  }

  long memory_mb() const {
    std::ifstream status(fmt::format("/proc/{}/status", product_->pid()));
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("VmHWM:")) return std::stol(line.substr(6)) / 1024;
    }
    return 1 << 20;
  }

  // What the p99 may be, given that of the same load without bombs.
  double bar(double quiet) const {
    return size_.is_small ? std::clamp(kTimesQuietMax * quiet, kSmallLatencyMsMin, kSmallLatencyMsMax) : kLatencyMsMax;
  }

  int report() {
    const auto memory = memory_mb();
    const bool stopped = product_->stop() == 0;
    const auto quiet_health = quiet_.health.share(0.99), quiet_turns = quiet_.turns.share(0.99);
    const auto health = under_bombs_.health.share(0.99), turns = under_bombs_.turns.share(0.99);
    const auto health_max = bar(quiet_health), turns_max = bar(quiet_turns);
    const bool good = failed_ == 0 && talked_to_ > 0 && stopped && health <= health_max && turns <= turns_max &&
                      memory <= kMemoryMbMax;
    std::printf("stall: without bombs: p99 of %zu health checks %.1f ms, of %zu turns %.1f ms\n", quiet_.health.count(),
                quiet_health, quiet_.turns.count(), quiet_turns);
    std::printf(
        "stall: p99 of %zu health checks %.1f ms (worst %.0f), of %zu turns %.1f ms (worst %.0f), %d unanswered, %d "
        "failed, %ld MB, %d bombs (bar %.0f ms, %.0f ms, 0, 0, %ld MB)\n",
        under_bombs_.health.count(), health, under_bombs_.health.share(1), under_bombs_.turns.count(), turns,
        under_bombs_.turns.share(1), unanswered_.load(), failed_.load(), memory, dropped_, health_max, turns_max,
        kMemoryMbMax);
    return good ? 0 : 1;
  }

  const Size size_;
  SystemClock clock_;
  support::TemporaryFolder folder_;
  Tools tools_;
  std::string tenant_file_;
  std::string options_;
  std::optional<support::Product> product_;
  std::string staff_;
  std::atomic<bool> bombs_fall_ = false;
  std::atomic<bool> ended_ = false;
  std::atomic<int> failed_ = 0;
  std::atomic<int> unanswered_ = 0;
  Figures quiet_, under_bombs_;
  std::mutex mutex_;
  int dropped_ = 0;
  int talked_to_ = 0;  // of those that got through
};

}  // namespace

int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--seconds", "--data"}, {"--small", "--broken"});
  try {
    const bool small = arguments.has("--small");
    const std::chrono::seconds bombs(arguments.number("--seconds", small ? 8 : 60));
    return Judge({std::chrono::seconds(small ? 4 : 10), bombs, small}, arguments.has("--broken")).run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "stall: %s\n", error.what());
    return 1;
  }
}
