#include "graph/run.h"

#include "graph/failure.h"
#include "graph/gather.h"
#include "graph/limits.h"
#include "graph/task_context.h"

namespace frontdesk::graph {

std::optional<std::vector<std::pair<std::string, Value>>> answers_for(const Image& image, const ThreadPolicy& policy) {
  if (!policy.answer) return std::nullopt;
  const auto open = image.open_interrupts();
  auto answers = policy.answer(open, image.waiting);
  if (!answers) return std::nullopt;
  std::vector<std::pair<std::string, Value>> by_id;
  for (auto& [name, value] : *answers) {
    const auto asked = std::ranges::find_if(
        open, [&](const OpenInterrupt& interrupt) { return interrupt.key == name || interrupt.id == name; });
    if (asked == open.end()) {
      throw Error(Kind::invalid, "graph/unknown-interrupt", fmt::format("No open question is called \"{}\".", name));
    }
    by_id.emplace_back(asked->id, std::move(value));
  }
  return by_id;
}

namespace {

std::vector<Value> values_of(const std::vector<Arrived>& inputs) {
  std::vector<Value> values;
  values.reserve(inputs.size());
  for (const auto& input : inputs) values.push_back(input.value);
  return values;
}

}  // namespace

Run::Run(Actor& actor)
    : actor_(actor),
      image_(actor.image()),
      graph_(actor.image().graph()),
      clock_(actor.services().clock),
      began_(clock_.now()) {
  if (actor.policy().run_time_max.count() > 0) deadline_ = Deadline::in(clock_, actor.policy().run_time_max);
}

std::optional<Error> Run::open() {
  if (image_.run) return std::nullopt;
  const auto inputs = std::ssize(image_.waiting);
  std::optional<Error> failure;
  if (image_.is_interrupted()) {
    try {
      actor_.open_run(image_.make_continuation(*answers_for(image_, actor_.policy()), inputs));
      return std::nullopt;
    } catch (...) {
      // The inputs reach the state all the same, and the question goes with the run.
      failure = as_error(std::current_exception(), "The answer to a question could not be read.");
    }
  }
  OpenPart part{.run = image_.runs + 1, .inputs = inputs};
  try {
    std::vector<Write> writes;
    if (actor_.policy().apply)
      writes = actor_.policy().apply(LocalView(image_.checkpoint, {}), values_of(image_.waiting));
    image_.check_writes(writes);
    part = image_.make_opening(std::move(writes), inputs);
  } catch (...) {
    failure = as_error(std::current_exception(), "The start of the graph failed.");
  }
  actor_.open_run(part);
  return failure;
}

Task<> Run::to_end() {
  std::optional<Error> failure;
  {
    // What was sent before it may have taken its inputs away, or ended it.
    const auto gap = co_await actor_.gap();
    if (!actor_.wants_run()) co_return;
    failure = open();
  }
  OpenSpan span(actor_.services().spans, clock_, actor_.services().random, image_.trace,
                fmt::format("invoke_agent {}", graph_.name));
  span.set("gen_ai.operation.name", "invoke_agent");
  span.set("gen_ai.agent.name", graph_.name);
  span.set("gen_ai.conversation.id", actor_.name());
  trace_ = span.context();
  if (failure) span.fail(failure->slug);
  if (failure) co_return co_await fail(std::move(*failure));
  co_await go_on();
  if (image_.failed) span.fail("graph/run-failed");
}

Task<> Run::go_on() {
  while (image_.run && !actor_.services().draining) {
    std::optional<Error> failure = limit_reached();
    if (!failure) {
      try {
        co_await traced_superstep();
      } catch (...) {
        if (is_cancellation(std::current_exception())) throw;
        failure = as_error(std::current_exception(), "A superstep failed.");
      }
    }
    if (!failure) continue;
    if (deadline_.passed(clock_)) failure = run_time_is_up(graph_.name, actor_.policy().run_time_max);
    co_await fail(std::move(*failure));
  }
}

std::optional<Error> Run::limit_reached() const {
  if (deadline_.passed(clock_)) return run_time_is_up(graph_.name, actor_.policy().run_time_max);
  const bool wants_more = !image_.slots.empty();
  const auto steps_max = actor_.policy().steps_max;
  if (wants_more && image_.run->steps >= steps_max) return too_many_steps(graph_.name, steps_max);
  return std::nullopt;
}

// What its tasks send out is a part of it.
Task<> Run::traced_superstep() {
  const auto of_run = trace_;
  OpenSpan span(actor_.services().spans, clock_, actor_.services().random, of_run, "superstep");
  span.set("frontdesk.step", image_.checkpoint.step + 1);
  trace_ = span.context();
  std::exception_ptr failure;
  try {
    co_await superstep();
  } catch (const Error& error) {
    span.fail(error.slug);
    failure = std::current_exception();
  } catch (...) {
    failure = std::current_exception();
  }
  trace_ = of_run;
  if (failure) std::rethrow_exception(failure);
}

Task<> Run::superstep() {
  run_plain_tasks();
  if (std::ranges::any_of(image_.slots, &TaskSlot::must_run)) co_await run_other_tasks();
  if (std::ranges::any_of(image_.slots, [](const TaskSlot& slot) { return slot.is_open(); })) {
    co_await commit_questions();
  } else {
    co_await commit_step();
  }
}

// What needs no waiting needs no coroutine.
void Run::run_plain_tasks() {
  for (std::size_t i = 0; i < image_.slots.size(); ++i) {
    const auto& node = graph_.nodes[image_.slots[i].planned.node];
    if (!image_.slots[i].must_run() || !runs_at_once(node)) continue;
    TaskContext context(actor_, i, trace_);
    const auto began = clock_.now();
    finish(i, run_plain_node(node, context), began);
  }
}

Task<> Run::run_other_tasks() {
  std::vector<std::size_t> due;
  for (std::size_t i = 0; i < image_.slots.size(); ++i) {
    if (image_.slots[i].must_run()) due.push_back(i);
  }
  if (due.size() == 1) {
    co_await run_task(due.front());
    co_return;
  }
  unfinished_ = due.size();
  std::vector<Task<>> works;
  works.reserve(due.size());
  for (const auto index : due) works.push_back(run_sibling(index));
  co_await gather(std::move(works));
}

Task<> Run::run_task(std::size_t index) {
  TaskContext context(actor_, index, trace_);
  const auto& node = graph_.nodes[image_.slots[index].planned.node];
  const auto began = clock_.now();
  auto result = co_await run_node(node, context, clock_, actor_.services().random, deadline_);
  finish(index, std::move(result), began);
}

// What finished is recorded at once, so that a crash does not repeat it; the last one goes with the step.
Task<> Run::run_sibling(std::size_t index) {
  co_await run_task(index);
  if (--unfinished_ > 0) co_await commit_tasks();
}

void Run::finish(std::size_t index, NodeResult&& result, Moment began) {
  auto& slot = image_.slots[index];
  slot.ms = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - began).count();
  if (auto* question = std::get_if<Interrupted>(&result)) {
    std::erase_if(slot.asks, [&](const TaskSlot::Ask& ask) { return ask.part.key == question->key; });
    AskPart part{slot.planned.node, slot.planned.send, question->key, question->value, std::move(question->events)};
    slot.asks.push_back({std::move(part), std::nullopt, 0});
    slot.statements = std::move(question->statements);
    slot.recorded = false;
    return;
  }
  auto& outcome = std::get<Outcome>(result);
  slot.events = std::move(outcome.events);
  slot.statements = std::move(outcome.statements);
  try {
    finish_task(graph_, image_.checkpoint, slot.planned.node, std::move(outcome), image_.dones[index]);
  } catch (...) {
    throw as_error(std::current_exception(),
                   fmt::format("An edge behind the node {} failed.", graph_.nodes[slot.planned.node].name));
  }
  slot.done = true;
  slot.recorded = false;
}

// The tasks that ended since the last record, in their order: first what is finished, then what asks.
Draft Run::draft_of_tasks(RecordKind kind, BodyWriter& body) {
  auto draft = actor_.draft(kind);
  const auto step = image_.checkpoint.step + 1;
  draft.record.header.step = step;
  draft.record.header.run = static_cast<std::uint32_t>(image_.runs);
  for (std::size_t i = 0; i < image_.slots.size(); ++i) {
    auto& slot = image_.slots[i];
    if (!slot.done || slot.recorded) continue;
    slot.recorded = true;
    body.task(slot.planned.node, slot.planned.send, slot.ms, image_.dones[i], slot.events);
    draft.events.push_back({step_finished(graph_, step, slot.planned.node, slot.ms)});
    for (auto& event : slot.events) draft.events.push_back({std::move(event)});
    std::ranges::move(slot.statements, std::back_inserter(draft.record.statements));
    slot.events.clear();
    slot.statements.clear();
  }
  std::vector<Question> asked;
  for (std::size_t i = 0; i < image_.slots.size(); ++i) {
    auto& slot = image_.slots[i];
    if (slot.done || slot.recorded) continue;
    for (const auto& ask : slot.asks) {
      if (ask.answer) continue;
      slot.recorded = true;
      body.ask(ask.part);
      asked.push_back({i, ask.part.key});
      for (const auto& event : ask.part.events) draft.events.push_back({event});
    }
    std::ranges::move(std::exchange(slot.statements, {}), std::back_inserter(draft.record.statements));
  }
  draft.apply = [asked = std::move(asked)](Image& image) { image.number_questions(asked); };
  return draft;
}

EndPart Run::end_part(std::string status) const {
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(clock_.now() - began_).count();
  return {.status = std::move(status), .steps = image_.run->steps, .ms = ms};
}

void Run::end(Draft& draft, BodyWriter& body, EndPart part) {
  body.end(part);
  draft.events.push_back({run_finished(part)});
  draft.effects.ends_run = true;
}

Task<> Run::commit_tasks() {
  BodyWriter body(graph_, &image_.told);
  auto draft = draft_of_tasks(RecordKind::task, body);
  draft.record.body = body.take();
  co_await actor_.commit(std::move(draft));
}

Task<> Run::commit_step() {
  image_.fold_step();
  BodyWriter body(graph_, &image_.told);
  auto draft = draft_of_tasks(RecordKind::step, body);
  const bool is_last = image_.step_is_last();
  if (is_last) {
    auto part = end_part("done");
    ++part.steps;
    end(draft, body, std::move(part));
  }
  draft.record.body = body.take();
  draft.apply = [is_last](Image& image) {
    image.commit_step();
    if (!is_last) return;
    image.failed = false;
    image.end_run(false);
  };
  co_await actor_.commit(std::move(draft));
  actor_.stream().end_live();
}

Task<> Run::commit_questions() {
  BodyWriter body(graph_, &image_.told);
  auto draft = draft_of_tasks(RecordKind::interrupt, body);
  end(draft, body, end_part("interrupted"));
  draft.record.body = body.take();
  draft.apply = [number = std::move(draft.apply)](Image& image) {
    number(image);
    image.end_run(true);
  };
  co_await actor_.commit(std::move(draft));
}

Task<> Run::fail(Error error) {
  actor_.services().log.warning(
      "graph", "a run failed",
      Value::object(
          {{"thread", actor_.name()}, {"slug", error.slug}, {"detail", error.detail}, {"cause", error.cause}}));
  auto words = last_words(actor_, error);
  if (words.statements.empty()) co_return static_cast<void>(co_await actor_.commit(draft_of_failure(error, words)));
  std::optional<Error> refused;
  try {
    co_await actor_.commit(draft_of_failure(error, std::move(words)));
  } catch (...) {
    if (is_cancellation(std::current_exception())) throw;
    refused = as_error(std::current_exception(), "The end of a failed run could not be written.");
  }
  if (!refused) co_return;
  if (actor_.is_broken() || may_heal(*refused)) throw *refused;
  actor_.services().log.error(
      "graph", "nobody could be told of a failed run",
      Value::object({{"thread", actor_.name()}, {"slug", refused->slug}, {"detail", refused->detail}}));
  co_await actor_.commit(draft_of_failure(error, {}));
}

Task<> Run::give_up(Error why) {
  if (!image_.run) open();
  co_await fail(std::move(why));
}

Draft Run::draft_of_failure(const Error& error, Outcome words) {
  auto draft = actor_.draft(RecordKind::end);
  draft.record.header.run = static_cast<std::uint32_t>(image_.runs);
  auto part = end_part("failed");
  part.slug = error.slug;
  part.detail = error.detail;
  BodyWriter body(graph_);
  end(draft, body, std::move(part));
  draft.apply = [](Image& image) {
    image.failed = true;
    image.end_run(false);
  };
  add_last_words(draft, body, std::move(words));
  draft.record.body = body.take();
  return draft;
}

}  // namespace frontdesk::graph
