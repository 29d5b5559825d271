#include "store/sqlite.h"

#include <unistd.h>

#include <atomic>
#include <map>
#include <mutex>
#include <set>

#include "store/group.h"
#include "store/readers.h"
#include "store/submitting.h"
#include "store/verify.h"
#include "store/writer.h"

namespace frontdesk::store {
namespace {

constexpr int kLogFramesInSimulation = 200;

std::string path_of(const std::string& folder, const TenantId& id) {
  return fmt::format("{}/{}.db", folder, id.text());
}

// The tenant whose file it is; nothing where it is another file.
std::optional<TenantId> tenant_of(std::string_view name) {
  for (const std::string_view end : {".db", ".db-wal", ".anchor"}) {
    if (!name.ends_with(end)) continue;
    const auto stem = name.substr(0, name.size() - end.size());
    if (TenantId::is_valid(stem)) return TenantId::parse(stem);
  }
  return {};
}

// Where work runs: on the threads below, or in simulation on the caller's.
class SqliteWork {
 public:
  SqliteWork(const SqliteOptions& options, const Vfs& vfs, Files& files, Schema& schema, Log& log)
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

  void submit(Lane<Place>& lane, Pending& pending) {
    if (pending.read) return readers_->submit(lane, pending);
    writers_[std::hash<TenantId>()(lane.place.id) % writers_.size()]->submit(lane, pending);
  }

  void run_inline(const Place& place, Pending& pending) {
    if (pending.removes) {
      inline_->first.close(place);
      inline_->second.close(place);
      return remove_place(files_, place, pending);
    }
    if (pending.is_preparation()) return schema_.prepare(vfs_, files_, place);
    if (pending.read) return read_group(inline_->second.of(place), &pending);
    auto& connection = inline_->first.of(place);
    commit_group(connection, &pending, vfs_, place);
    tell_committed(&pending);
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
  SqliteTenant(SqliteWork& work, const Vfs& vfs, Log& log, TenantId id, std::string path)
      : work_(work),
        vfs_(vfs),
        log_(log),
        place_{std::move(id), std::move(path)},
        writes_{.place = place_},
        reads_{.place = place_} {}
  ~SqliteTenant() override { close(); }

  const TenantId& id() const override { return place_.id; }

  Task<> prepare() {
    if (is_removed_) throw place_removed(id());
    if (is_ready_.load(std::memory_order_acquire)) co_return;
    Pending pending;
    co_await done(writes_, pending);
    if (auto note = std::exchange(place_.note, {})) tell(*note);
    is_ready_.store(true, std::memory_order_release);
  }

  Task<> remove() {
    is_removed_ = true;  // what comes from here on is refused, and what waits has its turn before
    Pending pending;
    pending.removes = true;
    co_await done(writes_, pending);
  }

  Task<> transact(std::function<void(Transaction&)> body) override {
    if (is_removed_) throw place_removed(id());
    Pending pending;
    pending.write = std::move(body);
    co_await done(writes_, pending);
  }

  Task<> inspect(std::function<void(Reader&)> body) override {
    if (is_removed_) throw place_removed(id());
    Pending pending;
    pending.read = std::move(body);
    co_await done(reads_, pending);
  }

 private:
  Task<> done(Lane<Place>& lane, Pending& pending) {
    if (work_.is_inline()) {
      work_.run_inline(place_, pending);
    } else {
      co_await submitted(work_, lane, pending, work_.options().waiting_max);
    }
    if (!pending.failure) co_return;
    try {
      std::rethrow_exception(pending.failure);
    } catch (const Error& error) {
      if (error.slug == "store/damaged" && is_ready_) tell(error);
      throw;
    }
  }

  void tell(const Error& error) {
    log_.error("store", "damage was found",
               Value::object({{"tenant", place_.id.text()}, {"slug", error.slug}, {"detail", error.detail}}));
    if (work_.options().on_damage) work_.options().on_damage(place_.id, error);
  }

  // What a failed sync left on the disk is not known, so no good end can be told of.
  void close() {
    if (!place_.anchoring || vfs_.sync_has_failed()) return;
    try {
      place_.anchoring->close();
    } catch (const Error& error) {
      log_.warning("store", "could not write the anchor",
                   Value::object({{"tenant", place_.id.text()}, {"detail", error.detail}}));
    }
  }

  SqliteWork& work_;
  const Vfs& vfs_;
  Log& log_;
  Place place_;
  Lane<Place> writes_;
  Lane<Place> reads_;
  std::atomic<bool> is_ready_{false};
  std::atomic<bool> is_removed_{false};
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(SqliteOptions options, const std::vector<Module>& modules, Files& files, Log& log)
      : options_(std::move(options)),
        files_(files),
        lock_(lock_folder(files, options_.folder)),
        log_(log),
        schema_(modules),
        vfs_(files, options_.clock, options_.random),
        work_(options_, vfs_, files, schema_, log) {}

  Task<Tenant*> open(TenantId id) override {
    auto& tenant = handle_of(id);
    co_await tenant.prepare();
    co_return &tenant;
  }

  std::vector<TenantId> tenants() const override {
    std::set<TenantId> ids;
    for (const auto& name : files_.list(options_.folder)) {
      if (auto id = tenant_of(name)) ids.insert(*std::move(id));
    }
    return {ids.begin(), ids.end()};
  }

  bool has_place(const TenantId& id) const override {
    return files_.exists(path_of(options_.folder, id)) ||
           files_.exists(fmt::format("{}/{}.anchor", options_.folder, id.text()));
  }

  Task<> remove(TenantId id) override { co_await handle_of(id).remove(); }

  // With its log of writes.
  std::uint64_t stored_bytes(const TenantId& id) const override {
    std::uint64_t bytes = 0;
    for (const auto* const end : {"", "-wal"}) {
      const auto path = path_of(options_.folder, id) + end;
      if (files_.exists(path)) bytes += files_.open(path, false)->size();
    }
    return bytes;
  }

 private:
  SqliteTenant& handle_of(const TenantId& id) {
    const std::lock_guard lock(mutex_);
    auto& known = tenants_[id];
    if (!known) known = std::make_unique<SqliteTenant>(work_, vfs_, log_, id, path_of(options_.folder, id));
    return *known;
  }

  SqliteOptions options_;
  Files& files_;
  std::unique_ptr<FileLock> lock_;
  Log& log_;
  Schema schema_;
  Vfs vfs_;
  std::mutex mutex_;
  std::map<TenantId, std::unique_ptr<SqliteTenant>> tenants_;
  SqliteWork work_;  // last, so that it ends first
};

}  // namespace

std::unique_ptr<Database> open_sqlite(SqliteOptions options, std::vector<Module> modules, Files& files, Log& log) {
  return std::make_unique<SqliteDatabase>(std::move(options), modules, files, log);
}

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

std::string accept_place(const std::string& folder, const TenantId& id, Files& files) {
  const auto lock = lock_folder(files, folder);
  const Vfs vfs(files);
  const Place place{id, path_of(folder, id)};
  return accept(vfs, files, place);
}

}  // namespace frontdesk::store
