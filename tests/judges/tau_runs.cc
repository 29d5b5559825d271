// A hundred recorded conversations with a real model, its mistakes included: what the customers wrote comes in through
// the web channel, the recorded model says again what it said. Every tool must answer as it did then, every end state
// must be the same, and every verdict, drawn anew by the scoring rule, must be the recorded one.

#include <boost/asio/co_spawn.hpp>
#include <cstdio>
#include <deque>
#include <map>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "golden.h"
#include "stage.h"
#include "support/arguments.h"
#include "support/corpora.h"
#include "support/postgres.h"
#include "talk.h"

using namespace frontdesk;

namespace {

constexpr int kLanes = 4;
constexpr std::string_view kStop = "###STOP###";

struct Script {
  std::string name;
  tau::RecordedRun run;
  std::string wanted_sha256_cents;  // end state of the reference
  std::vector<std::string> must_say;
};

std::vector<Script> read_scripts(const std::string& folder) {
  std::map<std::int64_t, std::string> wanted;
  for (const auto& task : tau::read_golden(folder + "/golden.jsonl")) wanted[task.index] = task.final_sha256_cents;
  std::map<std::int64_t, std::vector<std::string>> facts;
  for (const auto& task : json::parse(support::read_file(folder + "/tasks.json")).items()) {
    for (const auto& fact : task["outputs"].items()) facts[task["index"].integer()].emplace_back(fact.text());
  }
  std::vector<Script> scripts;
  for (auto& run : tau::read_runs(folder)) {
    const auto name = fmt::format("{:03}-{}", run.task, run.trial);
    scripts.push_back({name, std::move(run), wanted[run.task], facts[run.task]});
  }
  return scripts;
}

std::string recordings_of(const std::vector<Script>& scripts) {
  ObjectBuilder conversations;
  for (const auto& script : scripts) conversations.set(script.name, script.run.messages);
  return json::print(Value::object({{"conversations", conversations.build()}}));
}

// What the customer writes and somebody answers; the word that ends a conversation is for the script alone.
std::vector<std::string> answered_lines(const Script& script) {
  std::vector<std::string> lines;
  const auto messages = script.run.messages.items();
  for (std::size_t i = 0; i + 1 < messages.size(); ++i) {
    if (messages[i]["role"].text() == "user") lines.emplace_back(messages[i]["content"].text());
  }
  return lines;
}

std::string comparable(std::string_view text) {
  auto out = text::lower_ascii(text);
  std::erase(out, ',');
  return out;
}

struct Seen {
  std::vector<Value> answers;  // tool events
  std::vector<std::string> spoken;
  std::string sha256;
  std::string sha256_cents;
};

// The scoring rule: ended by the customer or by a transfer, end state as the reference, every due fact said.
bool verdict(const Script& script, const Seen& seen) {
  const auto& last = script.run.messages[script.run.messages.size() - 1];
  const bool stopped = last["role"].text() == "user" && last["content"].text().find(kStop) != std::string_view::npos;
  const bool transferred = !seen.answers.empty() && seen.answers.back()["name"].text() == "transfer_to_human_agents";
  const auto is_said = [&](const std::string& fact) {
    return std::ranges::any_of(seen.spoken, [&](const std::string& text) {
      return comparable(text).find(text::lower_ascii(fact)) != std::string::npos;
    });
  };
  return (stopped || transferred) && seen.sha256_cents == script.wanted_sha256_cents &&
         std::ranges::all_of(script.must_say, is_said);
}

double choose(int of, int k) {
  double ways = 1;
  for (int i = 0; i < k; ++i) ways = ways * (of - i) / (i + 1);
  return of < k ? 0 : ways;
}

// The chance that k trials of a task chosen at random all pass, over all tasks.
std::string pass_row(const std::map<std::int64_t, std::pair<int, int>>& passes_of_trials) {
  std::string row;
  for (int k = 1; k <= 4; ++k) {
    double total = 0;
    for (const auto& [task, counts] : passes_of_trials) total += choose(counts.first, k) / choose(counts.second, k);
    row += fmt::format("{}{:.3f}", k == 1 ? "" : " ", total / static_cast<double>(passes_of_trials.size()));
  }
  return row;
}

class Judge {
 public:
  Judge(const std::string& corpus, std::vector<Script> scripts, bool broken, bool on_postgres)
      : scripts_(std::move(scripts)),
        postgres_(on_postgres ? std::make_unique<support::PostgresServer>("--durable") : nullptr),
        stage_({.corpus = corpus,
                .domains = {"airline"},
                .lanes = kLanes,
                .office_flags = {},
                .recordings = recordings_of(scripts_),
                .database = postgres_ ? postgres_->address : ""}),
        transport_(net::system_transport()),
        client_(*transport_, clock_),
        broken_(broken) {
    for (const auto& script : scripts_) waiting_.push_back(&script);
  }

  int run() {
    const auto ended = [this](std::exception_ptr failure) {
      if (failure && !failure_) failure_ = failure;
      if (--lanes_busy_ == 0 || failure_) loop_.stop();
    };
    lanes_busy_ = kLanes;
    for (const auto& lane : stage_.lanes()) boost::asio::co_spawn(loop_, serve(lane), ended);
    loop_.run();
    if (failure_) std::rethrow_exception(failure_);
    return report();
  }

 private:
  Task<> serve(tau::Lane lane) {
    while (!waiting_.empty()) {
      const auto* script = waiting_.front();
      waiting_.pop_front();
      co_await play(lane, *script);
    }
  }

  Task<> play(const tau::Lane& lane, const Script& script) {
    const tau::Caller caller{client_, clock_};
    // Broken on purpose: without a fresh database a conversation finds what the one before it left.
    if (!broken_) co_await tau::insist(caller, {.method = "POST", .url = lane.world_url + "/admin/reset"});
    tau::Talk talk(caller, stage_.address(), lane.key);
    co_await talk.open();
    int turn = 0;
    for (const auto& line : answered_lines(script)) {
      ++turn;
      co_await talk.say(fmt::format("m{}", turn), line, false);
      co_await talk.until_finished(turn);
      ++customer_messages_;
    }
    const auto state = co_await tau::insist(caller, {.url = lane.world_url + "/admin/state"});
    Seen seen{
        talk.events_of("tool"), {}, std::string(state["sha256"].text()), std::string(state["sha256_cents"].text())};
    for (const auto& event : talk.events_of("message")) {
      if (event["message"]["role"].text() == "bot") seen.spoken.emplace_back(event["message"]["text"].text());
    }
    judge(script, seen);
  }

  void judge(const Script& script, const Seen& seen) {
    const auto& calls = script.run.calls;
    results_due_ += calls.size();
    for (std::size_t i = 0; i < calls.size(); ++i) {
      const bool same = i < seen.answers.size() && seen.answers[i]["name"].text() == calls[i].name &&
                        tau::same_output(seen.answers[i]["result"], calls[i].output);
      results_ += same;
      if (!same && explained_++ < 5) explain(script, seen, i);
    }
    extra_ += seen.answers.size() > calls.size();
    states_ += seen.sha256 == script.run.final_sha256;
    const bool passed = verdict(script, seen);
    verdicts_ += passed == script.run.passed;
    if (passed != script.run.passed && explained_++ < 5)
      std::printf("  %s: the verdict is another one\n", script.name.c_str());
    count(drawn_, script, passed);
    count(recorded_, script, script.run.passed);
  }

  static void explain(const Script& script, const Seen& seen, std::size_t i) {
    const auto got = i < seen.answers.size() ? json::print(seen.answers[i]) : std::string("nothing");
    std::printf("  %s, call %zu: got %.300s\n  expected %s: %.300s\n", script.name.c_str(), i, got.c_str(),
                script.run.calls[i].name.c_str(), script.run.calls[i].output.c_str());
  }

  static void count(std::map<std::int64_t, std::pair<int, int>>& passes, const Script& script, bool passed) {
    auto& [good, all] = passes[script.run.task];
    good += passed;
    ++all;
  }

  int report() const {
    const auto row = pass_row(drawn_);
    const auto runs = scripts_.size();
    std::printf("tau-runs: %zu/%zu tool results, %zu/%zu end states, %zu customer messages\n", results_, results_due_,
                states_, runs, customer_messages_);
    std::printf("tau-runs: pass^1..4 %s (recorded %s)\n", row.c_str(), pass_row(recorded_).c_str());
    std::printf("tau-runs: %zu/%zu verdicts%s (bar %zu)\n", verdicts_, runs, postgres_ ? " on PostgreSQL" : "", runs);
    const bool good =
        results_ == results_due_ && extra_ == 0 && states_ == runs && verdicts_ == runs && row == pass_row(recorded_);
    return good && runs > 0 ? 0 : 1;
  }

  const std::vector<Script> scripts_;
  std::unique_ptr<support::PostgresServer> postgres_;
  tau::Stage stage_;
  SystemClock clock_;
  std::unique_ptr<Transport> transport_;
  boost::asio::io_context loop_{1};
  net::Client client_;
  const bool broken_;
  std::deque<const Script*> waiting_;
  int lanes_busy_ = 0;
  std::exception_ptr failure_;
  std::size_t results_ = 0, results_due_ = 0, extra_ = 0, states_ = 0, verdicts_ = 0, customer_messages_ = 0;
  int explained_ = 0;
  std::map<std::int64_t, std::pair<int, int>> drawn_, recorded_;  // task -> passes, trials
};

}  // namespace

// --data CORPORA, --postgres, --broken (databases are not begun anew).
int main(int argc, char** argv) {
  const support::Arguments arguments(argc, argv, {"--data"}, {"--broken", "--postgres"});
  try {
    const auto corpus =
        arguments.has("--data") ? arguments.text("--data") + "/tau" : support::corpus("tau").value_or("");
    return Judge(corpus, read_scripts(corpus + "/airline"), arguments.has("--broken"), arguments.has("--postgres"))
        .run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tau-runs: %s\n", error.what());
    return 1;
  }
}
