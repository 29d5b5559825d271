#include "store/sqlite.h"

#include <unistd.h>
#include <boost/asio/associated_executor.hpp>

#include <atomic>
#include <map>
#include <mutex>

#include "store/group.h"
#include "store/readers.h"
#include "store/writer.h"

namespace frontdesk::store {
namespace {

namespace asio = boost::asio;

constexpr int kLogFramesInSimulation = 200;

std::unique_ptr<FileLock> lock_folder(Files& files, const std::string& folder) {
  files.make_folders(folder);
  try {
    return files.lock(folder + "/frontdesk.lock", std::to_string(::getpid()));
  } catch (const Error& error) {
    if (error.slug != "files/locked") throw;
    throw Error(
        Kind::conflict, "store/folder-in-use",
        fmt::format("The folder {} is in use by another frontdesk (process {}). Stop that one, or give this one "
                    "a data folder of its own.",
                    folder, error.detail.empty() ? "unknown, for its lock file is gone" : error.detail));
  }
}

Error too_busy(const TenantId& id) {
  return Error(Kind::exhausted, "store/busy",
               fmt::format("Too much is waiting for the data of {}. Try again in a moment.", id.text()))
      .after(std::chrono::milliseconds(200));
}

// Where work runs: on the threads below, or in simulation on the caller's.
class Work {
 public:
  Work(const SqliteOptions& options, const Vfs& vfs, Files& files, Schema& schema, Log& log)
      : options_(options), vfs_(vfs), files_(files), schema_(schema) {
    if (options.writer_threads == 0) {
      inline_.emplace(Connections(vfs, Connection::Role::writer, 32), Connections(vfs, Connection::Role::reader, 32));
      return;
    }
    checkpointer_.emplace(vfs, options.checkpoint_every, log);
    readers_.emplace(vfs, std::max(1, options.reader_threads));
    for (int i = 0; i < options.writer_threads; ++i) {
      writers_.push_back(
          std::make_unique<Writer>(vfs, files, schema, *checkpointer_, log, std::max(1, options.group_max)));
    }
  }

  bool is_inline() const { return inline_.has_value(); }
  const SqliteOptions& options() const { return options_; }

  void submit(Lane& lane, Pending& pending) {
    if (pending.read) return readers_->submit(lane, pending);
    writers_[std::hash<TenantId>()(lane.place.id) % writers_.size()]->submit(lane, pending);
  }

  void run_inline(const Place& place, Pending& pending) {
    if (pending.is_preparation()) return schema_.prepare(vfs_, files_, place);
    if (pending.read) return read_group(inline_->second.of(place), &pending);
    auto& connection = inline_->first.of(place);
    commit_group(connection, &pending, vfs_);
    if (vfs_.sync_has_failed()) return;
    try {
      connection.shorten_log(kLogFramesInSimulation, place.checkpoint);
    } catch (const Error&) {
      // What was committed is safe in the log; the next commit tries again.
    }
  }

 private:
  const SqliteOptions& options_;
  const Vfs& vfs_;
  Files& files_;
  Schema& schema_;
  std::optional<std::pair<Connections, Connections>> inline_;  // that write, and that read
  std::optional<Checkpointer> checkpointer_;
  std::optional<Readers> readers_;
  std::vector<std::unique_ptr<Writer>> writers_;
};

class SqliteTenant final : public Tenant {
 public:
  SqliteTenant(Work& work, TenantId id, std::string path)
      : work_(work), place_{std::move(id), std::move(path)}, writes_{.place = place_}, reads_{.place = place_} {}

  const TenantId& id() const override { return place_.id; }

  Task<> prepare() {
    if (is_ready_.load(std::memory_order_acquire)) co_return;
    Pending pending;
    co_await done(writes_, pending);
    is_ready_.store(true, std::memory_order_release);
  }

  Task<> transact(std::function<void(Transaction&)> body) override {
    Pending pending;
    pending.write = std::move(body);
    co_await done(writes_, pending);
  }

  Task<> inspect(std::function<void(Reader&)> body) override {
    Pending pending;
    pending.read = std::move(body);
    co_await done(reads_, pending);
  }

 private:
  struct Submit {
    Work& work;
    Lane& lane;
    Pending& pending;

    template <class Handler>
    void operator()(Handler&& handler) {
      pending.executor = asio::get_associated_executor(handler);
      pending.resume = std::forward<Handler>(handler);
      work.submit(lane, pending);
    }
  };

  static Task<> submitted(Work& work, Lane& lane, Pending& pending) {
    return asio::async_initiate<const asio::use_awaitable_t<>&, void()>(Submit{work, lane, pending},
                                                                        asio::use_awaitable);
  }

  // Waits for the outcome; a task that is cancelled meanwhile still waits, for its transaction is under way.
  Task<> done(Lane& lane, Pending& pending) {
    if (work_.is_inline()) {
      work_.run_inline(place_, pending);
    } else {
      if (lane.admitted.fetch_add(1, std::memory_order_relaxed) >= work_.options().waiting_max) {
        lane.admitted.fetch_sub(1, std::memory_order_relaxed);
        throw too_busy(place_.id);
      }
      co_await submitted(work_, lane, pending);
    }
    if (pending.failure) std::rethrow_exception(pending.failure);
  }

  Work& work_;
  Place place_;
  Lane writes_;
  Lane reads_;
  std::atomic<bool> is_ready_{false};
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(SqliteOptions options, const std::vector<Module>& modules, Files& files, Log& log)
      : options_(std::move(options)),
        files_(files),
        lock_(lock_folder(files, options_.folder)),
        schema_(modules),
        vfs_(files, options_.clock, options_.random),
        work_(options_, vfs_, files, schema_, log) {}

  Task<Tenant*> open(TenantId id) override {
    auto& tenant = tenant_of(id);
    co_await tenant.prepare();
    co_return &tenant;
  }

  std::vector<TenantId> tenants() const override {
    std::vector<TenantId> ids;
    for (const auto& name : files_.list(options_.folder)) {
      if (!name.ends_with(".db")) continue;
      const auto stem = std::string_view(name).substr(0, name.size() - 3);
      if (TenantId::is_valid(stem)) ids.push_back(TenantId::parse(stem));
    }
    return ids;
  }

 private:
  SqliteTenant& tenant_of(const TenantId& id) {
    const std::lock_guard lock(mutex_);
    auto& known = tenants_[id];
    if (!known) known = std::make_unique<SqliteTenant>(work_, id, fmt::format("{}/{}.db", options_.folder, id.text()));
    return *known;
  }

  SqliteOptions options_;
  Files& files_;
  std::unique_ptr<FileLock> lock_;
  Schema schema_;
  Vfs vfs_;
  std::mutex mutex_;
  std::map<TenantId, std::unique_ptr<SqliteTenant>> tenants_;
  Work work_;  // last, so that it ends first
};

}  // namespace

std::unique_ptr<Database> open_sqlite(SqliteOptions options, std::vector<Module> modules, Files& files, Log& log) {
  return std::make_unique<SqliteDatabase>(std::move(options), modules, files, log);
}

}  // namespace frontdesk::store
