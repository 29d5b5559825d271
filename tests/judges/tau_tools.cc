// The reference actions of two client businesses through the whole product: a recorded model asks for them, the runtime
// checks, calls and journals them, the business's own system does them. Every answer and every end state must equal the
// reference, also when four conversations at a time work in one database of each business, when everything is delivered
// twice, when answers are lost after the effect, and when either side is killed between any two steps.

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <cstdio>
#include <random>
#include <set>

#include "base/error.h"
#include "base/json.h"
#include "reference_jobs.h"
#include "stage.h"
#include "support/arguments.h"
#include "support/corpora.h"
#include "support/postgres.h"
#include "talk.h"
#include "world.h"

using namespace frontdesk;
using tau::Job;

namespace {

struct Mode {
  std::string name;
  int lanes = 4;
  std::size_t together = 1;  // conversations of one tenant at a time, in one database
  std::vector<std::string> office_flags;
  bool says_twice = false;
  bool kills = false;
};

const std::vector<Mode>& all_modes() {
  static const std::vector<Mode> kModes{
      {.name = "plain", .lanes = 1},
      {.name = "interleaved", .lanes = 2, .together = 4},
      {.name = "delivered twice", .office_flags = {"--duplicate"}, .says_twice = true},
      {.name = "answers lost", .office_flags = {"--drop-answer-every", "2", "--drop-pause-ms", "2600"}},
      {.name = "killed", .lanes = 8, .office_flags = {"--delay-ms", "40"}, .kills = true}};
  return kModes;
}

struct Tally {
  std::size_t outputs = 0;
  std::size_t outputs_due = 0;
  std::size_t retried = 0;  // calls that took more than one attempt
  std::size_t kills = 0;
  std::set<std::string> equal, failed;  // jobs by name; those that ever failed are in both
  std::set<std::string> hit;            // under way when somebody was killed
};

class Run {
 public:
  Run(const std::string& corpus, const std::vector<Job>& jobs, const Mode& mode, std::uint64_t seed, bool on_postgres)
      : mode_(mode),
        random_(seed),
        postgres_(on_postgres ? std::make_unique<support::PostgresServer>("--durable") : nullptr),
        stage_({.corpus = corpus,
                .domains = {"retail", "airline"},
                .lanes = mode.lanes,
                .office_flags = mode.office_flags,
                .recordings = tau::recordings_of(jobs),
                .database = postgres_ ? postgres_->address : ""}),
        transport_(net::system_transport()),
        client_(*transport_, clock_) {
    for (const auto& job : jobs) waiting_[job.domain].push_back(&job);
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
    std::erase_if(tally_.equal, [this](const std::string& name) { return tally_.failed.contains(name); });
    return tally_;
  }

 private:
  struct Played {
    const Job* job;
    tau::Talk talk;
  };

  Task<> serve(tau::Lane lane) {
    auto& queue = waiting_[lane.domain];
    while (!queue.empty()) {
      const auto batch = tau::take_batch(queue, mode_.together);
      co_await play_batch(lane, batch);
      // Whoever had the luck that nobody was killed meanwhile has to go once more.
      if (mode_.kills && !tally_.hit.contains(batch.front()->name)) queue.push_back(batch.front());
    }
  }

  Task<> play_batch(tau::Lane lane, std::vector<const Job*> batch) {
    using namespace boost::asio::experimental::awaitable_operators;
    const tau::Caller caller{client_, clock_};
    co_await tau::insist(caller, {.method = "POST", .url = lane.world_url + "/admin/reset"});
    std::vector<std::unique_ptr<Played>> all;
    std::optional<Task<>> together;
    for (const auto* job : batch) {
      all.push_back(std::make_unique<Played>(job, tau::Talk(caller, stage_.address(), lane.key)));
      auto one = play(*all.back());
      together = together ? std::move(*together) && std::move(one) : std::move(one);
    }
    co_await std::move(*together);
    const auto state = co_await tau::insist(caller, {.url = lane.world_url + "/admin/state"});
    const auto ledger = co_await tau::insist(caller, {.url = lane.world_url + "/admin/ledger"});
    judge(all, state, ledger);
  }

  Task<> play(Played& played) {
    under_way_.insert(played.job->name);
    co_await played.talk.open();
    co_await played.talk.say("m1", played.job->name, mode_.says_twice);
    co_await played.talk.until_finished(1);
    under_way_.erase(played.job->name);
  }

  void judge(const std::vector<std::unique_ptr<Played>>& all, const Value& state, const Value& ledger) {
    std::vector<const Job*> jobs;
    std::size_t writes = 0;
    for (const auto& played : all) {
      jobs.push_back(played->job);
      writes += played->job->writes;
    }
    const bool done_once = ledger["items"].size() == writes;
    const bool same_end = tau::same_end(jobs, state);
    for (const auto& played : all) {
      const bool good = judge_answers(*played) && done_once && same_end;
      (good ? tally_.equal : tally_.failed).insert(played->job->name);
      if (!good && explained_++ < 5) {
        std::printf("  %s (%s): %zu effects for %zu writes, end state %s\n", played->job->name.c_str(),
                    mode_.name.c_str(), ledger["items"].size(), writes, same_end ? "equal" : "different");
      }
    }
  }

  bool judge_answers(const Played& played) {
    const auto answers = played.talk.events_of("tool");
    const auto& actions = played.job->golden.actions;
    std::size_t same = 0;
    for (std::size_t i = 0; i < std::min(answers.size(), actions.size()); ++i) {
      tally_.retried += answers[i]["attempts"].integer() > 1;
      if (answers[i]["name"].text() == actions[i].name && tau::same_output(answers[i]["result"], actions[i].output)) {
        ++same;
      } else if (explained_ < 5) {
        const auto& got = answers[i].contains("error") ? answers[i]["error"] : answers[i]["result"];
        std::printf("  %s answered %.400s\n  expected %.400s\n", actions[i].name.c_str(), json::print(got).c_str(),
                    actions[i].output.c_str());
      }
    }
    tally_.outputs += same;
    tally_.outputs_due += actions.size();
    return same == actions.size() && answers.size() == actions.size() &&
           played.talk.events_of("run.started").size() == 1;
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
    tally_.hit.insert(under_way_.begin(), under_way_.end());
  }

  const Mode& mode_;
  std::mt19937_64 random_;
  std::unique_ptr<support::PostgresServer> postgres_;
  tau::Stage stage_;
  SystemClock clock_;
  std::unique_ptr<Transport> transport_;
  boost::asio::io_context loop_{1};
  net::Client client_;
  std::map<std::string, std::deque<const Job*>> waiting_;
  std::set<std::string> under_way_;
  std::size_t lanes_busy_ = 0;
  int explained_ = 0;
  std::exception_ptr failure_;
  Tally tally_;
};

void print(const Mode& mode, const Tally& tally, std::size_t jobs) {
  std::printf("tau-tools, %s: %zu/%zu tasks, %zu/%zu outputs", mode.name.c_str(), tally.equal.size(), jobs,
              tally.outputs, tally.outputs_due);
  if (tally.retried > 0) std::printf(", %zu calls tried again", tally.retried);
  if (mode.kills) std::printf(", %zu kills, %zu tasks under way at one", tally.kills, tally.hit.size());
  std::printf("\n");
  std::fflush(stdout);
}

int judge_all(const support::Arguments& arguments) {
  const auto corpus = arguments.has("--data") ? arguments.text("--data") + "/tau" : support::corpus("tau").value_or("");
  const auto seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  auto jobs = tau::read_jobs(corpus);
  if (arguments.has("--sample"))
    jobs = tau::sample(std::move(jobs), static_cast<std::size_t>(arguments.number("--sample", 60)), seed);
  std::printf("tau-tools, %zu tasks, seed %llu\n", jobs.size(), static_cast<unsigned long long>(seed));

  std::set<std::string> equal;
  for (const auto& job : jobs) equal.insert(job.name);
  for (auto mode : all_modes()) {
    if (arguments.has("--mode") && arguments.text("--mode") != mode.name) continue;
    if (arguments.has("--broken")) mode.office_flags.push_back("--forget-keys");
    const auto tally = Run(corpus, jobs, mode, seed, arguments.has("--postgres")).play();
    print(mode, tally, jobs.size());
    std::erase_if(equal, [&](const std::string& name) { return !tally.equal.contains(name); });
  }
  std::printf("tau-tools: %zu/%zu%s (bar %zu)\n", equal.size(), jobs.size(),
              arguments.has("--postgres") ? " on PostgreSQL" : "", jobs.size());
  return equal.size() == jobs.size() && !jobs.empty() ? 0 : 1;
}

}  // namespace

// --data CORPORA, --mode NAME (one only), --sample N --seed S, --postgres, --broken (a back office that forgets its
// keys).
int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--data", "--mode", "--sample", "--seed"},
                                     {"--broken", "--postgres"});
  try {
    return judge_all(arguments);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tau-tools: %s\n", error.what());
    return 1;
  }
}
