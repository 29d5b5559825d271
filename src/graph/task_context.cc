#include "graph/task_context.h"

namespace frontdesk::graph {

TaskContext::TaskContext(Actor& actor, std::size_t index, const std::optional<TraceContext>& trace)
    : actor_(actor), index_(index), step_(actor.image().checkpoint.step + 1), trace_(trace) {}

std::string_view TaskContext::run() const {
  if (run_.empty()) run_ = actor_.run_name(actor_.image().runs);
  return run_;
}

std::string_view TaskContext::task() const {
  if (task_.empty()) task_ = actor_.image().id_of(slot());
  return task_;
}

void TaskContext::begin_attempt(int attempt, Deadline deadline) {
  AttemptContext::begin_attempt(attempt, deadline);
  earlier_texts_.merge(begun_texts_);
  begun_texts_.clear();
}

const Value& TaskContext::state(ChannelId channel) const { return actor_.image().checkpoint.values[channel]; }

std::optional<Value> TaskContext::answer(std::string_view key) const {
  for (const auto& ask : slot().asks) {
    if (ask.part.key == key) return ask.answer;
  }
  return std::nullopt;
}

std::optional<Value> TaskContext::kept(std::string_view key) const {
  const auto found = slot().kept.find(key);
  return found == slot().kept.end() ? std::nullopt : std::optional(found->second);
}

Task<> TaskContext::mark_started(std::string key) { return note(RecordKind::mark, std::move(key), {}); }

Task<> TaskContext::keep(std::string key, Value value) {
  return note(RecordKind::kept, std::move(key), std::move(value));
}

Task<> TaskContext::note(RecordKind kind, std::string key, Value value) {
  const auto& planned = slot().planned;
  auto draft = actor_.draft(kind);
  draft.record.header.step = step_;
  draft.record.header.run = static_cast<std::uint32_t>(actor_.image().runs);
  BodyWriter body(actor_.image().graph(), &actor_.image().told);
  body.note({planned.node, planned.send, key, value});
  draft.record.body = body.take();
  draft.apply = [index = index_, kind, key, value](Image& image) {
    if (kind == RecordKind::mark) image.slots[index].marks.insert(key);
    if (kind == RecordKind::kept) image.slots[index].kept[key] = value;
  };
  co_await actor_.commit(std::move(draft));
}

void TaskContext::live(std::string type, Value data) {
  if (type == "message.delta") {
    const std::string text(data["message"].text());
    const bool is_new = begun_texts_.insert(text).second;
    if (is_new && (earlier_texts_.contains(text) || actor_.image().deaths > 0)) {
      actor_.publish_live("message.reset", Value::object({{"message", data["message"]}}));
    }
  }
  actor_.publish_live(std::move(type), std::move(data));
}

}  // namespace frontdesk::graph
