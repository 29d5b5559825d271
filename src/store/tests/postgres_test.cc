#include "store/postgres.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "store/postgres/address.h"
#include "store/postgres/group.h"
#include "store/postgres/prepared.h"
#include "store/tests/postgres_backing.h"

namespace frontdesk::store {
namespace {

using namespace std::chrono_literals;

// Keeps what is logged.
class KeptLog final : public Log {
 public:
  void write(Level, std::string_view, std::string_view what, const Value&) override {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back(what);
  }
  std::vector<std::string> lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

class Postgres : public testing::Test {
 protected:
  std::unique_ptr<Database> open(PostgresOptions options = {}) {
    if (options.address.empty()) options.address = support::postgres().address;
    options.house = house_;
    return open_postgres(options, {contract_module()}, clock_, random_, log_);
  }
  static Tenant& bistro(Database& database) { return *run(database.open(TenantId::parse("bistro"))); }

  // A client beside the store's.
  std::int64_t ask(const std::string& sql) {
    if (!other_) other_.emplace(postgres::Address::parse(support::postgres().address), 10s);
    std::int64_t answer = 0;
    other_->run({sql.c_str()}).each({sql.c_str()}, [&](const Row& row) { answer = row.integer(0); });
    return answer;
  }

  std::string house_ = support::new_house();
  SystemClock clock_;
  SystemRandom random_;
  KeptLog log_;
  std::optional<postgres::Connection> other_;
};

Error nothing_changed() { return {Kind::conflict, "test/nothing-changed", "No note was changed."}; }

TEST_F(Postgres, refuses_a_second_process_and_names_the_first) {
  const auto first = open({.holder = "left:1", .lease = 1s});
  const auto error = error_of([&] { open({.holder = "right:2", .lease = 1s}); });
  EXPECT_EQ(error.kind, Kind::conflict);
  EXPECT_EQ(error.slug, "store/database-in-use");
  EXPECT_NE(error.detail.find("left:1"), std::string::npos) << error.detail;
  run(insert(bistro(*first), 1, "still here"));
}

TEST_F(Postgres, lets_the_next_process_in_at_once_when_the_first_is_closed) {
  open({.holder = "left", .lease = 60s});
  open({.holder = "right", .lease = 60s});
}

TEST_F(Postgres, lets_a_process_in_that_is_started_anew_under_its_name) {
  const auto killed = open({.holder = "same", .lease = 60s});
  open({.holder = "same", .lease = 60s});
}

TEST_F(Postgres, writes_nothing_more_when_another_has_taken_over) {
  const auto first = open({.holder = "same"});
  auto& place = bistro(*first);
  run(insert(place, 1, "one"));
  const auto second = open({.holder = "same"});
  run(insert(bistro(*second), 2, "two"));
  std::vector<Task<>> late;
  for (int i = 3; i < 9; ++i) late.push_back(insert(place, i, std::to_string(i)));
  for (int i = 9; i < 12; ++i) {
    late.push_back(place.write([i](Transaction& transaction) {
      transaction.change_one(kInsert, nothing_changed, i, "told of by the answer to the commit");
    }));
  }
  for (const auto& slug : run_all(std::move(late))) EXPECT_EQ(slug, "store/lease-lost");
  EXPECT_EQ(bodies(bistro(*second)), (std::vector<std::string>{"one", "two"}));
}

// The lease is asked for with the first statement, so what becomes of it is told within the attempt.
TEST_F(Postgres, acknowledges_nothing_to_a_body_that_caught_what_concerns_all) {
  const auto first = open({.holder = "same"});
  auto& place = bistro(*first);
  run(insert(place, 1, "one"));
  const auto second = open({.holder = "same"});
  run(insert(bistro(*second), 2, "two"));
  for (const bool goes_on : {false, true}) {
    const auto late = error_of([&] {
      run(place.write([goes_on](Transaction& transaction) {
        try {
          transaction.attempt([&] { transaction.run(kInsert, 3, "three"); });
        } catch (const Error&) {
        }
        if (goes_on) count(transaction);
      }));
    });
    EXPECT_EQ(late.slug, "store/lease-lost");
  }
}

TEST_F(Postgres, says_that_the_database_is_down_without_its_password) {
  const auto error = error_of(
      [&] { open({.address = "postgresql://ana:sesame@127.0.0.1:1/books?sslmode=disable", .patience = 100ms}); });
  EXPECT_EQ(error.kind, Kind::unavailable);
  EXPECT_EQ(error.slug, "store/unreachable");
  EXPECT_NE(error.detail.find("127.0.0.1:1/books (as ana)"), std::string::npos) << error.detail;
  EXPECT_EQ((error.detail + error.cause).find("sesame"), std::string::npos);
}

TEST_F(Postgres, says_what_it_was_refused_for) {
  auto address = support::postgres().address;
  address.replace(address.rfind('/'), std::string::npos, "/nowhere");
  const auto error = error_of([&] { open({.address = address}); });
  EXPECT_EQ(error.slug, "store/refused");
  EXPECT_NE(error.detail.find("nowhere"), std::string::npos) << error.detail;
}

TEST(PostgresAddress, is_never_repeated_where_it_cannot_be_read) {
  for (const std::string text : {"postgresql://ana:sesame@[::1/books", "postgresql://ana:sesame@host/books?sesame=1",
                                 "host=h password=sesame dbname", "postgresql://ana:ses%ame@host/books"}) {
    const auto error = error_of([&] { postgres::Address::parse(text); });
    EXPECT_EQ(error.slug, "store/bad-address") << text;
    EXPECT_EQ((error.detail + error.cause).find("sesame"), std::string::npos) << error.detail;
  }
}

TEST(PostgresAddress, takes_a_pooler_with_encryption_demanded) {
  const auto address = postgres::Address::parse(
      "postgres://postgres.abcdef:p%40ss@aws-0-eu-central-1.pooler.supabase.com:6543/postgres?sslmode=require");
  EXPECT_EQ(address.text(), "aws-0-eu-central-1.pooler.supabase.com:6543/postgres (as postgres.abcdef)");
  std::set<std::string> said;
  for (const auto& [keyword, value] : address.settings()) said.insert(keyword + "=" + value);
  EXPECT_TRUE(said.contains("sslmode=require"));
  EXPECT_TRUE(said.contains("password=p@ss"));
  EXPECT_FALSE(said.contains("options=")) << "poolers refuse them";
}

TEST_F(Postgres, is_spoken_to_with_encryption_as_the_address_demands) {
  const support::PostgresServer server("--tls");
  const support::PostgresServer other("--tls");
  const auto at = [&](const std::string& how) { return PostgresOptions{.address = server.address + "?" + how}; };
  const auto database = open(at("sslmode=verify-full&sslrootcert=" + server.folder + "/server.crt"));
  run(insert(bistro(*database), 1, "nobody reads along"));
  const auto encrypted = run(bistro(*database).read([](Reader& reader) {
    return *reader.one({"SELECT CAST(ssl AS INT)::BIGINT FROM pg_stat_ssl WHERE pid = pg_backend_pid()"},
                       [](const Row& row) { return row.integer(0); });
  }));
  EXPECT_EQ(encrypted, 1);
  EXPECT_EQ(error_of([&] { open(at("sslmode=disable")); }).slug, "store/refused");
  const auto foreign = "sslmode=verify-full&sslrootcert=" + other.folder + "/server.crt";
  EXPECT_EQ(error_of([&] { open(at(foreign)); }).slug, "store/refused") << "somebody else's certificate";
  EXPECT_EQ(error_of([&] { open({.address = support::postgres().address + "?sslmode=require"}); }).slug,
            "store/refused")
      << "no encryption where it is demanded";
}

// PgBouncer in transaction mode: what is said to one connection of ours may go to any of the server's two.
TEST_F(Postgres, shares_few_connections_of_the_server_behind_a_pooler) {
  const support::PostgresServer server("--pooled");
  const auto database = open({.address = server.address, .writers = 3, .readers = 3});
  std::vector<Task<>> tasks;
  for (int i = 0; i < 60; ++i) {
    auto& place = *run(database->open(TenantId::parse(fmt::format("t{}", i % 6))));
    tasks.push_back(insert(place, i, std::to_string(i)));
  }
  for (const auto& slug : run_all(std::move(tasks))) EXPECT_EQ(slug, "");
  std::set<std::int64_t> seen;
  for (int i = 0; i < 6; ++i) {
    auto& place = *run(database->open(TenantId::parse(fmt::format("t{}", i))));
    EXPECT_EQ(count(place), 10);
    seen.insert(run(place.read([](Reader& reader) {
      return *reader.one({"SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"},
                         [](const Row& row) { return row.integer(0); });
    })));
  }
  EXPECT_LE(*seen.rbegin(), 2) << "seven of ours";
}

TEST_F(Postgres, runs_a_body_again_whose_connection_was_ended) {
  const auto database = open({.writers = 1});
  auto& place = bistro(*database);
  int runs = 0;
  run(place.write([&](Transaction& transaction) {
    transaction.run(kInsert, 1, "one");
    if (++runs > 1) return;
    const auto mine = transaction.one({"SELECT pg_backend_pid()"}, [](const Row& row) { return row.integer(0); });
    EXPECT_EQ(ask(fmt::format("SELECT pg_terminate_backend({}, 5000)", *mine)), 1);
    transaction.run(kInsert, 2, "two");
  }));
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(bodies(place), std::vector<std::string>{"one"});
}

// The trigger ends the connection within the commit.
TEST_F(Postgres, finds_out_what_became_of_a_commit_without_an_answer) {
  const auto database = open({.writers = 1});
  auto& place = bistro(*database);
  run(insert(place, 1, "one"));
  ask(fmt::format("CREATE TABLE {}_bistro.killed (n BIGINT)", house_));
  ask(fmt::format(
      "CREATE FUNCTION {0}_bistro.kill_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "IF nextval('{0}_bistro.kills') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; "
      "END $$",
      house_));
  ask(fmt::format("CREATE SEQUENCE {}_bistro.kills", house_));
  ask(fmt::format(
      "CREATE CONSTRAINT TRIGGER kill AFTER INSERT ON {0}_bistro.notes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
      "EXECUTE FUNCTION {0}_bistro.kill_once()",
      house_));
  int runs = 0;
  run(place.write([&](Transaction& transaction) {
    ++runs;
    transaction.run(kInsert, 2, "two");
  }));
  EXPECT_EQ(runs, 2) << "the first commit did not come about";
  ask(fmt::format("ALTER SEQUENCE {}_bistro.kills RESTART", house_));
  run(place.write([&](Transaction& transaction) {
    ++runs;
    transaction.change_one(kInsert, nothing_changed, 3, "three");  // goes out with the commit
  }));
  EXPECT_EQ(runs, 4) << "the first commit did not come about";
  EXPECT_EQ(bodies(place), (std::vector<std::string>{"one", "two", "three"}));
}

TEST_F(Postgres, keeps_its_connections_within_the_limit) {
  const auto database = open({.writers = 2, .readers = 2});
  std::vector<Task<>> tasks;
  for (int t = 0; t < 20; ++t) {
    auto& place = *run(database->open(TenantId::parse(fmt::format("t{}", t))));
    for (int i = 0; i < 10; ++i) {
      tasks.push_back(insert(place, i, std::to_string(i)));
      tasks.push_back(place.inspect([](Reader& reader) { count(reader); }));
    }
  }
  for (const auto& slug : run_all(std::move(tasks))) EXPECT_EQ(slug, "");
  EXPECT_LE(ask("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'frontdesk'"), 5 + 1);
}

TEST_F(Postgres, leaves_nothing_in_a_session_that_another_could_find) {
  const support::PostgresServer server("--pooled");
  run(insert(bistro(*open({.address = server.address})), 1, "one"));
  postgres::Connection connection(postgres::Address::parse(server.address), 10s);
  const auto session = [&] {
    std::string said;
    for (const char* const sql : {"SELECT setting FROM pg_settings WHERE source = 'session' ORDER BY name",
                                  "SELECT name FROM pg_prepared_statements",
                                  "SELECT mode FROM pg_locks WHERE locktype = 'advisory'", "SHOW search_path"}) {
      connection.run({sql}).each({sql}, [&](const Row& row) { said += std::string(row.text(0)) + "\n"; });
    }
    return said;
  };
  const auto before = session();
  const postgres::Place place{.id = TenantId::parse("bistro"), .schema = house_ + "_bistro"};
  int notes = 1;
  Pending writing;
  writing.write = [&notes](Transaction& transaction) {
    transaction.run({"SELECT set_config('search_path', current_setting('search_path'), true)"});
    ++notes;
    transaction.run(kInsert, notes, std::to_string(notes));
  };
  Pending reading;
  std::int64_t seen = 0;
  reading.read = [&](Reader& reader) { seen = count(reader); };
  std::int64_t fence = 0;
  const auto of_place = fmt::format("SELECT fence FROM {}_bistro.store_place", house_);
  connection.run({of_place.c_str()}).each({of_place.c_str()}, [&](const Row& row) { fence = row.integer(0); });
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(postgres::commit_group(connection, &writing, place, fence, 7), postgres::Outcome::done);
    EXPECT_EQ(postgres::read_group(connection, &reading, place), postgres::Outcome::done);
    EXPECT_EQ(seen, notes);
    EXPECT_EQ(session(), before);
  }
}

TEST_F(Postgres, prepares_in_a_session_of_its_own_what_comes_again_and_not_without_end) {
  const auto database = open({.writers = 1, .readers = 1});
  auto& place = bistro(*database);
  const auto prepared = [&] {
    return run(place.write([](Transaction& transaction) {
      return *transaction.one(
          {"SELECT COUNT(*) FROM pg_prepared_statements WHERE $1 = 1"}, [](const Row& row) { return row.integer(0); },
          1);
    }));
  };
  for (int i = 0; i < 3; ++i) run(insert(place, i, std::to_string(i)));
  EXPECT_GT(prepared(), 0);
  for (int i = 0; i < 1'000; ++i) {
    const auto sql = fmt::format("UPDATE notes SET weight = {} WHERE id = $1", i);
    run(place.write([&](Transaction& transaction) {
      for (int twice = 0; twice < 2; ++twice) EXPECT_EQ(transaction.run({sql.c_str()}, 1), 1);
    }));
  }
  EXPECT_LT(prepared(), 500);
}

// Giving up what is prepared is a statement as well, and refused where the one before has failed.
TEST_F(Postgres, gives_up_what_it_prepared_at_no_cost_to_whoever_shares_a_commit) {
  const auto database = open({.writers = 1, .readers = 1});
  bistro(*database);
  const postgres::Place place{.id = TenantId::parse("bistro"), .schema = house_ + "_bistro"};
  const auto fence = ask(fmt::format("SELECT fence FROM {}.store_place", place.schema));
  int id = 1;
  for (const int distinct : {397, 398, 399, 400}) {
    postgres::Connection connection(postgres::Address::parse(support::postgres().address), 10s);
    Pending failing, fine;
    failing.next = &fine;
    failing.write = [&](Transaction& transaction) {
      for (int i = 0; i < distinct; ++i) {
        const auto sql = fmt::format("SELECT {} + $1", i);
        for (int twice = 0; twice < 2; ++twice) transaction.each_row({sql.c_str()}, [](const Row&) {}, 1);
      }
      for (int twice = 0; twice < 2; ++twice) transaction.run(kInsert, 0, "again");
    };
    fine.write = [&](Transaction& transaction) { transaction.run(kInsert, id, std::to_string(id)); };
    EXPECT_EQ(postgres::commit_group(connection, &failing, place, fence, id), postgres::Outcome::done);
    EXPECT_TRUE(failing.failure);
    EXPECT_FALSE(fine.failure) << distinct;
    EXPECT_FALSE(connection.is_lost()) << distinct;
    EXPECT_EQ(count(bistro(*database)), id) << distinct;
    ++id;
  }
}

TEST(PostgresPrepared, has_room_for_what_comes_again_whatever_came_once) {
  postgres::Prepared prepared;
  const Parameter one = std::int64_t{1};
  const postgres::Bound bound({&one, 1}, "");
  const auto again = [&] {
    prepared.choose("s", "often", bound);
    return !prepared.choose("s", "often", bound).name.empty();
  };
  for (int i = 0; i < 10'000; ++i) prepared.choose("s", std::to_string(i), bound);
  EXPECT_TRUE(again());
}

// What it prepared is not there any more, as behind a pooler that hides what it is.
TEST_F(Postgres, goes_on_where_what_it_prepared_is_gone) {
  const auto database = open({.writers = 1, .readers = 1});
  auto& place = bistro(*database);
  for (int i = 0; i < 4; ++i) {
    run(insert(place, i, std::to_string(i)));
    EXPECT_EQ(count(place), i + 1);
  }
  run(place.write([](Transaction& transaction) { transaction.run({"DEALLOCATE ALL"}); }));
  run(place.inspect([](Reader& reader) { reader.each_row({"DEALLOCATE ALL"}, [](const Row&) {}); }));
  for (int i = 4; i < 8; ++i) {
    run(insert(place, i, std::to_string(i)));
    EXPECT_EQ(count(place), i + 1);
  }
}

Task<> write_for(Tenant& tenant, int first, std::atomic<bool>& is_over, std::vector<std::string>& acknowledged) {
  for (int i = first; !is_over; ++i) {
    const auto body = std::to_string(i);
    bool is_stored = false;
    try {
      co_await insert(tenant, i, body);
      is_stored = true;
    } catch (const Error& error) {
      EXPECT_TRUE(error.can_be_retried()) << error.slug;
    }
    if (is_stored) acknowledged.push_back(body);
  }
}

TEST_F(Postgres, loses_nothing_acknowledged_when_the_server_crashes_and_goes_on_by_itself) {
  const support::PostgresServer server("--durable");
  const auto database = open({.address = server.address});
  auto& place = bistro(*database);
  std::atomic<bool> is_over = false;
  std::vector<std::string> acknowledged;
  std::thread faults([&] {
    for (int round = 0; round < 3; ++round) {
      std::this_thread::sleep_for(150ms);
      server.stop("immediate");
      std::this_thread::sleep_for(100ms);
      server.start_again();
    }
    std::this_thread::sleep_for(600ms);
    is_over = true;
  });
  std::vector<Task<>> tasks;
  tasks.reserve(16);
  for (int i = 0; i < 16; ++i) tasks.push_back(write_for(place, i * 100'000, is_over, acknowledged));
  run_all(std::move(tasks));
  faults.join();
  for (int tries = 0; tries < 20 && error_of([&] { count(place); }).slug == "store/unreachable"; ++tries)
    std::this_thread::sleep_for(100ms);  // after an outage that was longer than the patience
  const auto stored = bodies(place);
  const std::set<std::string> there(stored.begin(), stored.end());
  EXPECT_GT(acknowledged.size(), 100u);
  for (const auto& body : acknowledged) EXPECT_TRUE(there.contains(body)) << body;
  EXPECT_EQ(std::ranges::count(log_.lines(), "the database cannot be used"),
            std::ranges::count(log_.lines(), "the database is reached again"));
}

}  // namespace
}  // namespace frontdesk::store
