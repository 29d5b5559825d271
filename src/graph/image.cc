#include "graph/image.h"

#include <ranges>

namespace frontdesk::graph {
namespace {

std::string short_hash(std::string_view text) {
  const auto digest = crypto::sha256(text);
  return crypto::hex({reinterpret_cast<const char*>(digest.data()), 16});
}

}  // namespace

bool TaskSlot::is_open() const {
  return std::ranges::any_of(asks, [](const Ask& ask) { return !ask.answer; });
}

std::string task_id(std::string_view thread, std::int64_t step, std::string_view node, std::int32_t send) {
  return short_hash(fmt::format("{}\n{}\n{}\n{}\n{}", thread, step, node, send < 0 ? "edge" : "send", send));
}

std::string interrupt_id(std::string_view task, std::string_view key) {
  return short_hash(fmt::format("{}\n{}", task, key));
}

std::string NodeContext::interrupt(std::string_view key) const { return interrupt_id(task(), key); }

Image::Image(std::string thread, std::shared_ptr<const Graph> graph)
    : checkpoint(initial_checkpoint(graph->definition())),
      thread_(std::move(thread)),
      graph_(std::move(graph)),
      superstep_(graph_->definition()) {}

bool Image::is_interrupted() const {
  return !run && std::ranges::any_of(slots, [](const TaskSlot& slot) { return slot.is_open(); });
}

ThreadStatus Image::status() const {
  if (parked) return ThreadStatus::parked;
  if (run) return ThreadStatus::running;
  if (is_interrupted()) return ThreadStatus::interrupted;
  if (!waiting.empty() && !held) return ThreadStatus::queued;
  return failed ? ThreadStatus::failed : ThreadStatus::idle;
}

std::vector<OpenInterrupt> Image::open_interrupts() const {
  std::vector<OpenInterrupt> open;
  for (const auto& slot : slots) {
    for (const auto& ask : slot.asks) {
      if (ask.answer) continue;
      open.push_back({interrupt_id(id_of(slot), ask.part.key), graph().nodes[slot.planned.node].name, ask.part.key,
                      ask.part.value, ask.seq});
    }
  }
  return open;
}

OpenPart Image::make_opening(std::vector<Write> writes, std::int64_t inputs) {
  Done done;
  finish_input(graph(), checkpoint, std::move(writes), done);
  OpenPart part{.run = runs + 1, .inputs = inputs};
  part.writes = std::move(done.writes);
  part.routes = std::move(done.routes);
  return part;
}

OpenPart Image::make_continuation(std::vector<std::pair<std::string, Value>> answers, std::int64_t inputs) const {
  OpenPart part{.run = runs + 1, .inputs = inputs, .goes_on = true};
  part.answers = std::move(answers);
  return part;
}

void Image::hear_waiting(std::int64_t inputs) {
  for (const auto& input : waiting | std::views::take(inputs)) told.hear(input.value);
}

void Image::open_run(const OpenPart& part, Timestamp at) {
  if (!part.goes_on) {
    std::vector<Done> start(1);
    start[0].writes = part.writes;
    start[0].routes = part.routes;
    superstep_.fold(checkpoint, start);
    superstep_.commit_input(checkpoint);
    prepare_slots();
  }
  for (const auto& [id, answer] : part.answers) {
    for (auto& slot : slots) {
      for (auto& ask : slot.asks) {
        if (interrupt_id(id_of(slot), ask.part.key) == id) ask.answer = answer, slot.recorded = false;
      }
    }
  }
  take_trace(part);
  waiting.erase(waiting.begin(), waiting.begin() + std::min<std::ptrdiff_t>(part.inputs, std::ssize(waiting)));
  runs = part.run;
  opened_inputs = part.inputs;
  run = OpenRun{.number = part.run, .steps = part.goes_on ? 0 : 1, .started = at};
  failed = false;
}

// A run that goes on with an answer and no input is a part of what it went on from.
void Image::take_trace(const OpenPart& part) {
  if (!part.goes_on || part.inputs > 0) trace.reset();
  const auto taken = waiting | std::views::take(part.inputs);
  for (const auto& input : taken) {
    if (input.trace) trace = input.trace;
  }
}

void Image::prepare_slots() {
  prepare_tasks(checkpoint, planned_);
  slots.clear();
  slots.resize(planned_.size());
  dones.resize(planned_.size());
  for (std::size_t i = 0; i < planned_.size(); ++i) {
    slots[i].planned = std::move(planned_[i]);
    dones[i].clear();
  }
}

void Image::commit_step() {
  superstep_.commit(checkpoint);
  if (run) ++run->steps;
  deaths = 0;
  prepare_slots();
}

void Image::end_run(bool keeps_step) {
  run.reset();
  deaths = 0;
  parked = false;
  if (keeps_step) return;
  checkpoint.triggered.clear();
  checkpoint.sends.clear();
  slots.clear();
  dones.clear();
  if (!deferred_.empty()) update(std::exchange(deferred_, {}));
}

void Image::number_questions(const std::vector<Question>& asked) {
  for (const auto& question : asked) {
    for (auto& ask : slots[question.slot].asks) {
      if (ask.part.key == question.key) ask.seq = seq;
    }
  }
}

void Image::add_writes(std::vector<Write> writes) {
  if (writes.empty()) return;
  if (!run && slots.empty()) return update(std::move(writes));
  std::ranges::move(writes, std::back_inserter(deferred_));
}

void Image::check_writes(const std::vector<Write>& writes) {
  if (writes.empty()) return;
  std::vector<Done> one(1);
  one[0].writes = writes;
  Superstep(graph()).fold(checkpoint, one);
}

// Its writes were checked when they came; what does not fold any more since is left out, the same way each time.
void Image::update(std::vector<Write> writes) {
  std::vector<Done> one(1);
  one[0].writes = std::move(writes);
  try {
    superstep_.fold(checkpoint, one);
  } catch (const Error&) {
    return;
  }
  superstep_.commit(checkpoint);
}

std::string Image::id_of(const TaskSlot& slot) const {
  return task_id(thread_, checkpoint.step + 1, graph().nodes[slot.planned.node].name, slot.planned.send);
}

std::size_t Image::slot_of(NodeId node, std::int32_t send) const {
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].planned.node == node && slots[i].planned.send == send) return i;
  }
  throw Error(Kind::internal, "graph/broken-record",
              fmt::format("A record of the thread {} speaks of a task that its superstep has not.", thread_));
}

void Image::replay_note(RecordKind kind, const NotePart& note) {
  auto& slot = slots[slot_of(note.node, note.send)];
  if (kind == RecordKind::mark) slot.marks.insert(note.key);
  if (kind == RecordKind::kept) slot.kept[note.key] = note.value;
}

void Image::replay_task(const TaskPart& task) {
  const auto index = slot_of(task.node, task.send);
  slots[index].done = slots[index].recorded = true;
  dones[index] = task.done;
}

// A question that is asked again takes the place of the one before.
void Image::replay_ask(const AskPart& ask) {
  auto& slot = slots[slot_of(ask.node, ask.send)];
  std::erase_if(slot.asks, [&](const TaskSlot::Ask& old) { return old.part.key == ask.key; });
  slot.asks.push_back({ask, std::nullopt, seq});
  slot.recorded = true;
}

void Image::replay(const OpenedRecord& record, Body& body) {
  seq = record.header.first_seq + record.header.events - 1;
  if (body.open) hear_waiting(body.open->inputs);
  if (body.may_quote && record.version > 1) make_whole(body, told);
  if (body.open) open_run(*body.open, record.header.at);
  if (body.drop) waiting.clear();  // what came before; an input of the same record stays
  if (body.input) waiting.push_back({*body.input, seq, body.trace});
  if (record.header.kind == RecordKind::resumed && !stopped) ++deaths;
  stopped = record.header.kind == RecordKind::stopped;
  if (body.note) replay_note(record.header.kind, *body.note);
  for (const auto& task : body.tasks) replay_task(task);
  for (const auto& ask : body.asks) replay_ask(ask);
  if (record.header.kind == RecordKind::step) fold_step(), commit_step();
  if (body.end) {
    failed = body.end->status == "failed";
    end_run(body.end->status == "interrupted");
  }
  if (record.header.kind == RecordKind::parked) parked = true;
  if (record.header.kind == RecordKind::hold) end_run(false), held = true;
  if (record.header.kind == RecordKind::release) held = false;
  add_writes(std::move(body.writes));
}

}  // namespace frontdesk::graph
