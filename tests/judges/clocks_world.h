#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <stdexcept>

#include "base/memory_files.h"
#include "gateway/credentials.h"
#include "platform/approvals/approvals.h"
#include "platform/engagements/engagements.h"
#include "platform/module.h"
#include "platform/people/people.h"
#include "platform/people/permissions.h"
#include "platform/places/place.h"
#include "platform/work/job.h"
#include "platform/work/worker.h"
#include "store/sqlite.h"
#include "support/jumping_clock.h"

namespace judges {

using namespace frontdesk;
using platform::Place;
using platform::Writing;

// A house with a tenant's place, the operator's and people, as the product wires them, on one thread; its workers run.
// The clock on the wall is moved by whoever judges.
class World {
 public:
  // `is_naive`: credentials expire by the clock on the wall.
  World(Timestamp start, bool is_naive = false) : steady(start), is_naive_(is_naive) {
    frame.add(platform::approvals::due());
    frame.add(platform::engagements::waking());
    frame.add({.name = "note",
               .perform = [this](platform::work::Job& job) { return note(job); },
               .retry = kRetry,
               .time_max = std::chrono::hours(1)});
    tenant.emplace(*run(database->open(TenantId::parse("acme"))), frame, context.get_executor());
    operators.emplace(*run(database->open(TenantId::of_operator())), frame, context.get_executor());
    run(people.directory.load());
    tenant->worker().start();
    operators->worker().start();
  }
  ~World() {
    tenant->worker().abandon();
    operators->worker().abandon();
    settle();
  }
  World(const World&) = delete;

  template <class T>
  T run(Task<T> task) {
    std::exception_ptr failure;
    std::optional<T> result;
    boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error, T value) {
      failure = error;
      if (!error) result.emplace(std::move(value));
    });
    settle();
    if (failure) std::rethrow_exception(failure);
    if (!result) throw std::logic_error("It waits for what does not come.");
    return std::move(*result);
  }
  void run(Task<> task) {
    run([](Task<> inner) -> Task<bool> {
      co_await std::move(inner);
      co_return true;
    }(std::move(task)));
  }
  // Whatever can go on without a clock goes on.
  void settle() {
    context.restart();
    context.poll();
  }
  void pass(std::chrono::nanoseconds span) {
    steady.advance(span);
    settle();
  }
  std::chrono::milliseconds since_start() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock.now().time_since_epoch());
  }
  Timestamp in(std::chrono::milliseconds span) const { return {clock.wall().ms + span.count()}; }

  // How often an event of this type was announced of a subject.
  int announced(Place& place, const std::string& type, const std::string& subject) {
    return run(place.store().read([&](store::Reader& reader) {
      return static_cast<int>(platform::events::list(reader, {.type = type, .subject = subject}).size());
    }));
  }

  // A piece of work: how long it takes, how long its peer says it wants to be left alone (0: it is well at once), and
  // when each try began, in steady time.
  struct Noted {
    std::chrono::milliseconds takes{};
    std::chrono::milliseconds away{};
    std::vector<std::chrono::milliseconds> tried;
  };
  std::map<std::string, Noted> noted;

  boost::asio::io_context context{1};
  MemoryFiles files;
  std::unique_ptr<Log> log = silent_log();
  ManualClock steady;
  support::JumpingClock clock{steady};
  SeededRandom random{1};
  Pool pool{clock, {}};
  platform::Frame frame{clock, random, *log, platform::audit::Audit(std::string(32, 'k'))};
  platform::Rights rights{platform::people::permissions::grants()};
  gateway::Credentials credentials{std::string(32, 's'), clock, rights};
  std::unique_ptr<store::Database> database =
      store::open_sqlite({.folder = "data", .writer_threads = 0}, platform::modules(), files, *log);
  platform::people::People people{{.database = *database,
                                   .clock = clock,
                                   .random = random,
                                   .log = *log,
                                   .pool = pool,
                                   .rights = rights,
                                   .now = [this] { return is_naive_ ? clock.wall() : credentials.time(); },
                                   .cost = {.passes = 1, .memory_bytes = 8192}}};
  std::optional<Place> tenant;
  std::optional<Place> operators;

 private:
  static constexpr platform::RetryPolicy kRetry{.first_wait = std::chrono::seconds(1),
                                                .told_wait_max = std::chrono::hours(1)};

  Task<> note(platform::work::Job& job) {
    auto& piece = noted[job.piece.item.key];
    const bool is_first = piece.tried.empty();
    piece.tried.push_back(since_start());
    if (piece.takes.count() > 0) co_await clock.sleep_for(piece.takes);
    if (is_first && piece.away.count() > 0)
      throw Error(Kind::unavailable, "judge/away", "Nobody is there.").after(piece.away);
  }

  const bool is_naive_;
};

}  // namespace judges
