#include "graph/actor.h"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include "graph/failure.h"
#include "graph/gather.h"
#include "graph/run.h"

namespace frontdesk::graph {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kBatchMax = 64;
constexpr auto kWaitAfterFailure = std::chrono::seconds(1);
constexpr int kFailuresMax = 3;  // of one run, each for a reason that does not go away by itself

Value about(const std::string& thread, const Error& error) {
  return Value::object({{"thread", thread}, {"slug", error.slug}, {"detail", error.detail}, {"cause", error.cause}});
}

}  // namespace

const ThreadKind& Services::kind_of(std::string_view thread) const {
  const auto found =
      std::ranges::find_if(kinds, [&](const ThreadKind& kind) { return thread.starts_with(kind.prefix); });
  if (found != kinds.end()) return *found;
  throw Error(Kind::conflict, "graph/unknown-kind",
              fmt::format("Nothing of this program runs threads such as {}; it was made by another version.", thread));
}

Actor::Actor(std::shared_ptr<Services> services, std::string name, Executor executor)
    : services_(std::move(services)),
      name_(std::move(name)),
      executor_(std::move(executor)),
      journal_(services_->tenant, services_->record_ids),
      published_(executor_),
      changed_(executor_) {}

void Actor::weigh(std::size_t bytes) {
  services_->bytes += bytes - bytes_;  // of unsigned numbers: a smaller one takes away
  bytes_ = bytes;
}

// ---- reading ----

Task<> Actor::load() {
  while (loading_ || (broken_ && in_run_)) co_await changed_.wait();
  if (ruin_) throw *ruin_;
  if (image_ && !broken_) co_return;
  loading_ = true;
  const bool is_again = image_ != nullptr;
  std::exception_ptr failure;
  try {
    co_await read_chain();
  } catch (...) {
    failure = std::current_exception();
  }
  loading_ = false;
  changed_.notify_all();
  if (failure) std::rethrow_exception(failure);
  if (is_again) wake();
}

// A chain that is broken is read once: whoever asks again is told the same, at no cost to those who wait for a reader.
Task<Chain> Actor::whole_chain() {
  try {
    co_return co_await journal_.load(name_);
  } catch (const Error& error) {
    if (error.slug == "graph/broken-chain") {
      ruin_ = error;
      {
        const std::lock_guard lock(services_->mutex);
        services_->ruined.insert_or_assign(name_, error);
      }
      services_->log.error("graph", "a thread is out of service", about(name_, error));
    }
    throw;
  }
}

Task<> Actor::read_chain() {
  const auto chain = co_await whole_chain();
  if (!bound_.graph) bound_ = co_await services_->kind_of(name_).bind(name_);
  auto image = std::make_unique<Image>(name_, bound_.graph);
  std::size_t size = 0;
  for (const auto& bytes : chain.records) {
    size += bytes.size();
    const auto record = open_record(bytes);
    auto body = read_body(image->graph(), record.body);
    image->replay(record, body);
  }
  image_ = std::move(image);
  tail_ = chain.tail;
  weigh(size);
  places_.clear();
  places_.reserve(chain.ids.size());
  for (std::size_t i = 0; i < chain.ids.size(); ++i)
    places_.push_back({open_record(chain.records[i]).header.first_seq, chain.ids[i]});
  opening_.reset();
  broken_ = unreadable_ = false;
  remember_events(chain);
  stream_.end_live();
  published_.notify_all();
}

// The last events of the chain, as far as they are not here yet.
void Actor::remember_events(const Chain& chain) {
  const auto skipped = chain.tail.seq - Stream::kRecentMax;
  if (skipped > stream_.last_seq()) stream_.skip_to(skipped);
  for (const auto& bytes : chain.records) {
    const auto header = open_record(bytes).header;
    if (header.first_seq + header.events - 1 <= stream_.last_seq()) continue;
    for (auto& event : events_in(bytes)) {
      if (event.seq > stream_.last_seq()) stream_.add(std::move(event));
    }
  }
}

std::vector<StoredEvent> Actor::events_in(std::string_view bytes) const {
  const auto record = open_record(bytes);
  const auto& header = record.header;
  if (header.events == 0) return {};
  const auto& graph = image_->graph();
  std::vector<StoredEvent> events;
  auto seq = header.first_seq;
  for (auto& numbered : events_of(graph, header.kind, header.step, read_body(graph, record.body))) {
    auto run = numbered.of_run && header.run > 0 ? run_name(header.run) : std::string();
    events.push_back({seq++, std::move(run), header.at, std::move(numbered.event.type), numbered.event.data});
  }
  return events;
}

// The id of the record with this event, or of the last one.
std::int64_t Actor::record_with(std::int64_t seq) const {
  const auto behind = std::ranges::upper_bound(places_, seq, {}, &Place::first_seq);
  return behind == places_.begin() ? tail_.head : std::prev(behind)->id;
}

Task<std::vector<StoredEvent>> Actor::events(std::int64_t after, std::size_t limit) {
  if (stream_.covers(after)) co_return stream_.after(after, limit);
  std::vector<StoredEvent> events;
  const auto last = after + static_cast<std::int64_t>(std::min(limit, static_cast<std::size_t>(tail_.seq)));
  for (const auto& bytes : co_await journal_.records_between(name_, tail_, after, record_with(last))) {
    for (auto& event : events_in(bytes)) {
      if (event.seq > after && events.size() < limit) events.push_back(std::move(event));
    }
  }
  co_return events;
}

// ---- appending ----

Draft Actor::draft(RecordKind kind) const {
  Draft draft;
  draft.record.header.kind = kind;
  draft.record.body = "{}";
  draft.record.header.at = services_->clock.wall();
  draft.record.header.step = image_ ? image_->checkpoint.step : 0;
  return draft;
}

Task<Placed> Actor::commit(Draft draft) {
  draft.record.header.events = static_cast<std::uint32_t>(draft.events.size());
  if (ruin_) throw *ruin_;
  if (broken_) throw Error(Kind::unavailable, "graph/journal-failed", "The journal failed and is being read again.");
  const auto commit = std::make_shared<Commit>(std::move(draft));
  co_await (flushing_ ? append_later(commit) : append_now(commit));
  if (commit->failure) std::rethrow_exception(commit->failure);
  co_return commit->placed;
}

// The caller's own coroutine does it: nothing is under way. Behind the append itself nothing can throw or wait.
Task<> Actor::append_now(std::shared_ptr<Commit> commit) {
  flushing_ = true;
  appending_ = true;
  std::exception_ptr cancelled;
  try {
    Batch batch{commit};
    co_await append(batch);
  } catch (...) {
    cancelled = std::current_exception();
  }
  go_on_flushing();
  if (cancelled) std::rethrow_exception(cancelled);
}

Task<> Actor::append_later(std::shared_ptr<Commit> commit) {
  commit->done.emplace(executor_);
  queue_.push_back(commit);
  while (!commit->finished) co_await commit->done->wait();
}

Actor::Gap::~Gap() {
  --actor.gaps_;
  if (actor.flushing_ && !actor.appending_) actor.go_on_flushing();
}

Task<std::unique_ptr<Actor::Gap>> Actor::gap() {
  ++gaps_;
  auto gap = std::make_unique<Gap>(*this);
  while (appending_) co_await changed_.wait();
  co_return gap;
}

void Actor::go_on_flushing() {
  appending_ = false;
  if (gaps_ > 0) return changed_.notify_all();  // it goes on behind them
  if (!queue_.empty()) {
    appending_ = true;
    asio::co_spawn(executor_, flush(shared_from_this()), asio::detached);
    return wake();  // however much else is to be written, a run gets its turn
  }
  flushing_ = false;
  changed_.notify_all();
  wake();
}

Task<> Actor::flush(std::shared_ptr<Actor> self) {
  Batch batch;
  while (!self->queue_.empty() && batch.size() < kBatchMax) {
    batch.push_back(std::move(self->queue_.front()));
    self->queue_.pop_front();
  }
  co_await self->append(batch);
  self->go_on_flushing();
}

void Actor::end_commit(Commit& commit) {
  commit.finished = true;
  if (commit.done) commit.done->notify_all();
}

Task<> Actor::append(Batch& batch) {
  std::vector<Outgoing> records;
  for (auto& commit : batch) records.push_back(std::move(commit->draft.record));
  while (!batch.empty()) {
    std::size_t size = bytes_;
    for (const auto& record : records) size += record.body.size();
    std::optional<StatementFailed> statement;
    std::exception_ptr failure;
    try {
      finish(batch, co_await journal_.append(tail_, records, opening_, will_be_due(batch)));
      weigh(size);
      co_return;
    } catch (const StatementFailed& failed) {
      statement = failed;
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure && (is_cancellation(failure) || can_be_dropped(batch, failure))) co_return fail(batch, failure);
    if (failure) {
      broken_ = true;
      fail(batch, failure);
      fail(Batch(queue_.begin(), queue_.end()), failure);
      queue_.clear();
      co_return;
    }
    // The others shall not suffer: they are appended without it.
    const auto place = static_cast<std::ptrdiff_t>(statement->index);
    fail({batch[statement->index]}, statement->why);
    batch.erase(batch.begin() + place);
    records.erase(records.begin() + place);
  }
}

// What came from outside and could not be written never happened; whoever sent it is told. Should it be on disk all the
// same, the head has moved, and the next append notices.
bool Actor::can_be_dropped(const Batch& batch, const std::exception_ptr& why) {
  try {
    std::rethrow_exception(why);
  } catch (const Error& error) {
    if (error.slug == "graph/head-moved") return false;
  } catch (...) {
    return false;
  }
  return std::ranges::none_of(batch, [](const auto& commit) { return commit->draft.effects.is_of_run; });
}

void Actor::fail(const Batch& batch, std::exception_ptr why) {
  for (const auto& commit : batch) {
    commit->failure = why;
    end_commit(*commit);
  }
}

void Actor::finish(const Batch& batch, const Appended& appended) {
  tail_ = appended.tail;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto& placed = appended.placed[i];
    auto& commit = *batch[i];
    if (!placed.duplicate) {
      places_.push_back({placed.first_seq, placed.id});
      if (placed.opens) opening_.reset();
      publish(commit.draft, placed);
      image_->seq = placed.first_seq + std::ssize(commit.draft.events) + (placed.opens ? 1 : 0) - 1;
      if (commit.draft.apply) commit.draft.apply(*image_);
      const auto& effects = commit.draft.effects;
      if (effects.ends_run || effects.adds_input) given_up_ = false;
    }
    commit.placed = placed;
    end_commit(commit);
  }
  published_.notify_all();
}

void Actor::publish(const Draft& draft, const Placed& placed) {
  auto seq = placed.first_seq;
  const auto run = placed.opens ? image_->runs : draft.record.header.run;
  const auto at = draft.record.header.at;
  if (placed.opens) {
    auto event = run_started(image_->opened_inputs);
    stream_.add({seq++, run_name(run), at, std::move(event.type), event.data});
  }
  for (const auto& [event, of_run] : draft.events) {
    stream_.add({seq++, of_run && run > 0 ? run_name(run) : std::string(), at, event.type, event.data});
  }
}

// Said before it is known whether an input is a duplicate: then a thread may be looked at once too often.
bool Actor::will_be_due(const Batch& batch) const {
  bool run = image_->run.has_value();
  bool held = image_->held;
  bool parked = image_->parked;
  auto waiting = image_->waiting.size();
  for (const auto& commit : batch) {
    const auto& effects = commit->draft.effects;
    if (effects.drops_inputs) waiting = 0;
    if (effects.adds_input) ++waiting;
    if (effects.ends_run) run = parked = false;
    if (effects.holds) held = true;
    if (effects.releases) held = false;
    if (effects.parks) parked = true;
  }
  return !parked && (run || (waiting > 0 && !held));
}

// ---- running ----

bool Actor::wants_run() const {
  if (!image_ || broken_ || given_up_ || quiet_ > 0 || image_->parked || image_->held || services_->draining)
    return false;
  if (image_->run) return true;
  if (image_->waiting.empty()) return false;
  if (!image_->is_interrupted()) return true;
  try {
    return answers_for(*image_, bound_.policy).has_value();
  } catch (...) {
    return true;  // the run fails by it, and says so
  }
}

bool Actor::wants_reading() const {
  return broken_ && image_ && !ruin_ && !unreadable_ && quiet_ == 0 && !services_->draining;
}

void Actor::wake() {
  if (running_ || !(wants_run() || wants_reading())) return;
  running_ = true;
  const auto self = shared_from_this();
  asio::co_spawn(executor_, drive(self), asio::bind_cancellation_slot(cancel_.slot(), [self](std::exception_ptr why) {
                   self->running_ = self->in_run_ = self->has_let_go_ = false;
                   if (why && !is_cancellation(why)) {
                     self->services_->log.error("graph", "a run ended without a record",
                                                Value::object({{"thread", self->name_}}));
                   }
                   self->stream_.end_live();
                   self->changed_.notify_all();
                   if (!why) self->wake();  // for what arrived since the run was last asked whether it goes on
                 }));
}

Task<> Actor::drive(std::shared_ptr<Actor> self) {
  int failures = 0;
  if (self->broken_) co_await read_again(self);
  while (self->wants_run()) {
    std::optional<Error> failure;
    self->in_run_ = true;
    try {
      co_await Run(*self).to_end();
    } catch (...) {
      if (is_cancellation(std::current_exception())) throw;
      failure = as_error(std::current_exception(), "A run was interrupted by what is no error of ours.");
    }
    self->in_run_ = false;
    const bool was_asked_to_stop = std::exchange(self->has_let_go_, false) && self->quiet_ > 0;
    self->stream_.end_live();
    self->changed_.notify_all();
    if (failure && was_asked_to_stop) throw boost::system::system_error(asio::error::operation_aborted);
    if (!failure) {
      failures = 0;
      continue;
    }
    self->services_->log.error("graph", "a run was stopped by its journal", about(self->name_, *failure));
    self->broken_ = true;
    co_await read_again(self);
    if (may_heal(*failure) || failure->slug == "graph/head-moved" || ++failures < kFailuresMax) continue;
    failures = 0;
    if (!self->wants_run() || co_await end_as_failed(self, *failure)) continue;
    self->broken_ = true;
    co_await read_again(self);
    self->given_up_ = true;
    self->services_->log.error("graph", "a run was given up until the next input or start",
                               about(self->name_, *failure));
  }
}

// The journal refuses what the run wants to write, for good; it may still take that it failed.
Task<bool> Actor::end_as_failed(std::shared_ptr<Actor> self, Error why) {
  self->in_run_ = true;
  bool written = true;
  try {
    co_await Run(*self).give_up(std::move(why));
  } catch (...) {
    if (is_cancellation(std::current_exception())) throw;
    written = false;
  }
  self->in_run_ = false;
  self->changed_.notify_all();
  co_return written;
}

Task<> Actor::bind_again() {
  if (!bound_.stands_in) co_return;
  auto quiet = co_await make_quiet();
  broken_ = true;
  bound_ = {};
  std::exception_ptr failure;
  try {
    co_await load();
  } catch (...) {
    failure = std::current_exception();
  }
  quiet.reset();
  wake();
  if (failure) std::rethrow_exception(failure);
}

// The journal did not take a record. What is on disk is true: it is read again, and the run goes on from there. Waits
// for a journal that may heal; one that cannot be read any more, or the end of the server, ends the waiting.
Task<> Actor::read_again(std::shared_ptr<Actor> self) {
  while (self->broken_ && !self->services_->draining) {
    co_await self->services_->clock.sleep_for(kWaitAfterFailure);
    std::optional<Error> failure;
    try {
      co_await self->load();
    } catch (const Error& error) {
      failure = error;
    }
    if (!failure || may_heal(*failure)) continue;
    self->unreadable_ = true;
    if (!self->ruin_) self->services_->log.error("graph", "a run cannot go on", about(self->name_, *failure));
    co_return;
  }
}

Task<std::unique_ptr<Actor::Quiet>> Actor::make_quiet() {
  ++quiet_;
  std::unique_ptr<Quiet> quiet(new Quiet{shared_from_this()});
  if (running_ && !has_let_go_) cancel_.emit(asio::cancellation_type::terminal);
  while (running_ || flushing_) co_await changed_.wait();
  co_return quiet;
}

Task<> Actor::at_rest() {
  while (running_ || flushing_) co_await changed_.wait();
}

Task<> Actor::settled() {
  for (wake(); running_ || flushing_; wake()) co_await changed_.wait();
}

void Actor::open_run(const OpenPart& part) {
  image_->hear_waiting(part.inputs);
  image_->open_run(part, services_->clock.wall());
  BodyWriter body(image_->graph(), &image_->told);
  body.open(part, bound_.version);
  opening_ = Opening{body.take(), static_cast<std::uint32_t>(part.run)};
}

void Actor::publish_live(std::string type, Value data) {
  if (type == "message.reset") {
    stream_.forget_text(data["message"]);
  } else {
    stream_.add_live(std::move(type), std::move(data));
  }
  published_.notify_all();
}

void Actor::publish_signal(Event event) {
  stream_.add_signal(std::move(event));
  published_.notify_all();
}

}  // namespace frontdesk::graph
