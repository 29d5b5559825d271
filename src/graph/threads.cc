#include "graph/threads.h"

#include <boost/asio/this_coro.hpp>

#include "base/json.h"
#include "base/within.h"
#include "graph/actor.h"
#include "graph/failure.h"
#include "graph/gather.h"
#include "graph/run.h"

namespace frontdesk::embedded {
std::span<const base::EmbeddedFile> graph_schema();
}

namespace frontdesk::graph {

namespace asio = boost::asio;

namespace {

constexpr int kDeathsMax = 3;
constexpr int kRecoveriesMax = 3;  // of one thread, where the store is not there yet
constexpr auto kRecoveryWait = std::chrono::milliseconds(200);
constexpr auto kStopNoteMax = std::chrono::seconds(2);
constexpr std::size_t kItemsAtOnce = 64;
constexpr std::size_t kRecoveredAtOnce = 64;
// Beyond the threads that somebody uses at this moment: so many, and so many bytes of records. A thread takes some four
// times the bytes of its records.
constexpr std::size_t kInMemoryMax = 1024;
constexpr std::size_t kBytesInMemoryMax = 16 << 20;

using ActorPtr = std::shared_ptr<Actor>;

std::vector<NumberedEvent> not_of_a_run(const std::vector<Event>& events) {
  std::vector<NumberedEvent> numbered;
  numbered.reserve(events.size());
  for (const auto& event : events) numbered.push_back({event, false});
  return numbered;
}

Receipt receipt_of(const Placed& placed) {
  return {placed.first_seq + (placed.opens && !placed.duplicate ? 1 : 0), placed.duplicate};
}

// The functions below run on the thread's loop. What was begun is finished even where the caller is cancelled.

Task<ActorPtr> begin(ActorPtr actor) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await actor->load();
  co_return actor;
}

Task<Receipt> submit_to(ActorPtr actor, Input input) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await actor->load();
  auto draft = actor->draft(RecordKind::input);
  BodyWriter body(actor->image().graph());
  body.events(input.events);
  body.input(input.value);
  if (input.trace) body.trace(*input.trace);
  draft.record.body = body.take();
  draft.record.key = std::move(input.key);
  draft.record.statements = std::move(input.statements);
  draft.events = not_of_a_run(input.events);
  draft.effects.adds_input = true;
  draft.effects.is_of_run = false;
  draft.apply = [value = std::move(input.value), trace = input.trace](Image& image) {
    image.waiting.push_back({value, image.seq, trace});
  };
  co_return receipt_of(co_await actor->commit(std::move(draft)));
}

// What stood still for a record goes on behind it, whether the record could be made and written or not.
Task<> commit_and_go_on(ActorPtr actor, std::unique_ptr<Actor::Quiet> quiet, std::function<Draft(Actor&)> make) {
  std::exception_ptr failure;
  try {
    co_await actor->load();  // where the journal failed meanwhile
    co_await actor->commit(make(*actor));
  } catch (...) {
    failure = std::current_exception();
  }
  quiet.reset();
  actor->wake();
  if (failure) std::rethrow_exception(failure);
}

struct Addition {
  std::vector<Event> events;
  std::vector<Statement> statements;
  std::vector<Write> writes;
  DeliveryKey key;
};

// A record of what somebody adds to the thread from outside.
Draft draft_of(Actor& actor, RecordKind kind, Addition addition, BodyWriter& body) {
  actor.image().check_writes(addition.writes);
  auto draft = actor.draft(kind);
  body.events(addition.events);
  body.writes(addition.writes);
  draft.record.key = std::move(addition.key);
  draft.record.statements = std::move(addition.statements);
  draft.events = not_of_a_run(addition.events);
  draft.effects.is_of_run = false;
  draft.apply = [writes = std::move(addition.writes)](Image& image) { image.add_writes(writes); };
  return draft;
}

Task<Receipt> append_to(ActorPtr actor, Addition addition) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await actor->load();
  BodyWriter body(actor->image().graph());
  auto draft = draft_of(*actor, RecordKind::append, std::move(addition), body);
  draft.record.body = body.take();
  co_return receipt_of(co_await actor->commit(std::move(draft)));
}

// The run that is open ends with this record.
void cancel_run(Actor& actor, Draft& draft, BodyWriter& body) {
  const auto& image = actor.image();
  if (!image.run) return;
  draft.record.header.run = static_cast<std::uint32_t>(image.runs);
  const auto ms = actor.services().clock.wall().ms - image.run->started.ms;
  const EndPart end{.status = "cancelled", .steps = image.run->steps, .ms = ms};
  body.end(end);
  draft.events.insert(draft.events.begin(), {run_finished(end)});
}

Draft draft_of_hold(Actor& actor, Addition addition) {
  BodyWriter body(actor.image().graph());
  auto draft = draft_of(actor, RecordKind::hold, std::move(addition), body);
  cancel_run(actor, draft, body);
  draft.record.body = body.take();
  draft.effects.ends_run = true;
  draft.effects.holds = true;
  draft.effects.is_of_run = true;  // the run was cancelled already
  draft.apply = [add = std::move(draft.apply)](Image& image) {
    image.end_run(false);
    image.held = true;
    add(image);
  };
  return draft;
}

Task<> hold_it(ActorPtr actor, Addition addition) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await actor->load();
  actor->image().check_writes(addition.writes);
  auto quiet = co_await actor->make_quiet();
  co_await commit_and_go_on(actor, std::move(quiet),
                            [&addition](Actor& actor) { return draft_of_hold(actor, std::move(addition)); });
}

Task<> release_it(ActorPtr actor, Addition addition, bool drops_inputs, std::optional<Value> next) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await actor->load();
  co_await actor->bind_again();
  BodyWriter body(actor->image().graph());
  auto draft = draft_of(*actor, RecordKind::release, std::move(addition), body);
  const bool ends_parked = actor->image().parked;
  if (ends_parked) cancel_run(*actor, draft, body);
  if (drops_inputs) body.drop();
  if (next) body.input(*next);
  draft.record.body = body.take();
  draft.effects.releases = true;
  draft.effects.ends_run = ends_parked;
  draft.effects.drops_inputs = drops_inputs;
  draft.effects.adds_input = next.has_value();
  draft.apply = [drops_inputs, ends_parked, next = std::move(next), add = std::move(draft.apply)](Image& image) {
    if (ends_parked) image.end_run(false);
    image.held = false;
    if (drops_inputs) image.waiting.clear();
    if (next) image.waiting.push_back({*next, image.seq});
    add(image);
  };
  co_await actor->commit(std::move(draft));
}

void check_open(const Image& image, const std::string& interrupt) {
  const auto open = image.open_interrupts();
  if (image.is_interrupted() && std::ranges::find(open, interrupt, &OpenInterrupt::id) != open.end()) return;
  throw Error(Kind::invalid, "graph/unknown-interrupt", fmt::format("No open question has the id {}.", interrupt));
}

Task<> answer_it(ActorPtr actor, std::string interrupt, Value value) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await actor->load();
  check_open(actor->image(), interrupt);
  auto quiet = co_await actor->make_quiet();
  co_await commit_and_go_on(actor, std::move(quiet), [&](Actor& actor) {
    check_open(actor.image(), interrupt);  // a run may have answered it before it was quiet
    std::vector<std::pair<std::string, Value>> answers;
    answers.emplace_back(std::move(interrupt), std::move(value));
    actor.open_run(actor.image().make_continuation(std::move(answers), 0));
    return actor.draft(RecordKind::append);
  });
}

Task<ThreadView> view_of(ActorPtr actor) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await actor->load();
  const auto& image = actor->image();
  ThreadView view{.id = actor->name(), .status = image.status(), .held = image.held, .head_seq = actor->tail().seq};
  view.step = std::max<std::int64_t>(image.checkpoint.step, -1);
  for (std::size_t i = 0; i < image.checkpoint.values.size(); ++i) {
    view.state.emplace_back(image.graph().channels[i].name, image.checkpoint.values[i]);
  }
  if (image.is_interrupted()) view.interrupts = image.open_interrupts();
  co_return view;
}

Task<std::vector<StoredEvent>> events_of_actor(ActorPtr actor, std::int64_t after, std::size_t limit) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await actor->load();
  co_return co_await actor->events(after, limit);
}

Task<> settle(ActorPtr actor) {
  co_await actor->load();
  co_await actor->settled();
}

Task<> rest(ActorPtr actor) { co_await actor->at_rest(); }

// The process ends by itself in the middle of this thread's run.
Task<> note_stop(ActorPtr actor) {
  if (!actor->is_loaded() || !actor->image().run || actor->is_broken()) co_return;
  try {
    co_await actor->commit(actor->draft(RecordKind::stopped));
  } catch (const Error& error) {
    actor->services().log.warning(
        "graph", "a run that was stopped counts as died with the process",
        Value::object({{"thread", actor->name()}, {"slug", error.slug}, {"detail", error.detail}}));
  }
}

Task<std::vector<StreamItem>> next_items(ActorPtr actor, std::shared_ptr<Stream::Cursor> cursor) {
  for (;;) {
    if (!actor->stream().covers(cursor->seq)) {
      std::vector<StreamItem> items;
      for (auto& event : co_await actor->events(cursor->seq, kItemsAtOnce)) {
        cursor->seq = event.seq;
        cursor->n = 0;
        items.push_back({event.seq, 0, std::move(event)});
      }
      co_return items;
    }
    auto items = actor->stream().take(*cursor, kItemsAtOnce);
    if (!items.empty()) co_return items;
    co_await actor->published().wait();
  }
}

Draft draft_of_parking(Actor& actor) {
  Run(actor).open();  // what the customer said is in the state that people are told of
  const Error parked(Kind::internal, "graph/parked",
                     fmt::format("The process died {} times at this step of the run.", kDeathsMax));
  std::vector<Event> events{{"run.parked", Value::object({{"deaths", kDeathsMax}})}};
  auto draft = actor.draft(RecordKind::parked);
  draft.effects.parks = true;
  draft.apply = [](Image& image) { image.parked = true; };
  BodyWriter body(actor.image().graph());
  add_last_words(draft, body, last_words(actor, parked), std::move(events));
  draft.record.body = body.take();
  actor.services().log.error("graph", "a run was parked",
                             Value::object({{"thread", actor.name()}, {"deaths", kDeathsMax}}));
  return draft;
}

Draft draft_of_recovery(Actor& actor, bool is_last_death) {
  auto draft = is_last_death ? draft_of_parking(actor) : actor.draft(RecordKind::resumed);
  const auto& image = actor.image();
  draft.record.header.run = image.run ? static_cast<std::uint32_t>(image.runs) : 0;
  if (!is_last_death && !image.stopped) draft.apply = [](Image& image) { ++image.deaths; };
  return draft;
}

// Whether the thread goes on.
Task<bool> recover_it(ActorPtr actor) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  co_await actor->load();
  const auto& image = actor->image();
  if (image.parked || image.held || (!image.run && image.waiting.empty())) co_return false;
  auto quiet = co_await actor->make_quiet();  // nothing runs before it is written
  bool is_last_death = false;
  co_await commit_and_go_on(actor, std::move(quiet), [&is_last_death](Actor& actor) {
    is_last_death = !actor.image().stopped && actor.image().deaths + 1 >= kDeathsMax;
    return draft_of_recovery(actor, is_last_death);
  });
  co_return !is_last_death;
}

}  // namespace

// The threads in memory. The map is shared by all loops, each thread in it belongs to one of them.
struct Threads::State {
  State(std::shared_ptr<Services> services, net::Loops& loops) : services(std::move(services)), loops(loops) {}

  ActorPtr actor(const std::string& name) {
    const std::lock_guard lock(mutex);
    if (actors.size() >= sweep_at || services->bytes >= sweep_at_bytes) sweep();
    auto& entry = actors[name];
    if (!entry.actor) entry.actor = std::make_shared<Actor>(services, name, loops.of(name));
    entry.used = ++uses;
    return entry.actor;
  }
  ActorPtr in_memory(const std::string& name) {
    const std::lock_guard lock(mutex);
    const auto found = actors.find(name);
    return found == actors.end() ? nullptr : found->second.actor;
  }
  std::vector<ActorPtr> all() {
    const std::lock_guard lock(mutex);
    std::vector<ActorPtr> list;
    list.reserve(actors.size());
    for (const auto& [name, entry] : actors) list.push_back(entry.actor);
    return list;
  }
  // Forgets the half of the idle threads that nobody has asked for the longest. Whoever works on a thread, listens to
  // it or waits for it holds its actor, so one that only the map holds is idle; it is read again when it is needed.
  void sweep() {
    std::vector<std::pair<std::uint64_t, const std::string*>> idle;
    for (const auto& [name, entry] : actors) {
      if (entry.actor.use_count() == 1) idle.emplace_back(entry.used, &name);
    }
    std::ranges::sort(idle);
    idle.resize((idle.size() + 1) / 2);
    for (const auto& [used, name] : idle) actors.erase(std::string(*name));
    sweep_at = std::max(kInMemoryMax, actors.size() + kInMemoryMax / 2);
    sweep_at_bytes = std::max(kBytesInMemoryMax, services->bytes + kBytesInMemoryMax / 2);
  }

  // One that cannot be read must not keep the others from going on. Somebody waits for it, so what may heal is waited
  // for, a short while.
  static Task<> recover_one(std::shared_ptr<State> state, std::string name, std::size_t& recovered) {
    const auto actor = state->actor(name);
    for (int attempt = 1;; ++attempt) {
      std::optional<Error> failure;
      try {
        if (co_await on_loop(actor, recover_it(actor))) ++recovered;
        co_return;
      } catch (...) {
        if (is_cancellation(std::current_exception())) throw;
        failure = as_error(std::current_exception(), "The recovery of a thread failed.");
      }
      if (may_heal(*failure) && attempt < kRecoveriesMax) {
        co_await state->services->clock.sleep_for(kRecoveryWait);
        continue;
      }
      state->services->log.error(
          "graph", "a thread could not be recovered",
          Value::object(
              {{"thread", name}, {"slug", failure->slug}, {"detail", failure->detail}, {"cause", failure->cause}}));
      co_return;
    }
  }

  template <class T>
  static Task<T> on_loop(ActorPtr actor, Task<T> work) {
    return asio::co_spawn(actor->executor(), std::move(work), asio::use_awaitable);
  }

  const std::shared_ptr<Services> services;
  net::Loops& loops;
  std::mutex mutex;
  struct Entry {
    ActorPtr actor;
    std::uint64_t used = 0;
  };
  std::unordered_map<std::string, Entry> actors;
  std::uint64_t uses = 0;
  std::size_t sweep_at = kInMemoryMax;
  std::size_t sweep_at_bytes = kBytesInMemoryMax;
};

Threads::Threads(store::Tenant& tenant, net::Loops& loops, Clock& clock, Random& random, Log& log)
    : state_(std::make_shared<State>(std::make_shared<Services>(tenant, clock, random, log), loops)) {}
Threads::~Threads() = default;

void Threads::add(ThreadKind kind) {
  auto& kinds = state_->services->kinds;
  for (const auto& other : kinds) {
    if (!kind.prefix.starts_with(other.prefix) && !other.prefix.starts_with(kind.prefix)) continue;
    throw Error(Kind::internal, "graph/kind-taken",
                fmt::format("Threads \"{}…\" and \"{}…\" cannot be told apart.", other.prefix, kind.prefix));
  }
  kinds.push_back(std::move(kind));
}

void Threads::report_to(Spans* spans) { state_->services->spans = spans; }

Task<> Threads::create(std::string thread, std::vector<Event> events, std::vector<Statement> statements,
                       const Graph* graph, std::vector<Write> writes) {
  Outgoing first;
  first.header.kind = RecordKind::created;
  first.header.at = state_->services->clock.wall();
  first.header.events = static_cast<std::uint32_t>(events.size());
  auto body = graph ? BodyWriter(graph->definition()) : BodyWriter();
  body.events(events);
  body.writes(writes);
  first.body = body.take();
  first.statements = std::move(statements);
  co_await Journal(state_->services->tenant, state_->services->record_ids).create(std::move(thread), std::move(first));
}

Task<Receipt> Threads::submit(std::string thread, Input input) {
  const auto actor = state_->actor(thread);
  return State::on_loop(actor, submit_to(actor, std::move(input)));
}

Task<Receipt> Threads::append(std::string thread, std::vector<Event> events, std::vector<Statement> statements,
                              std::vector<Write> writes, DeliveryKey key) {
  const auto actor = state_->actor(thread);
  Addition addition{std::move(events), std::move(statements), std::move(writes), std::move(key)};
  return State::on_loop(actor, append_to(actor, std::move(addition)));
}

Task<> Threads::hold(std::string thread, std::vector<Event> events, std::vector<Statement> statements) {
  const auto actor = state_->actor(thread);
  return State::on_loop(actor, hold_it(actor, {std::move(events), std::move(statements), {}, {}}));
}

Task<> Threads::release(std::string thread, std::vector<Event> events, std::vector<Statement> statements,
                        std::vector<Write> writes, bool drop_waiting_inputs, std::optional<Value> next) {
  const auto actor = state_->actor(thread);
  Addition addition{std::move(events), std::move(statements), std::move(writes), {}};
  return State::on_loop(actor, release_it(actor, std::move(addition), drop_waiting_inputs, std::move(next)));
}

Task<> Threads::answer(std::string thread, std::string interrupt, Value value) {
  const auto actor = state_->actor(thread);
  return State::on_loop(actor, answer_it(actor, std::move(interrupt), std::move(value)));
}

Task<ThreadView> Threads::view(std::string thread) {
  const auto actor = state_->actor(thread);
  return State::on_loop(actor, view_of(actor));
}

Task<std::vector<StoredEvent>> Threads::events(std::string thread, std::int64_t after, std::size_t limit) {
  const auto actor = state_->actor(thread);
  return State::on_loop(actor, events_of_actor(actor, after, limit));
}

Task<std::vector<std::string>> Threads::records(std::string thread) {
  const auto state = state_;
  auto chain = co_await Journal(state->services->tenant, state->services->record_ids).load(std::move(thread));
  co_return std::move(chain.records);
}

Task<std::optional<StoredEvent>> Threads::last(std::string thread, std::string type) {
  constexpr std::int64_t kPage = 32;
  const auto seen = co_await view(thread);
  for (auto end = seen.head_seq; end > 0; end -= kPage) {
    const auto page = co_await events(thread, std::max<std::int64_t>(0, end - kPage), kPage);
    const auto found = std::ranges::find(page.rbegin(), page.rend(), type, &StoredEvent::type);
    if (found != page.rend()) co_return *found;
  }
  co_return std::nullopt;
}

Task<> Threads::follow(std::string thread, std::int64_t after, std::function<Task<>(const StreamItem&)> each) {
  const auto state = state_;
  const auto actor = state->actor(thread);
  co_await State::on_loop(actor, begin(actor));
  const auto cursor = std::make_shared<Stream::Cursor>();
  cursor->seq = after;
  for (;;) {
    const auto items = co_await State::on_loop(actor, next_items(actor, cursor));
    for (const auto& item : items) co_await each(item);
  }
}

void Threads::signal(const std::string& thread, Event event) {
  auto actor = state_->in_memory(thread);
  if (!actor) return;
  const auto executor = actor->executor();
  asio::post(executor, [actor = std::move(actor), event = std::move(event)] { actor->publish_signal(event); });
}

Task<> Threads::settled(std::string thread) {
  const auto actor = state_->actor(thread);
  return State::on_loop(actor, settle(actor));
}

Task<std::size_t> Threads::recover() {
  const auto state = state_;
  std::size_t recovered = 0;
  const auto names = co_await Journal(state->services->tenant, state->services->record_ids).due_threads();
  for (std::size_t first = 0; first < names.size(); first += kRecoveredAtOnce) {
    std::vector<Task<>> works;
    for (std::size_t i = first; i < std::min(names.size(), first + kRecoveredAtOnce); ++i) {
      works.push_back(State::recover_one(state, names[i], recovered));
    }
    co_await gather(std::move(works));
  }
  co_return recovered;
}

Task<> Threads::drain(Deadline deadline) {
  const auto state = state_;
  state->services->draining = true;
  auto& clock = state->services->clock;
  std::vector<Task<>> waits;
  std::vector<Task<>> stops;
  for (const auto& actor : state->all()) waits.push_back(State::on_loop(actor, rest(actor)));
  if (waits.empty()) co_return;
  try {
    co_await within(clock, deadline, "draining", gather(std::move(waits)));
  } catch (const Error&) {
    state->services->log.warning("graph", "runs were still under way at the end of the drain");
  }
  for (const auto& actor : state->all()) stops.push_back(State::on_loop(actor, note_stop(actor)));
  try {
    co_await within(clock, Deadline::in(clock, kStopNoteMax), "noting where runs stopped", gather(std::move(stops)));
  } catch (const Error& error) {
    state->services->log.warning("graph", "where runs stopped could not be noted in time",
                                 Value::object({{"slug", error.slug}, {"detail", error.detail}}));
  }
}

bool Threads::is_idle() const {
  const std::lock_guard lock(state_->mutex);
  return std::ranges::all_of(state_->actors, [](const auto& entry) { return entry.second.actor.use_count() == 1; });
}

Task<bool> Threads::has_due() {
  const auto state = state_;
  co_return !(co_await Journal(state->services->tenant, state->services->record_ids).due_threads()).empty();
}

Threads::InMemory Threads::in_memory() const {
  const std::lock_guard lock(state_->mutex);
  return {state_->actors.size(), state_->services->bytes};
}

std::vector<std::pair<std::string, Error>> Threads::out_of_service() const {
  const std::lock_guard lock(state_->services->mutex);
  return {state_->services->ruined.begin(), state_->services->ruined.end()};
}

store::Module schema() { return {"graph", embedded::graph_schema()}; }

std::string trace_hash(const std::vector<StoredEvent>& events) {
  std::string text;
  for (const auto& event : events) {
    text += fmt::format("{} {} {} {} ", event.seq, event.run, event.at.ms, event.type);
    text += json::canonical(event.data) + "\n";
  }
  return crypto::sha256_hex(text);
}

}  // namespace frontdesk::graph
