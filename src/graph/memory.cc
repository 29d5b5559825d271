#include <map>
#include <set>

#include "graph/algorithm.h"
#include "graph/attempt.h"
#include "graph/gather.h"
#include "graph/limits.h"
#include "graph/threads.h"

namespace frontdesk::graph {
namespace {

// What a node sees of a run that lives in memory only: nothing is synced, and what is kept lasts as long as the task.
class MemoryContext final : public AttemptContext {
 public:
  void begin_task(const Checkpoint& at, const Planned& task) { at_ = &at, task_ = &task, kept_.clear(), id_.clear(); }

  const Value& state(ChannelId channel) const override { return at_->values[channel]; }
  const Value& argument() const override { return task_->argument; }
  std::string_view thread() const override { return "memory"; }
  std::string_view run() const override { return "memory.1"; }
  std::int64_t step() const override { return at_->step + 1; }
  std::string_view task() const override {
    if (id_.empty()) id_ = fmt::format("memory/{}/{}/{}", step(), task_->node, task_->send);
    return id_;
  }
  std::optional<Value> answer(std::string_view) const override { return std::nullopt; }
  Task<> mark_started(std::string key) override {
    marks_.insert(std::string(task()) + key);
    co_return;
  }
  bool was_started(std::string_view key) const override { return marks_.contains(std::string(task()).append(key)); }
  Task<> keep(std::string key, Value value) override {
    kept_[std::move(key)] = std::move(value);
    co_return;
  }
  std::optional<Value> kept(std::string_view key) const override {
    const auto found = kept_.find(key);
    return found == kept_.end() ? std::nullopt : std::optional(found->second);
  }
  void live(std::string, Value) override {}

 private:
  const Checkpoint* at_ = nullptr;
  const Planned* task_ = nullptr;
  mutable std::string id_;
  std::map<std::string, Value, std::less<>> kept_;
  std::set<std::string> marks_;
};

class MemoryRun {
 public:
  MemoryRun(const Definition& graph, Clock& clock)
      : graph_(graph), clock_(clock), at_(initial_checkpoint(graph)), superstep_(graph), random_(1) {}

  void begin(std::vector<Write> input) {
    done_.resize(1);
    finish_input(graph_, at_, std::move(input), done_[0]);
    superstep_.fold(at_, done_);
    superstep_.commit_input(at_);
  }

  bool prepare() { return prepare_tasks(at_, tasks_), !tasks_.empty(); }

  // Runs what needs no waiting; true when that was all.
  bool run_plain_tasks() {
    if (done_.size() != tasks_.size()) done_.resize(tasks_.size());
    bool all = true;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      const auto& node = graph_.nodes[tasks_[i].node];
      if (!runs_at_once(node)) {
        all = false;
        continue;
      }
      context_.begin_task(at_, tasks_[i]);
      finish(i, run_plain_node(node, context_));
    }
    return all;
  }

  Task<> run_other_tasks() {
    std::vector<Task<>> works;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      if (!runs_at_once(graph_.nodes[tasks_[i].node])) works.push_back(run_task(i));
    }
    if (works.size() == 1) return std::move(works.front());
    return gather(std::move(works));
  }

  void commit() {
    superstep_.fold(at_, done_);
    superstep_.commit(at_);
  }

  std::vector<Value> result() { return std::move(at_.values); }

 private:
  Task<> run_task(std::size_t index) {
    MemoryContext context;
    context.begin_task(at_, tasks_[index]);
    finish(index, co_await run_node(graph_.nodes[tasks_[index].node], context, clock_, random_, Deadline::never()));
  }

  void finish(std::size_t index, NodeResult&& result) {
    auto* outcome = std::get_if<Outcome>(&result);
    if (!outcome) {
      throw Error(Kind::invalid, "graph/needs-journal",
                  fmt::format("The node {} asks a question, and a graph in memory cannot wait for the answer.",
                              graph_.nodes[tasks_[index].node].name));
    }
    finish_task(graph_, at_, tasks_[index].node, std::move(*outcome), done_[index]);
  }

  const Definition& graph_;
  Clock& clock_;
  Checkpoint at_;
  Superstep superstep_;
  SeededRandom random_;  // spreads retries; nothing of it can be seen from outside
  MemoryContext context_;
  std::vector<Planned> tasks_;
  std::vector<Done> done_;
};

}  // namespace

Task<std::vector<Value>> run_in_memory(const Graph& graph, std::vector<Write> input, Clock& clock,
                                       std::int64_t steps_max) {
  MemoryRun run(graph.definition(), clock);
  run.begin(std::move(input));
  for (std::int64_t steps = 1; run.prepare(); ++steps) {
    if (steps >= steps_max) throw too_many_steps(graph.name(), steps_max);
    if (!run.run_plain_tasks()) co_await run.run_other_tasks();
    run.commit();
  }
  co_return run.result();
}

}  // namespace frontdesk::graph
