#include "store/postgres.h"

#include <map>
#include <mutex>
#include <set>

#include "base/error.h"
#include "store/postgres/keeper.h"
#include "store/postgres/schema.h"
#include "store/postgres/workers.h"
#include "store/submitting.h"

namespace frontdesk::store {
namespace {

using postgres::Connection;
using postgres::House;
using postgres::Place;
using postgres::Session;
using postgres::Workers;

constexpr int kReadsInOneTrip = 4;
constexpr std::size_t kHouseBytesMax = 30;

void check_house(const std::string& name) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
  if (!name.empty() && name.size() <= kHouseBytesMax && std::ranges::all_of(name, fits)) return;
  throw Error(
      Kind::invalid, "store/bad-address",
      fmt::format("The prefix of the schemas must be 1 to {} small letters, digits and underscores.", kHouseBytesMax));
}

// Tries for as long as the patience is.
std::unique_ptr<Connection> connect(House& house) {
  const auto deadline = house.clock.now() + house.patience;
  for (;;) {
    try {
      return std::make_unique<Connection>(house.address, house.silence_max);
    } catch (const Error& error) {
      if (error.slug != "store/unreachable" || house.clock.now() >= deadline) throw;
    }
    house.reach.pause(postgres::jittered(house.random, std::chrono::milliseconds(200)));
  }
}

// A holder that died without a word is waited for.
void take_lease(House& house, Connection& connection) {
  const auto deadline = house.clock.now() + house.lease.length() + std::chrono::seconds(1);
  while (!house.lease.take(connection)) {
    if (house.clock.now() >= deadline) house.lease.refuse(connection);
    house.reach.pause(std::chrono::milliseconds(200));
  }
}

// Where work runs: on the threads of the store, or on the caller's.
class PostgresWork {
 public:
  PostgresWork(const PostgresOptions& options, House& house, std::unique_ptr<Connection> connection)
      : options_(options), house_(house) {
    if (options.writers == 0) {
      inline_.emplace(house);
      return;
    }
    keeper_.emplace(house, std::move(connection));
    readers_.emplace(house, std::max(1, options.readers), kReadsInOneTrip);
    for (int i = 0; i < options.writers; ++i)
      writers_.push_back(std::make_unique<Workers>(house, 1, std::max(1, options.group_max)));
  }
  ~PostgresWork() { house_.reach.close(); }

  Task<> done(Lane<Place>& lane, Pending& pending) {
    if (inline_) {
      postgres::work(*inline_, lane.place, &pending);
    } else {
      co_await submitted(*this, lane, pending, options_.waiting_max);
    }
    if (pending.failure) std::rethrow_exception(pending.failure);
  }

  void submit(Lane<Place>& lane, Pending& pending) {
    if (pending.read) return readers_->submit(lane, pending);
    writers_[std::hash<TenantId>()(lane.place.id) % writers_.size()]->submit(lane, pending);
  }

 private:
  const PostgresOptions& options_;
  House& house_;
  std::optional<Session> inline_;
  std::optional<postgres::Keeper> keeper_;
  std::optional<Workers> readers_;
  std::vector<std::unique_ptr<Workers>> writers_;
};

class PostgresTenant final : public Tenant {
 public:
  PostgresTenant(PostgresWork& work, const std::string& house, TenantId id)
      : work_(work),
        place_{.id = id, .schema = postgres::schema_of(house, id)},
        writes_{.place = place_},
        reads_{.place = place_} {}

  const TenantId& id() const override { return place_.id; }
  std::uint64_t bytes() const { return place_.bytes; }

  Task<> prepare() {
    if (is_removed_) throw place_removed(id());
    if (is_ready_.load(std::memory_order_acquire)) co_return;
    Pending pending;
    co_await work_.done(writes_, pending);
    is_ready_.store(true, std::memory_order_release);
  }

  Task<> remove() {
    is_removed_ = true;
    Pending pending;
    pending.removes = true;
    co_await work_.done(writes_, pending);
  }

  Task<> transact(std::function<void(Transaction&)> body) override {
    if (is_removed_) throw place_removed(id());
    Pending pending;
    pending.write = std::move(body);
    co_await work_.done(writes_, pending);
  }

  Task<> inspect(std::function<void(Reader&)> body) override {
    if (is_removed_) throw place_removed(id());
    Pending pending;
    pending.read = std::move(body);
    co_await work_.done(reads_, pending);
  }

 private:
  PostgresWork& work_;
  Place place_;
  Lane<Place> writes_;
  Lane<Place> reads_;
  std::atomic<bool> is_ready_{false};
  std::atomic<bool> is_removed_{false};
};

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(PostgresOptions options, const std::vector<Module>& modules, const Clock& clock, Random& random,
                   Log& log)
      : options_(std::move(options)),
        house_{.address = postgres::Address::parse(options_.address),
               .name = options_.house,
               .silence_max = options_.silence_max,
               .patience = options_.patience,
               .migrations = Migrations(modules),
               .clock = clock,
               .random = random,
               .log = log,
               .lease = {options_.house, options_.holder, options_.lease},
               .reach = {clock, options_.patience, options_.writers != 0}},
        work_(options_, house_, begin()) {}

  Task<Tenant*> open(TenantId id) override {
    auto& tenant = handle_of(id);
    co_await tenant.prepare();
    const std::lock_guard lock(mutex_);
    places_.insert(std::move(id));
    co_return &tenant;
  }

  std::vector<TenantId> tenants() const override {
    const std::lock_guard lock(mutex_);
    std::vector<TenantId> ids(places_.begin(), places_.end());
    std::erase_if(ids, [](const TenantId& id) { return id.is_operator(); });
    return ids;
  }

  bool has_place(const TenantId& id) const override {
    const std::lock_guard lock(mutex_);
    return places_.contains(id);
  }

  Task<> remove(TenantId id) override {
    co_await handle_of(id).remove();
    const std::lock_guard lock(mutex_);
    places_.erase(id);
  }

  std::uint64_t stored_bytes(const TenantId& id) const override {
    const std::lock_guard lock(mutex_);
    const auto found = tenants_.find(id);
    return found == tenants_.end() ? 0 : found->second->bytes();
  }

 private:
  std::unique_ptr<Connection> begin() {
    check_house(house_.name);
    auto connection = connect(house_);
    postgres::make_house(*connection, house_.name);
    take_lease(house_, *connection);
    for (auto& id : postgres::places_of(*connection, house_.name)) places_.insert(std::move(id));
    return connection;
  }

  PostgresTenant& handle_of(const TenantId& id) {
    const std::lock_guard lock(mutex_);
    auto& known = tenants_[id];
    if (!known) known = std::make_unique<PostgresTenant>(work_, house_.name, id);
    return *known;
  }

  const PostgresOptions options_;
  House house_;
  mutable std::mutex mutex_;
  std::set<TenantId> places_;
  std::map<TenantId, std::unique_ptr<PostgresTenant>> tenants_;
  PostgresWork work_;  // last, so that it ends first
};

}  // namespace

std::unique_ptr<Database> open_postgres(PostgresOptions options, const std::vector<Module>& modules, const Clock& clock,
                                        Random& random, Log& log) {
  return std::make_unique<PostgresDatabase>(std::move(options), modules, clock, random, log);
}

}  // namespace frontdesk::store
