#pragma once

#include <atomic>
#include <boost/asio/cancellation_signal.hpp>
#include <deque>

#include "graph/image.h"
#include "graph/journal.h"
#include "graph/signal.h"
#include "graph/stream.h"

namespace frontdesk::graph {

// What all threads of a tenant share.
struct Services {
  store::Tenant& tenant;
  Clock& clock;
  Random& random;
  Log& log;
  std::vector<ThreadKind> kinds{};  // complete before the first thread is used
  Spans* spans = nullptr;           // likewise; null: nobody takes them
  RecordIds record_ids{};
  std::atomic<bool> draining{false};
  mutable std::mutex mutex{};
  std::map<std::string, Error> ruined{};  // threads whose chain is broken; under the mutex
  std::atomic<std::size_t> bytes{0};      // of the records of all threads that are in memory

  // Throws Error{conflict, "graph/unknown-kind"}.
  const ThreadKind& kind_of(std::string_view thread) const;
};

// A record that is to be appended, and what it changes once it is on disk.
struct Draft {
  struct Effects {
    bool adds_input = false;
    bool ends_run = false;
    bool holds = false;
    bool releases = false;
    bool drops_inputs = false;
    bool parks = false;
    bool is_of_run = true;  // memory is ahead of the disk until it is written
  };

  Outgoing record;
  std::vector<NumberedEvent> events;
  Effects effects;
  std::function<void(Image&)> apply;
};

// One thread: its image, its journal's end, its listeners and its run. Everything happens on the loop that owns the
// thread's name; records are appended one batch after the other.
class Actor : public std::enable_shared_from_this<Actor> {
 public:
  Actor(std::shared_ptr<Services> services, std::string name, Executor executor);
  ~Actor() { weigh(0); }

  const Executor& executor() const { return executor_; }
  const std::string& name() const { return name_; }
  Services& services() { return *services_; }
  Image& image() { return *image_; }
  const ThreadPolicy& policy() const { return bound_.policy; }
  Stream& stream() { return stream_; }
  Journal& journal() { return journal_; }
  const Tail& tail() const { return tail_; }
  std::string run_name(std::int64_t run) const { return fmt::format("{}.{}", name_, run); }

  // Reads the thread where it is not in memory. Throws what Journal::load and the binder throw.
  Task<> load();
  bool is_loaded() const { return image_ != nullptr; }

  // Returns when the draft is on disk and applied. It is appended even where the caller is cancelled meanwhile.
  Task<Placed> commit(Draft draft);
  Draft draft(RecordKind kind) const;

  // Starts a run where one is due, and reads the thread again where the journal failed: nobody need ask for it.
  void wake();
  bool wants_run() const;
  bool is_running() const { return running_; }
  // Cancels the run, unless something was let go in it, and keeps others from starting until the guard is gone; returns
  // when the run has ended.
  struct Quiet {
    std::shared_ptr<Actor> actor;
    ~Quiet() { --actor->quiet_; }
  };
  Task<std::unique_ptr<Quiet>> make_quiet();
  void let_go() { has_let_go_ = true; }
  Task<> settled();
  Task<> at_rest();  // no run is under way

  void publish_live(std::string type, Value data);
  void publish_signal(Event event);
  void notify() { changed_.notify_all(); }
  Signal& published() { return published_; }

  // The journal refused a record of the run: memory may be ahead of the disk.
  bool is_broken() const { return broken_; }
  // Asks the binder again where what it gave only stands in.
  Task<> bind_again();

  // Between two batches: the next one waits while this lives, so that a run that is opened meanwhile stands behind all
  // that is on disk and before all that comes.
  struct Gap {
    explicit Gap(Actor& actor) : actor(actor) {}
    Gap(const Gap&) = delete;
    ~Gap();
    Actor& actor;
  };
  Task<std::unique_ptr<Gap>> gap();

  // A run was opened in memory, in a gap; its opening goes with the next record.
  void open_run(const OpenPart& part);

  // Stored events with seq > after; from memory where they are there.
  Task<std::vector<StoredEvent>> events(std::int64_t after, std::size_t limit);

 private:
  struct Commit {
    explicit Commit(Draft draft) : draft(std::move(draft)) {}
    Draft draft;
    bool finished = false;
    Placed placed;
    std::exception_ptr failure;
    std::optional<Signal> done;  // where somebody waits
  };
  using Batch = std::vector<std::shared_ptr<Commit>>;

  static Task<> flush(std::shared_ptr<Actor> self);
  Task<> append_now(std::shared_ptr<Commit> commit);
  Task<> append_later(std::shared_ptr<Commit> commit);
  void end_commit(Commit& commit);
  void go_on_flushing();
  static Task<> drive(std::shared_ptr<Actor> self);
  static Task<bool> end_as_failed(std::shared_ptr<Actor> self, Error why);
  static Task<> read_again(std::shared_ptr<Actor> self);
  Task<> append(Batch& batch);
  void fail(const Batch& batch, std::exception_ptr why);
  static bool can_be_dropped(const Batch& batch, const std::exception_ptr& why);
  void finish(const Batch& batch, const Appended& appended);
  void publish(const Draft& draft, const Placed& placed);
  void weigh(std::size_t bytes);
  bool will_be_due(const Batch& batch) const;
  bool wants_reading() const;
  Task<Chain> whole_chain();
  Task<> read_chain();
  void remember_events(const Chain& chain);
  std::vector<StoredEvent> events_in(std::string_view record) const;
  std::int64_t record_with(std::int64_t seq) const;

  const std::shared_ptr<Services> services_;
  const std::string name_;
  const Executor executor_;
  Journal journal_;

  Bound bound_;
  std::unique_ptr<Image> image_;
  Tail tail_;
  struct Place {
    std::int64_t first_seq;
    std::int64_t id;  // journal.id
  };
  std::vector<Place> places_;  // of all records, in order: a page of old events is read where it is
  std::size_t bytes_ = 0;      // of all records: what image and stream hold goes with it
  bool loading_ = false;
  bool broken_ = false;        // an append failed: memory may be ahead of the disk and is to be read again
  bool unreadable_ = false;    // it was tried, and failed for what does not heal; the next who asks tries again
  std::optional<Error> ruin_;  // the chain is broken: nothing of the thread can be read or written
  std::optional<Opening> opening_;

  std::deque<std::shared_ptr<Commit>> queue_;
  bool flushing_ = false;
  bool appending_ = false;  // a batch is on its way
  int gaps_ = 0;            // wanted, or open

  bool running_ = false;
  bool given_up_ = false;  // the run failed again and again; hold() and the next input end that
  bool in_run_ = false;    // tasks may look at the image
  int quiet_ = 0;
  bool has_let_go_ = false;  // an effect of this run is on its way, or was told
  boost::asio::cancellation_signal cancel_;

  Stream stream_;
  Signal published_;
  Signal changed_;
};

}  // namespace frontdesk::graph
