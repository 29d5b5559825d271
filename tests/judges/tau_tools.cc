// The reference actions of two client businesses through the whole product: a recorded model asks for them, the runtime
// checks, calls and journals them, the business's own system does them. Every answer and every end state must equal the
// reference, also when four conversations of each business interleave, when everything is delivered twice, when answers
// are lost after the effect, and when either side is killed between any two steps.

#include <boost/asio/co_spawn.hpp>
#include <cstdio>
#include <deque>
#include <random>
#include <set>

#include "base/error.h"
#include "base/json.h"
#include "golden.h"
#include "stage.h"
#include "support/arguments.h"
#include "support/corpora.h"
#include "talk.h"

using namespace frontdesk;

namespace {

struct Job {
  std::string domain;
  std::string name;  // what the customer says; the recording is found by it
  tau::GoldenTask golden;
  int writes = 0;
};

struct Mode {
  std::string name;
  int lanes = 4;
  std::vector<std::string> office_flags;
  bool says_twice = false;
  bool kills = false;
};

struct Tally {
  std::size_t tasks = 0;
  std::size_t outputs = 0;
  std::size_t outputs_due = 0;
  std::size_t retried = 0;  // calls that took more than one attempt
  std::size_t kills = 0;
  std::size_t tasks_hit = 0;  // under way when somebody was killed
  std::set<std::string> equal;
};

std::vector<Mode> all_modes() {
  return {{"plain", 1, {}, false, false},
          {"interleaved", 4, {}, false, false},
          {"delivered twice", 4, {"--duplicate"}, true, false},
          {"answers lost", 4, {"--drop-answer-every", "2", "--drop-pause-ms", "2600"}, false, false},
          {"killed", 8, {"--delay-ms", "40"}, false, true}};
}

bool writes(std::string_view tool) {
  return !tool.starts_with("get_") && !tool.starts_with("find_") && !tool.starts_with("list_") &&
         !tool.starts_with("search_") && tool != "calculate" && tool != "think";
}

std::vector<Job> read_tasks(const std::string& corpus) {
  std::vector<Job> tasks;
  const auto add = [&](const std::string& domain, const std::string& file) {
    for (auto& golden : tau::read_golden(fmt::format("{}/{}/{}.jsonl", corpus, domain, file))) {
      const auto count = std::ranges::count_if(golden.actions, [](const auto& action) { return writes(action.name); });
      tasks.push_back(
          {domain, fmt::format("{} {} {}", domain, file, golden.index), std::move(golden), static_cast<int>(count)});
    }
  };
  add("retail", "golden_train");
  add("retail", "golden_dev");
  add("airline", "golden");
  return tasks;
}

std::vector<Job> sample(std::vector<Job> tasks, std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::ranges::shuffle(tasks, random);
  // Both businesses are in every sample.
  std::ranges::stable_partition(
      tasks, [&, kept = 0](const Job& task) mutable { return task.domain == "airline" && kept++ < 5; });
  tasks.resize(std::min(count, tasks.size()));
  return tasks;
}

// What the recorded model says: one reference action after the other, then that it is done.
Value recording_of(const Job& task) {
  ListBuilder messages;
  messages.add(Value::object({{"role", "user"}, {"content", task.name}}));
  int number = 0;
  for (const auto& action : task.golden.actions) {
    const auto function = Value::object({{"name", action.name}, {"arguments", json::print(action.arguments)}});
    const auto call =
        Value::object({{"id", fmt::format("call_{}", ++number)}, {"type", "function"}, {"function", function}});
    messages.add(Value::object({{"role", "assistant"}, {"content", nullptr}, {"tool_calls", Value::list({call})}}));
  }
  messages.add(Value::object({{"role", "assistant"}, {"content", "Done."}}));
  return messages.build();
}

std::string recordings_of(const std::vector<Job>& tasks) {
  ObjectBuilder conversations;
  for (const auto& task : tasks) conversations.set(task.name, recording_of(task));
  return json::print(Value::object({{"conversations", conversations.build()}}));
}

class Run {
 public:
  Run(const std::string& corpus, const std::vector<Job>& tasks, const Mode& mode, std::uint64_t seed)
      : mode_(mode),
        random_(seed),
        stage_({corpus, {"retail", "airline"}, mode.lanes, mode.office_flags, recordings_of(tasks)}),
        transport_(net::system_transport()),
        client_(*transport_, clock_) {
    for (const auto& task : tasks) waiting_[task.domain].push_back(&task);
  }

  Tally play() {
    const auto ended = [this](std::exception_ptr failure) {
      if (failure && !failure_) failure_ = failure;
      if (--lanes_busy_ == 0 || failure_) loop_.stop();
    };
    lanes_busy_ = stage_.lanes().size();
    for (const auto& lane : stage_.lanes()) boost::asio::co_spawn(loop_, serve(lane), ended);
    if (mode_.kills) boost::asio::co_spawn(loop_, keep_killing(), [](std::exception_ptr) {});
    loop_.run();
    if (failure_) std::rethrow_exception(failure_);
    return tally_;
  }

 private:
  Task<> serve(tau::Lane lane) {
    auto& queue = waiting_[lane.domain];
    while (!queue.empty()) {
      const auto* task = queue.front();
      queue.pop_front();
      under_way_.insert(task->name);
      co_await play(lane, *task);
      under_way_.erase(task->name);
    }
  }

  Task<> play(const tau::Lane& lane, const Job& task) {
    const tau::Caller caller{client_, clock_};
    co_await tau::insist(caller, {.method = "POST", .url = lane.world_url + "/admin/reset"});
    tau::Talk talk(caller, stage_.address(), lane.key);
    co_await talk.open();
    co_await talk.say("m1", task.name, mode_.says_twice);
    co_await talk.until_finished(1);
    const auto state = co_await tau::insist(caller, {.url = lane.world_url + "/admin/state"});
    const auto ledger = co_await tau::insist(caller, {.url = lane.world_url + "/admin/ledger"});
    judge(task, talk, state, ledger);
  }

  void judge(const Job& task, const tau::Talk& talk, const Value& state, const Value& ledger) {
    const auto answers = talk.events_of("tool");
    const auto& actions = task.golden.actions;
    std::size_t same = 0;
    for (std::size_t i = 0; i < std::min(answers.size(), actions.size()); ++i) {
      same += answers[i]["name"].text() == actions[i].name && tau::same_output(answers[i]["result"], actions[i].output);
      tally_.retried += answers[i]["attempts"].integer() > 1;
    }
    ++tally_.tasks;
    tally_.outputs += same;
    tally_.outputs_due += actions.size();
    const bool said_once = talk.events_of("run.started").size() == 1;
    const bool done_once = ledger["items"].size() == static_cast<std::size_t>(task.writes);
    const bool same_end = state["sha256_cents"].text() == task.golden.final_sha256_cents;
    if (same == actions.size() && answers.size() == actions.size() && said_once && done_once && same_end) {
      tally_.equal.insert(task.name);
    } else {
      explain(task, answers, state, ledger);
    }
  }

  void explain(const Job& task, const std::vector<Value>& answers, const Value& state, const Value& ledger) {
    if (explained_++ >= 5) return;
    std::printf("  %s (%s): %zu answers for %zu actions, %zu effects for %d writes, end state %s\n", task.name.c_str(),
                mode_.name.c_str(), answers.size(), task.golden.actions.size(), ledger["items"].size(), task.writes,
                state["sha256_cents"].text() == task.golden.final_sha256_cents ? "equal" : "different");
    for (std::size_t i = 0; i < std::min(answers.size(), task.golden.actions.size()); ++i) {
      if (tau::same_output(answers[i]["result"], task.golden.actions[i].output)) continue;
      std::printf("    %s answered %.300s\n    expected %.300s\n", task.golden.actions[i].name.c_str(),
                  json::print(answers[i].contains("error") ? answers[i]["error"] : answers[i]["result"]).c_str(),
                  task.golden.actions[i].output.c_str());
    }
  }

  // An office, then the product, at moments that a seed chooses; a start of the product also closes its breakers.
  Task<> keep_killing() {
    for (;;) {
      co_await pause();
      stage_.restart_office(random_() % 8 == 0 ? "airline" : "retail");
      count_kill();
      co_await pause();
      stage_.restart_product();
      count_kill();
    }
  }

  Task<> pause() { co_await clock_.sleep_for(std::chrono::milliseconds(30 + random_() % 300)); }

  void count_kill() {
    ++tally_.kills;
    hit_.insert(under_way_.begin(), under_way_.end());
    tally_.tasks_hit = hit_.size();
  }

  const Mode& mode_;
  std::mt19937_64 random_;
  tau::Stage stage_;
  SystemClock clock_;
  std::unique_ptr<Transport> transport_;
  boost::asio::io_context loop_{1};
  net::Client client_;
  std::map<std::string, std::deque<const Job*>> waiting_;
  std::set<std::string> under_way_, hit_;
  std::size_t lanes_busy_ = 0;
  int explained_ = 0;
  std::exception_ptr failure_;
  Tally tally_;
};

void print(const Mode& mode, const Tally& tally) {
  std::printf("tau-tools, %s: %zu/%zu tasks, %zu/%zu outputs", mode.name.c_str(), tally.equal.size(), tally.tasks,
              tally.outputs, tally.outputs_due);
  if (tally.retried > 0) std::printf(", %zu calls tried again", tally.retried);
  if (mode.kills) std::printf(", %zu kills, %zu tasks under way at one", tally.kills, tally.tasks_hit);
  std::printf("\n");
  std::fflush(stdout);
}

int judge_all(const support::Arguments& arguments) {
  const auto corpus = arguments.has("--data") ? arguments.text("--data") + "/tau" : support::corpus("tau").value_or("");
  const auto seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  auto tasks = read_tasks(corpus);
  if (arguments.has("--sample"))
    tasks = sample(std::move(tasks), static_cast<std::size_t>(arguments.number("--sample", 60)), seed);
  std::printf("tau-tools: %zu tasks, seed %llu\n", tasks.size(), static_cast<unsigned long long>(seed));

  std::set<std::string> equal;
  for (const auto& task : tasks) equal.insert(task.name);
  for (auto mode : all_modes()) {
    if (arguments.has("--mode") && arguments.text("--mode") != mode.name) continue;
    if (arguments.has("--broken")) mode.office_flags.push_back("--forget-keys");
    const auto tally = Run(corpus, tasks, mode, seed).play();
    print(mode, tally);
    std::erase_if(equal, [&](const std::string& name) { return !tally.equal.contains(name); });
  }
  std::printf("tau-tools: %zu/%zu (bar %zu)\n", equal.size(), tasks.size(), tasks.size());
  return equal.size() == tasks.size() && !tasks.empty() ? 0 : 1;
}

}  // namespace

// --data CORPORA, --mode NAME (one only), --sample N --seed S, --broken (a back office that forgets its keys).
int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--data", "--mode", "--sample", "--seed"}, {"--broken", "--all"});
  try {
    return judge_all(arguments);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tau-tools: %s\n", error.what());
    return 1;
  }
}
