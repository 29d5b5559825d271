#include "app/tenants.h"

#include <gtest/gtest.h>

#include "app/engines.h"
#include "base/memory_files.h"
#include "graph/journal.h"
#include "platform/errands/performing.h"
#include "platform/work/job.h"
#include "support/database.h"
#include "support/run_simulated.h"
#include "support/slug_of.h"

namespace frontdesk::app {
namespace {

const auto kBistro = TenantId::parse("bistro");
const auto kOther = TenantId::parse("other");
constexpr std::chrono::minutes kRestAfter{10};

// A database whose opening of a tenant fails as often as is said, with whatever is thrown.
class Failing final : public store::Database {
 public:
  explicit Failing(store::Database& real) : real_(real) {}
  Task<store::Tenant*> open(TenantId id) override {
    const auto found = failures.find(id);
    if (found != failures.end() && found->second.times-- > 0) std::rethrow_exception(found->second.what);
    co_return co_await real_.open(std::move(id));
  }
  std::vector<TenantId> tenants() const override { return real_.tenants(); }
  bool has_place(const TenantId& id) const override { return real_.has_place(id); }
  Task<> remove(TenantId id) override { return real_.remove(std::move(id)); }
  std::uint64_t stored_bytes(const TenantId& id) const override { return real_.stored_bytes(id); }

  struct Failure {
    int times;
    std::exception_ptr what;
  };
  std::map<TenantId, Failure> failures;

 private:
  store::Database& real_;
};

Task<int> all_opened(Tenants& tenants) {
  co_await tenants.open_all();
  co_return 0;
}
Task<int> healed(Tenants& tenants) {
  co_await tenants.heal();
  co_return 0;
}
Task<int> filled(Tenants& tenants) {
  co_await tenants.fill_indexes();
  co_return 0;
}
Task<int> created(graph::Journal& journal, std::string thread, graph::Outgoing first) {
  co_await journal.create(std::move(thread), std::move(first));
  co_return 0;
}
Task<int> made(Tenants& tenants, platform::Register& registered, TenantId id) {
  co_await registered.add(id);
  co_await tenants.open(std::move(id));
  co_return 0;
}
Task<int> drained(Tenants& tenants, Clock& clock) {
  co_await tenants.drain(Deadline::in(clock, std::chrono::seconds(5)));
  co_return 0;
}
Task<int> stopped(Tenants& tenants, TenantId id) {
  co_await tenants.stop(std::move(id));
  co_return 0;
}
Task<int> resumed(Tenants& tenants, TenantId id) {
  co_await tenants.resume(std::move(id));
  co_return 0;
}
Task<int> asked(Tenants& tenants, TenantId id, platform::work::Item item) {
  auto* runtime = co_await tenants.find(std::move(id));
  co_await runtime->place.write("test", [&item](platform::Writing& writing) { writing.ask(item); });
  co_return 0;
}
Task<int> prepared(Tenants& tenants, ConfigPtr config) {
  auto* runtime = co_await tenants.open(config->tenant);
  co_await runtime->brains.prepare(std::move(config));
  co_return 0;
}
Task<int> loaded(platform::Register& registered) {
  co_await registered.load();
  co_return 0;
}

Task<std::optional<std::string>> read_back(const BrainMaker& maker, store::Tenant& place, std::string model) {
  co_await maker.keep_model(place, "version", std::move(model));
  co_return co_await maker.stored_model(place, "version");
}

struct House {
  House() {
    start();
    frame.add(platform::errands::performing());
    frame.add(tenants->filling());
    wait(made(*tenants, *registered, kBistro));
    wait(made(*tenants, *registered, kOther));
    start();
  }

  // As a new process would, before it opens its tenants.
  void start() {
    tenants.reset();
    registered.reset();
    database.reset();
    real.reset();
    real = support::open_database({.folder = "data", .writer_threads = 0}, all_modules(), files, *log);
    database.emplace(*real);
    registered.emplace(*database, clock, random);
    wait(loaded(*registered));
    tenants.emplace(
        *database,
        TenantServices{
            configs, *registered, maker, loops, clock, random, nullptr, *log, pool, usage, {}, frame, kRestAfter});
  }

  template <class T>
  T wait(Task<T> task) {
    return support::run_simulated(loops.context(0), clock, std::move(task));
  }

  std::string problem_of(const TenantId& id) {
    for (const auto& tenant : tenants->health()) {
      if (tenant.id == id) return tenant.serves ? "serves" : tenant.problems.at(0).slug;
    }
    return "unknown";
  }

  void move(const TenantId& id, platform::TenantState state) {
    auto tenant = *registered->find(id);
    tenant.state = state;
    ++tenant.version;
    registered->keep(tenant);
  }
  void fail(const TenantId& id, int times, std::exception_ptr what) { database->failures[id] = {times, what}; }

  MemoryFiles files;
  ManualClock clock{Timestamp{1'800'000'000'000}};
  SeededRandom random{1};
  std::unique_ptr<Log> log = silent_log();
  net::Loops loops{1};
  Pool pool{clock, {.steps_max = 20'000}};
  TenantClients clients{{}, clock};
  platform::Breakers breakers;
  platform::LookUps look_ups;
  platform::SecretsFile secrets{"nowhere"};
  platform::Rights rights{all_grants()};
  platform::Actions actions{platform::Actions::FindPlace()};
  BrainMaker maker{{clients, clock, random, nullptr, *log, breakers, look_ups, secrets, {}, {}, actions, rights, {}}};
  platform::config::ConfigStore configs{all_sections(), nullptr, clock, *log, pool};
  platform::Frame frame{clock, random, *log, platform::audit::Audit(std::string(32, 'a'))};
  platform::Usage usage{clock, {}, [](const TenantId&) { return std::uint64_t{0}; }};
  std::unique_ptr<store::Database> real;
  std::optional<Failing> database;
  std::optional<platform::Register> registered;
  std::optional<Tenants> tenants;
};

TEST(Tenants, are_started_again_by_themselves_when_what_stood_against_it_has_passed) {
  House house;
  house.fail(kBistro, 3, std::make_exception_ptr(Error(Kind::exhausted, "files/disk-full", "The disk is full.")));
  house.wait(all_opened(*house.tenants));
  EXPECT_EQ(house.problem_of(kBistro), "files/disk-full");
  EXPECT_EQ(house.problem_of(kOther), "serves");
  const auto began = house.clock.now();
  house.wait(healed(*house.tenants));
  EXPECT_EQ(house.problem_of(kBistro), "serves");
  const auto took = house.clock.now() - began;
  EXPECT_GE(took, std::chrono::seconds(1 + 2 + 4)) << "with a back-off";
  EXPECT_LT(took, std::chrono::seconds(30));
}

TEST(Tenants, are_left_alone_where_nothing_heals_by_itself) {
  House house;
  house.fail(kBistro, 1, std::make_exception_ptr(Error(Kind::internal, "store/damaged", "A page is damaged.")));
  house.wait(all_opened(*house.tenants));
  const auto began = house.clock.now();
  house.wait(healed(*house.tenants));
  EXPECT_EQ(house.problem_of(kBistro), "store/damaged");
  EXPECT_EQ(house.clock.now(), began);
}

TEST(Tenants, stop_nobody_else_whatever_is_thrown_at_their_start) {
  for (const auto& what : {std::make_exception_ptr(7), std::make_exception_ptr(std::runtime_error("odd")),
                           std::make_exception_ptr(graph::StatementFailed{0, nullptr})}) {
    House house;
    house.fail(kBistro, 1, what);
    house.wait(all_opened(*house.tenants));
    EXPECT_EQ(house.problem_of(kBistro), "tenant/not-started");
    EXPECT_EQ(house.problem_of(kOther), "serves");
  }
}

TEST(Tenants, are_told_that_a_file_takes_too_much_to_learn_and_not_to_come_back) {
  House house;
  std::string yaml =
      "schema_version: 1\nclient_id: bistro\nuse_case_id: bistro\nname: Bistro\n"
      "escalation_rules: [{id: lost, when: {repair: 3}, queue: people}]\nintents:\n";
  for (int i = 0; i < 20; ++i) {
    yaml += fmt::format("  - name: intent{0}\n    answer: Yes.\n    examples: [", i);
    for (int k = 0; k < 50; ++k) yaml += fmt::format("{}\"say {} and {} again\"", k ? ", " : "", i * 50 + k, k);
    yaml += "]\n";
  }
  const auto checking = platform::config::Checker(all_sections()).check({"t.yaml", yaml}, {});
  ASSERT_TRUE(checking.config);
  house.wait(made(*house.tenants, *house.registered, kBistro));
  try {
    house.wait(prepared(*house.tenants, checking.config));
    FAIL() << "it was learned";
  } catch (const Error& error) {
    EXPECT_EQ(error.slug, "config/too-costly");
    EXPECT_EQ(error.kind, Kind::invalid) << "it stays too much";
  }
}

TEST(Tenants, learn_anew_what_was_not_stored_as_it_was_made) {
  House house;
  auto& place = *house.wait(house.real->open(kBistro));
  const std::vector<ai::Example> examples = {{"book a table", "book"}, {"goodbye", "leave"}};
  auto model = ai::IntentModel::train(examples).serialize();
  EXPECT_EQ(house.wait(read_back(house.maker, place, model)), model);
  model.at(model.size() / 2) ^= 1;
  EXPECT_EQ(house.wait(read_back(house.maker, place, model)), std::nullopt);
}

// A conversation as a version without the search index left it.
void leave_old_conversation(House& house, const std::string& id, std::string_view text) {
  auto* tenant = house.wait(house.real->open(kBistro));
  graph::RecordIds ids;
  graph::Journal journal(*tenant, ids);
  graph::BodyWriter body;
  body.events({{"message", Value::object({{"message", Value::object({{"role", "customer"}, {"text", text}})}})}});
  graph::Outgoing first;
  first.header.events = 1;
  first.body = body.take();
  first.statements.push_back([id](store::Transaction& transaction) {
    transaction.run({"INSERT INTO conversations (id, status, owner, channel, config, turns, created_at, updated_at) "
                     "VALUES ($1, 'bot', 'bot', 'web', 'v', 1, 1, 1)"},
                    id);
  });
  house.wait(created(journal, id, std::move(first)));
}

std::size_t umbrellas(House& house) {
  auto* runtime = house.wait(house.tenants->find(kBistro));
  return house.wait(runtime->conversations.list({.words = "umbrella"})).size();
}
void go_on_until(House& house, std::size_t found) {
  for (int i = 0; i < 300 && umbrellas(house) < found; ++i) {
    house.loops.context(0).restart();
    house.loops.context(0).poll();
    house.clock.advance_to_next();
  }
}
std::vector<platform::errands::Errand> errands_of(House& house) {
  return house.wait(house.wait(house.real->open(kBistro))->read([](store::Reader& reader) {
    return platform::errands::list(reader, {});
  }));
}

TEST(Tenants, have_older_conversations_made_found_also_where_their_place_heals_later) {
  House house;
  leave_old_conversation(house, "c_old", "about the umbrella");
  house.start();
  house.wait(all_opened(*house.tenants));
  EXPECT_EQ(umbrellas(house), 0u);
  house.wait(filled(*house.tenants));
  go_on_until(house, 1);
  EXPECT_EQ(umbrellas(house), 1u);

  leave_old_conversation(house, "c_other", "the other umbrella");
  house.start();
  house.fail(kBistro, 1, std::make_exception_ptr(Error(Kind::exhausted, "files/disk-full", "The disk is full.")));
  house.wait(all_opened(*house.tenants));
  house.wait(filled(*house.tenants));
  house.wait(healed(*house.tenants));
  go_on_until(house, 2);
  EXPECT_EQ(umbrellas(house), 2u);
}

TEST(Tenants, go_on_making_older_conversations_found_where_the_process_was_killed) {
  House house;
  constexpr int kOld = 40;  // some pieces
  for (int i = 0; i < kOld; ++i) leave_old_conversation(house, fmt::format("c_{}", i), "about the umbrella");
  house.start();
  house.wait(all_opened(*house.tenants));
  house.wait(filled(*house.tenants));
  go_on_until(house, 1);
  const auto half = umbrellas(house);
  ASSERT_LT(half, kOld);
  ASSERT_EQ(errands_of(house).at(0).done, half);

  house.start();
  EXPECT_EQ(errands_of(house).at(0).state, platform::errands::State::running);
  house.wait(all_opened(*house.tenants));
  house.wait(filled(*house.tenants));
  go_on_until(house, kOld);
  EXPECT_EQ(umbrellas(house), kOld);
  const auto all = errands_of(house);
  ASSERT_EQ(all.size(), 1u) << "it is the one that was begun";
  EXPECT_EQ(all[0].done, kOld);
  EXPECT_EQ(all[0].total, kOld);
}

TEST(Tenants, have_a_warning_said_once_and_serve) {
  House house;
  house.wait(all_opened(*house.tenants));
  for (int i = 0; i < 3; ++i) house.tenants->warn(kBistro, Error(Kind::invalid, "tool/read-that-writes", "Look."));
  for (const auto& tenant : house.tenants->health()) {
    EXPECT_EQ(tenant.warnings.size(), tenant.id == kBistro ? 1u : 0u);
    EXPECT_TRUE(tenant.serves && tenant.problems.empty());
  }
}

TEST(Tenants, of_whom_no_file_is_left_are_missed_until_they_are_given_up) {
  FD_ON_SQLITE_ONLY("it is a file that goes");
  House house;
  house.tenants.reset();
  house.registered.reset();
  house.database.reset();
  house.real.reset();
  for (const auto& name : house.files.list("data")) {
    if (name.starts_with("bistro")) house.files.remove("data/" + name, true);
  }
  house.start();
  house.wait(all_opened(*house.tenants));
  EXPECT_EQ(house.problem_of(kBistro), "store/missing");
  EXPECT_EQ(house.problem_of(kOther), "serves");
  EXPECT_THROW(house.wait(made(*house.tenants, *house.registered, kBistro)), Error) << "no fresh start in silence";
}

Task<> count_one(int& done, platform::work::Job& job) {
  ++done;
  co_await job.settle();
}

// Counts how often it was done.
platform::work::Kind counting(int& done) {
  return {.name = "count", .perform = [&done](platform::work::Job& job) { return count_one(done, job); }};
}

TEST(Tenants, are_opened_when_somebody_asks_and_not_before) {
  House house;
  house.wait(all_opened(*house.tenants));
  EXPECT_TRUE(house.tenants->is_awake(kBistro)) << "its process ended without a word";
  house.wait(drained(*house.tenants, house.clock));
  house.start();
  house.wait(all_opened(*house.tenants));
  EXPECT_FALSE(house.tenants->is_awake(kBistro));
  EXPECT_EQ(house.problem_of(kBistro), "serves");
  house.wait(house.tenants->find(kBistro));
  EXPECT_TRUE(house.tenants->is_awake(kBistro));
  EXPECT_FALSE(house.tenants->is_awake(kOther));
  house.start();
  house.wait(all_opened(*house.tenants));
  EXPECT_TRUE(house.tenants->is_awake(kBistro)) << "something may be due in it";
  EXPECT_FALSE(house.tenants->is_awake(kOther));
}

TEST(Tenants, are_put_to_rest_where_nobody_asks_and_woken_for_what_is_due) {
  House house;
  int done = 0;
  house.frame.add(counting(done));
  house.wait(all_opened(*house.tenants));
  const Timestamp due{house.clock.wall().ms + 3 * 3'600'000};
  house.wait(asked(*house.tenants, kBistro, {.kind = "count", .key = "k", .due = due, .lane = {}}));
  EXPECT_FALSE(house.wait(house.tenants->look_after_places()));
  EXPECT_TRUE(house.tenants->is_awake(kBistro)) << "somebody was here";
  house.clock.advance(kRestAfter);
  EXPECT_EQ(house.wait(house.tenants->look_after_places()), due);
  EXPECT_FALSE(house.tenants->is_awake(kBistro));
  house.clock.advance(std::chrono::hours(3));
  house.wait(house.tenants->look_after_places());
  EXPECT_TRUE(house.tenants->is_awake(kBistro));
  EXPECT_FALSE(house.tenants->is_awake(kOther));
  for (int i = 0; i < 100 && done == 0; ++i) {
    house.loops.context(0).restart();
    house.loops.context(0).poll();
  }
  EXPECT_EQ(done, 1);
}

TEST(Tenants, are_woken_by_the_next_start_for_what_became_due_while_nothing_ran) {
  House house;
  int done = 0;
  house.frame.add(counting(done));
  house.wait(all_opened(*house.tenants));
  const Timestamp due{house.clock.wall().ms + 1000};
  house.wait(asked(*house.tenants, kBistro, {.kind = "count", .key = "k", .due = due, .lane = {}}));
  house.wait(drained(*house.tenants, house.clock));
  house.start();
  house.clock.advance(std::chrono::hours(1));
  house.wait(all_opened(*house.tenants));
  EXPECT_TRUE(house.tenants->is_awake(kBistro));
  EXPECT_FALSE(house.tenants->is_awake(kOther));
}

TEST(Tenants, that_are_suspended_are_told_so_and_are_not_opened) {
  House house;
  house.wait(all_opened(*house.tenants));
  house.move(kBistro, platform::TenantState::suspended);
  house.wait(stopped(*house.tenants, kBistro));
  EXPECT_FALSE(house.tenants->is_awake(kBistro));
  EXPECT_EQ(support::slug_of([&] { house.wait(house.tenants->find(kBistro)); }), "tenant/suspended");
  EXPECT_EQ(support::slug_of([&] { house.wait(house.tenants->open(kBistro)); }), "tenant/suspended");
  EXPECT_FALSE(house.tenants->is_awake(kBistro));
}

TEST(Tenants, that_were_resumed_are_not_ended_by_a_suspension_that_comes_late) {
  House house;
  house.wait(all_opened(*house.tenants));
  house.move(kBistro, platform::TenantState::suspended);
  house.move(kBistro, platform::TenantState::active);
  house.wait(stopped(*house.tenants, kBistro));
  EXPECT_TRUE(house.tenants->is_awake(kBistro));
}

TEST(Tenants, that_could_not_be_opened_when_they_were_resumed_are_opened_by_the_next_round) {
  House house;
  house.wait(all_opened(*house.tenants));
  house.move(kBistro, platform::TenantState::suspended);
  house.wait(stopped(*house.tenants, kBistro));
  house.wait(house.tenants->look_after_places());
  EXPECT_FALSE(house.tenants->is_awake(kBistro));
  house.move(kBistro, platform::TenantState::active);
  house.fail(kBistro, 1, std::make_exception_ptr(Error(Kind::exhausted, "files/disk-full", "The disk is full.")));
  house.wait(resumed(*house.tenants, kBistro));
  EXPECT_FALSE(house.tenants->is_awake(kBistro));
  house.wait(house.tenants->look_after_places());
  EXPECT_TRUE(house.tenants->is_awake(kBistro)) << "nobody knows what is due in it";
}

}  // namespace
}  // namespace frontdesk::app
