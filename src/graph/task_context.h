#pragma once

#include "graph/run.h"

namespace frontdesk::graph {

// What a node of a durable run sees and may do.
class TaskContext final : public AttemptContext {
 public:
  TaskContext(Actor& actor, std::size_t index, const std::optional<TraceContext>& trace);

  void begin_attempt(int attempt, Deadline deadline) override;
  const Value& state(ChannelId channel) const override;
  const Value& argument() const override { return slot().planned.argument; }
  std::string_view thread() const override { return actor_.name(); }
  std::string_view run() const override;
  std::int64_t step() const override { return step_; }
  std::string_view task() const override;
  std::optional<TraceContext> trace() const override { return trace_; }
  std::optional<Value> answer(std::string_view key) const override;
  Task<> mark_started(std::string key) override;
  bool was_started(std::string_view key) const override { return slot().marks.contains(key); }
  void let_go() override { actor_.let_go(); }
  Task<> keep(std::string key, Value value) override;
  std::optional<Value> kept(std::string_view key) const override;
  void live(std::string type, Value data) override;

 private:
  TaskSlot& slot() const { return actor_.image().slots[index_]; }
  Task<> note(RecordKind kind, std::string key, Value value);

  Actor& actor_;
  const std::size_t index_;
  const std::int64_t step_;
  const std::optional<TraceContext> trace_;
  mutable std::string run_;  // made when they are asked for
  mutable std::string task_;
  std::set<std::string> begun_texts_;    // of this attempt
  std::set<std::string> earlier_texts_;  // of those before
};

}  // namespace frontdesk::graph
