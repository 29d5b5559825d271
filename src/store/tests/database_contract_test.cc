#include "store/tests/database_contract.h"

#include <gtest/gtest.h>

#include "store/tests/postgres_backing.h"
#include "store/tests/sqlite_backing.h"

// What every database behind store/database.h must do.
namespace frontdesk::store {
namespace {

constexpr base::EmbeddedFile kEditedMigrations[] = {
    {"0001_notes.sql", "CREATE TABLE notes (id BIGINT PRIMARY KEY, body TEXT)"},
    {"0002_tags.sql", kContractMigrations[1].bytes},
};
constexpr base::EmbeddedFile kGappedMigrations[] = {{"0001_a.sql", "SELECT 1"}, {"0003_c.sql", "SELECT 1"}};
constexpr base::EmbeddedFile kBrokenMigrations[] = {
    {"0001_half.sql", "CREATE TABLE half (id BIGINT PRIMARY KEY); CREATE TABEL other (id BIGINT)"}};
constexpr base::EmbeddedFile kForeignMigrations[] = {
    {"0001_times.sql", "CREATE TABLE times (at INTEGER) -- REAL is but a word here"}};

class DatabaseContract : public testing::TestWithParam<BackingKind> {
 protected:
  void SetUp() override { reopen(); }

  void reopen(std::vector<Module> modules = {contract_module()}) {
    database_.reset();
    database_ = backing_->open(std::move(modules));
  }
  Tenant& tenant(std::string_view name = "bistro") { return *run(database_->open(TenantId::parse(name))); }

  std::unique_ptr<Backing> backing_ = GetParam().make();
  std::unique_ptr<Database> database_;
};

TEST_P(DatabaseContract, keeps_every_type_of_value) {
  const std::string bytes("\0\xff\x01", 3);
  run(tenant().write([&](Transaction& transaction) {
    transaction.run({"INSERT INTO notes (id, body, weight, seal) VALUES ($1, $2, $3, $4)"}, std::int64_t{1} << 62,
                    "käse", 0.5, Bytes{bytes});
    transaction.run({"INSERT INTO notes (id, body, weight, seal) VALUES ($1, $2, $3, $4)"}, -1, "", nullptr,
                    std::optional<std::string>());
  }));
  const auto rows = run(tenant().read([](Reader& reader) {
    return reader.all({"SELECT id, body, weight, seal FROM notes ORDER BY id"}, [](const Row& row) {
      return std::tuple(row.integer(0), std::string(row.text(1)), row.is_null(2), row.real(2), row.is_null(3),
                        std::string(row.bytes(3)));
    });
  }));
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0], std::tuple(-1, "", true, 0.0, true, ""));
  EXPECT_EQ(rows[1], std::tuple(std::int64_t{1} << 62, "käse", false, 0.5, false, bytes));
}

TEST_P(DatabaseContract, calls_what_is_to_be_called_behind_a_commit_and_only_there) {
  std::vector<std::string> called;
  const auto say = [&](Transaction& transaction, const std::string& what) {
    transaction.after_commit([&called, what] { called.push_back(what); });
  };
  run(tenant().write([&](Transaction& transaction) {
    say(transaction, "kept");
    transaction.run({"INSERT INTO notes (id, body) VALUES (1, 'one')"});
    EXPECT_TRUE(called.empty()) << "before its commit";
    try {
      transaction.attempt([&] {
        say(transaction, "attempt that is taken back");
        throw std::runtime_error("no");
      });
    } catch (const std::runtime_error&) {
    }
    transaction.attempt([&] { say(transaction, "attempt"); });
  }));
  EXPECT_EQ(called, (std::vector<std::string>{"kept", "attempt"}));
  EXPECT_THROW(run(tenant().write([&](Transaction& transaction) {
                 say(transaction, "body that is taken back");
                 transaction.run({"INSERT INTO notes (id, body) VALUES (2, 'two')"});
                 throw std::runtime_error("no");
               })),
               std::runtime_error);
  EXPECT_EQ(called.size(), 2u);
}

TEST_P(DatabaseContract, takes_one_parameter_twice_and_says_what_it_returns) {
  const auto id = run(tenant().write([](Transaction& transaction) {
    return transaction.one(
        {"INSERT INTO notes (id, body, weight) SELECT COALESCE(MAX(id), 0) + 1, $2 || $2, $1 FROM notes RETURNING id"},
        [](const Row& row) { return row.integer(0); }, 2.5, "ab");
  }));
  EXPECT_EQ(id, 1);
  EXPECT_EQ(bodies(tenant()), std::vector<std::string>{"abab"});
}

TEST_P(DatabaseContract, counts_the_rows_that_were_changed) {
  const auto changed = run(tenant().write([](Transaction& transaction) {
    for (int i = 0; i < 5; ++i) transaction.run(kInsert, i, std::to_string(i));
    return std::pair(transaction.run({"UPDATE notes SET weight = 1 WHERE id < $1"}, 3),
                     transaction.run({"UPDATE notes SET weight = 1 WHERE id = $1"}, 77));
  }));
  EXPECT_EQ(changed, std::pair(std::int64_t{3}, std::int64_t{0}));
}

constexpr Sql kWeigh{"UPDATE notes SET weight = 1 WHERE id = $1"};
Error nothing_to_weigh() { return {Kind::conflict, "test/nothing-to-weigh", "There is no such note."}; }

TEST_P(DatabaseContract, changes_what_is_to_be_changed_or_takes_the_body_back) {
  auto& place = tenant();
  run(insert(place, 1, "one"));
  int runs = 0;
  run(place.write([&](Transaction& transaction) {
    ++runs;
    const auto text = std::string(100, 'x') + "two";  // is looked at during the call only
    transaction.change_one(kInsert, nothing_to_weigh, 2, text);
    transaction.change_one(kWeigh, nothing_to_weigh, 2);
  }));
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(bodies(place), (std::vector<std::string>{"one", std::string(100, 'x') + "two"}));
  const auto slug_of = [&](std::int64_t weighed, std::int64_t inserted) {
    return error_of([&] {
             run(place.write([&](Transaction& transaction) {
               transaction.change_one(kInsert, nothing_to_weigh, inserted, std::to_string(inserted));
               transaction.change_one(kWeigh, nothing_to_weigh, weighed);
             }));
           })
        .slug;
  };
  EXPECT_EQ(slug_of(77, 3), "test/nothing-to-weigh");
  EXPECT_EQ(slug_of(1, 2), "store/constraint");
  EXPECT_EQ(error_of([&] {
              run(place.write([](Transaction& transaction) {
                transaction.change_one({"UPDATE notes SET weight = 5"}, nothing_to_weigh);
              }));
            }).slug,
            "test/nothing-to-weigh")
      << "two rows are not one";
  EXPECT_EQ(count(place), 2);
}

// Of bodies that share a commit: what one does not wait for is never another's fault.
TEST_P(DatabaseContract, takes_back_alone_whoever_expected_what_is_not_so) {
  constexpr int kBodies = 40;
  auto& place = tenant();
  std::vector<Task<>> tasks;
  tasks.reserve(kBodies);
  std::vector<std::string> called;
  for (int i = 0; i < kBodies; ++i) {
    tasks.push_back(place.write([&called, i](Transaction& transaction) {
      transaction.after_commit([&called, i] { called.push_back(std::to_string(i)); });
      transaction.change_one(kInsert, nothing_to_weigh, i, std::to_string(i));
      if (i % 8 == 1) transaction.change_one(kWeigh, nothing_to_weigh, 1'000 + i);
      if (i % 8 == 3) throw Error(Kind::conflict, "test/own", "The body fails by itself.");
      if (i % 8 == 5) transaction.run(kInsert, i, "again");
      if (i % 8 == 6) transaction.change_one(kInsert, nothing_to_weigh, i, "again");
      if (i % 8 == 7) EXPECT_GE(count(transaction), 1);
    }));
  }
  const auto slugs = run_all(std::move(tasks));
  std::vector<std::string> kept;
  for (int i = 0; i < kBodies; ++i) {
    const auto* const expected = i % 8 == 1                 ? "test/nothing-to-weigh"
                                 : i % 8 == 3               ? "test/own"
                                 : i % 8 == 5 || i % 8 == 6 ? "store/constraint"
                                                            : "";
    EXPECT_EQ(slugs[static_cast<std::size_t>(i)], expected) << i;
    if (*expected == 0) kept.push_back(std::to_string(i));
  }
  EXPECT_EQ(bodies(place), kept);
  EXPECT_EQ(called, kept);
}

TEST_P(DatabaseContract, knows_within_an_attempt_at_once_whether_what_is_expected_is_so) {
  auto& place = tenant();
  run(place.write([&](Transaction& transaction) {
    transaction.change_one(kInsert, nothing_to_weigh, 1, "one");
    const auto wrong = [&] {
      transaction.change_one(kInsert, nothing_to_weigh, 2, "two");
      transaction.change_one(kWeigh, nothing_to_weigh, 77);
    };
    EXPECT_EQ(error_of([&] { transaction.attempt(wrong); }).slug, "test/nothing-to-weigh");
    transaction.attempt([&] { transaction.change_one(kWeigh, nothing_to_weigh, 1); });
    transaction.change_one(kInsert, nothing_to_weigh, 3, "three");
  }));
  EXPECT_EQ(bodies(place), (std::vector<std::string>{"one", "three"}));
}

TEST_P(DatabaseContract, refuses_a_wrong_number_of_parameters) {
  const auto error =
      error_of([&] { run(tenant().write([](Transaction& transaction) { transaction.run(kInsert, 1); })); });
  EXPECT_EQ(error.slug, "store/sql");
}

TEST_P(DatabaseContract, lets_a_statement_run_within_its_own_rows) {
  auto& place = tenant();
  for (int i = 0; i < 3; ++i) run(insert(place, i, std::to_string(i)));
  const auto sum = run(place.read([](Reader& reader) {
    std::int64_t sum = 0;
    reader.each_row(kBodies, [&](const Row&) { reader.each_row(kBodies, [&](const Row&) { ++sum; }); });
    return sum;
  }));
  EXPECT_EQ(sum, 9);
}

TEST_P(DatabaseContract, takes_back_a_body_that_throws_and_tells_its_caller_only) {
  auto& place = tenant();
  std::vector<Task<>> tasks;
  tasks.reserve(40);
  for (int i = 0; i < 40; ++i) {
    tasks.push_back(place.write([i](Transaction& transaction) {
      transaction.run(kInsert, i, fmt::format("note {}", i));
      transaction.run({"INSERT INTO tags (note, tag) VALUES ($1, 'new')"}, i);
      if (i % 4 == 1) throw Error(Kind::conflict, "test/own", "thrown by the body");
      if (i % 4 == 2) transaction.run(kInsert, 1000 + i, fmt::format("note {}", i));  // the body is there already
    }));
  }
  const auto slugs = run_all(std::move(tasks));
  for (std::size_t i = 0; i < slugs.size(); ++i) {
    EXPECT_EQ(slugs[i], i % 4 == 1 ? "test/own" : i % 4 == 2 ? "store/constraint" : "") << i;
  }
  EXPECT_EQ(count(place), 20);
  EXPECT_EQ(run(place.read([](Reader& reader) {
              return *reader.one({"SELECT count(*) FROM tags WHERE note % 4 IN (0, 3)"},
                                 [](const Row& row) { return row.integer(0); });
            })),
            20);
}

TEST_P(DatabaseContract, goes_on_in_a_body_that_caught_a_constraint) {
  auto& place = tenant();
  run(place.write([](Transaction& transaction) {
    transaction.run(kInsert, 1, "one");
    try {
      transaction.attempt([&] {
        transaction.run(kInsert, 3, "three");
        transaction.run(kInsert, 1, "again");
      });
    } catch (const Error& error) {
      EXPECT_EQ(error.kind, Kind::conflict);
      EXPECT_NE(error.cause.find("notes.id"), std::string::npos) << error.cause;
      EXPECT_EQ(error.cause.find("again"), std::string::npos) << "what is stored is no matter of logs";
    }
    transaction.attempt([&] { transaction.run(kInsert, 2, "two"); });
  }));
  EXPECT_EQ(bodies(place), (std::vector<std::string>{"one", "two"}));
}

TEST_P(DatabaseContract, takes_back_an_attempt_within_an_attempt_and_a_body_that_is_left_out_of_one) {
  auto& place = tenant();
  constexpr int kBodies = 12;
  std::vector<Task<>> tasks;
  tasks.reserve(kBodies);
  for (int i = 0; i < kBodies; ++i) {
    tasks.push_back(place.write([i](Transaction& transaction) {
      transaction.attempt([&] {
        transaction.run(kInsert, i, fmt::format("note {}", i));
        if (i % 3 == 1) throw Error(Kind::conflict, "test/own", "thrown out of the attempt and the body");
        if (i % 3 != 2) return;
        const auto again = [&] {
          transaction.run(kInsert, 100 + i, fmt::format("within {}", i));
          transaction.run(kInsert, i, "again");
        };
        EXPECT_EQ(error_of([&] { transaction.attempt(again); }).slug, "store/constraint");
        transaction.run(kInsert, 200 + i, fmt::format("behind {}", i));
      });
    }));
  }
  const auto slugs = run_all(std::move(tasks));
  for (std::size_t i = 0; i < slugs.size(); ++i) EXPECT_EQ(slugs[i], i % 3 == 1 ? "test/own" : "") << i;
  EXPECT_EQ(count(place), 4 + 8) << "what was attempted within an attempt is gone, and what stood around it stays";
}

TEST_P(DatabaseContract, keeps_nothing_of_a_body_that_went_on_after_a_failure) {
  auto& place = tenant();
  std::vector<Task<>> tasks;
  for (const bool goes_on : {false, true, true}) {
    tasks.push_back(place.write([goes_on](Transaction& transaction) {
      transaction.run(kInsert, goes_on ? 7 : 1, goes_on ? "seven" : "one");
      if (!goes_on) return;
      EXPECT_EQ(error_of([&] { transaction.run({"SELECT 1 FROM nowhere"}); }).slug, "store/sql");
      EXPECT_EQ(error_of([&] { transaction.run(kInsert, 8, "eight"); }).slug, "store/spoilt");
    }));
  }
  EXPECT_EQ(run_all(std::move(tasks)), (std::vector<std::string>{"", "store/spoilt", "store/spoilt"}));
  EXPECT_EQ(bodies(place), std::vector<std::string>{"one"});
}

TEST_P(DatabaseContract, compares_texts_by_their_bytes) {
  auto& place = tenant();
  int id = 0;
  for (const auto* const body : {"a", "B", "b", "\u00e4", "A"}) run(insert(place, ++id, body));
  const auto sorted = run(place.read([](Reader& reader) {
    return reader.all(
        {"SELECT body FROM notes WHERE body >= $1 ORDER BY body"},
        [](const Row& row) { return std::string(row.text(0)); }, "B");
  }));
  EXPECT_EQ(sorted, (std::vector<std::string>{"B", "a", "b", "\u00e4"}));
}

TEST_P(DatabaseContract, reads_what_comes_of_counting_and_asking) {
  auto& place = tenant();
  run(insert(place, std::int64_t{1} << 40, "far"));
  run(insert(place, std::int64_t{1} << 41, "farther"));
  const auto row = run(place.read([](Reader& reader) {
    return reader.one(
        {"SELECT SUM(id), MAX(id) > $1, CAST($2 AS TEXT) IS NULL, COUNT(*), AVG(id) FROM notes"},
        [](const Row& row) {
          return std::tuple(row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.real(4));
        },
        1, nullptr);
  }));
  EXPECT_EQ(row, std::tuple((std::int64_t{1} << 40) * 3, 1, 1, 2, 1.5 * static_cast<double>(std::int64_t{1} << 40)));
}

TEST_P(DatabaseContract, knows_its_places_and_what_they_take) {
  const auto bistro = TenantId::parse("bistro");
  EXPECT_FALSE(database_->has_place(bistro));
  run(insert(tenant(), 1, std::string(100'000, 'x')));
  EXPECT_TRUE(database_->has_place(bistro));
  EXPECT_GT(database_->stored_bytes(bistro), 2'000u);
  EXPECT_FALSE(database_->has_place(TenantId::of_operator()));
  run(database_->open(TenantId::of_operator()));
  EXPECT_TRUE(database_->has_place(TenantId::of_operator()));
  EXPECT_EQ(database_->tenants(), std::vector{bistro});
}

TEST_P(DatabaseContract, knows_what_a_place_takes_as_soon_as_it_is_opened) {
  run(insert(tenant(), 1, std::string(100'000, 'x')));
  reopen();
  tenant();
  EXPECT_GT(database_->stored_bytes(TenantId::parse("bistro")), 2'000u);
}

TEST_P(DatabaseContract, tells_tenants_with_long_names_apart) {
  const std::string long_name(60, 'a');
  auto& left = tenant(long_name + "b");
  auto& right = tenant(long_name + "c");
  run(insert(left, 1, "left"));
  run(insert(right, 1, "right"));
  EXPECT_EQ(bodies(left), std::vector<std::string>{"left"});
  EXPECT_EQ(bodies(right), std::vector<std::string>{"right"});
}

TEST_P(DatabaseContract, holds_foreign_keys) {
  const auto error = error_of([&] {
    run(tenant().write(
        [](Transaction& transaction) { transaction.run({"INSERT INTO tags (note, tag) VALUES (9, 'x')"}); }));
  });
  EXPECT_EQ(error.slug, "store/constraint");
}

TEST_P(DatabaseContract, commits_in_the_order_of_submission) {
  auto& place = tenant();
  std::vector<Task<>> tasks;
  tasks.reserve(500);
  for (int i = 0; i < 500; ++i) {
    tasks.push_back(place.write([i](Transaction& transaction) {
      EXPECT_EQ(count(transaction), i);
      transaction.run(kInsert, i, std::to_string(i));
    }));
  }
  for (const auto& slug : run_all(std::move(tasks))) EXPECT_EQ(slug, "");
  EXPECT_EQ(count(place), 500);
}

Task<> write_then_read(Tenant& tenant, int from, int to) {
  for (int i = from; i < to; ++i) {
    co_await insert(tenant, i, std::to_string(i));
    const auto there = co_await tenant.read([i](Reader& reader) {
      return reader.one({"SELECT 1 FROM notes WHERE id = $1"}, [](const Row&) { return true; }, i).has_value();
    });
    EXPECT_TRUE(there) << i;
  }
}

TEST_P(DatabaseContract, reads_what_was_acknowledged) {
  std::vector<Task<>> tasks;
  tasks.reserve(8);
  for (int i = 0; i < 8; ++i) tasks.push_back(write_then_read(tenant(), i * 50, i * 50 + 50));
  for (const auto& slug : run_all(std::move(tasks))) EXPECT_EQ(slug, "");
}

TEST_P(DatabaseContract, reads_see_whole_transactions_only) {
  auto& place = tenant();
  std::vector<Task<>> tasks;
  tasks.reserve(400);
  for (int i = 0; i < 200; ++i) {
    tasks.push_back(place.write([i](Transaction& transaction) {
      transaction.run(kInsert, 2 * i, fmt::format("left {}", i));
      transaction.run(kInsert, 2 * i + 1, fmt::format("right {}", i));
    }));
    tasks.push_back(place.inspect([](Reader& reader) {
      const auto first = count(reader);
      EXPECT_EQ(first % 2, 0);
      EXPECT_EQ(count(reader), first);
    }));
  }
  for (const auto& slug : run_all(std::move(tasks))) EXPECT_EQ(slug, "");
}

TEST_P(DatabaseContract, gives_readers_no_way_to_write) {
  auto& place = tenant();
  const auto error = error_of([&] {
    run(place.inspect([](Reader& reader) {
      reader.each_row({"INSERT INTO notes (body) VALUES ('x') RETURNING id"}, [](const Row&) {});
    }));
  });
  EXPECT_NE(error.slug, "");
  EXPECT_EQ(count(place), 0);
}

TEST_P(DatabaseContract, delivers_what_a_reader_throws) {
  const auto error = error_of(
      [&] { run(tenant().inspect([](Reader&) { throw Error(Kind::not_found, "test/none", "thrown by the body"); })); });
  EXPECT_EQ(error.slug, "test/none");
}

TEST_P(DatabaseContract, never_mixes_tenants_that_use_equal_ids) {
  auto& bistro = tenant("bistro");
  auto& clinic = tenant("clinic");
  EXPECT_EQ(bistro.id().text(), "bistro");
  std::vector<Task<>> tasks;
  tasks.reserve(200);
  for (int i = 0; i < 100; ++i) {
    tasks.push_back(insert(bistro, i, fmt::format("bistro {}", i)));
    tasks.push_back(insert(clinic, i, fmt::format("clinic {}", i)));
  }
  for (const auto& slug : run_all(std::move(tasks))) EXPECT_EQ(slug, "");
  for (const auto& body : bodies(bistro)) EXPECT_TRUE(body.starts_with("bistro")) << body;
  for (const auto& body : bodies(clinic)) EXPECT_TRUE(body.starts_with("clinic")) << body;
  EXPECT_EQ(count(bistro) + count(clinic), 200);
}

TEST_P(DatabaseContract, lists_the_tenants_that_have_a_place) {
  EXPECT_TRUE(database_->tenants().empty());
  tenant("clinic");
  tenant("bistro");
  reopen();
  EXPECT_EQ(database_->tenants(), (std::vector{TenantId::parse("bistro"), TenantId::parse("clinic")}));
}

TEST_P(DatabaseContract, hands_out_one_handle_a_tenant) { EXPECT_EQ(&tenant(), &tenant()); }

TEST_P(DatabaseContract, keeps_everything_over_a_restart) {
  for (int i = 0; i < 20; ++i) run(insert(tenant(), i, std::to_string(i)));
  const auto before = bodies(tenant());
  reopen();
  EXPECT_EQ(bodies(tenant()), before);
}

TEST_P(DatabaseContract, applies_new_migrations_to_old_places) {
  reopen({{"contract", std::span(kContractMigrations).first(1)}});
  run(insert(tenant("old"), 1, "one"));
  reopen();
  run(tenant("old").write(
      [](Transaction& transaction) { transaction.run({"INSERT INTO tags (note, tag) VALUES (1, 'x')"}); }));
  EXPECT_EQ(count(tenant("old")), 1);
}

TEST_P(DatabaseContract, refuses_migrations_that_were_edited) {
  tenant();
  reopen({{"contract", kEditedMigrations}});
  const auto error = error_of([&] { tenant(); });
  EXPECT_EQ(error.slug, "store/migration-edited");
  EXPECT_NE(error.detail.find("0001_notes.sql"), std::string::npos) << error.detail;
}

TEST_P(DatabaseContract, leaves_nothing_of_a_place_that_is_removed) {
  run(insert(tenant(), 1, "one"));
  run(insert(tenant("other"), 2, "two"));
  auto& gone = tenant();
  run(database_->remove(gone.id()));
  EXPECT_FALSE(database_->has_place(gone.id()));
  EXPECT_EQ(database_->tenants(), std::vector{TenantId::parse("other")});
  EXPECT_EQ(error_of([&] { run(insert(gone, 3, "three")); }).slug, "store/removed");
  EXPECT_EQ(error_of([&] { count(gone); }).slug, "store/removed");
  EXPECT_EQ(error_of([&] { tenant(); }).slug, "store/removed");
  EXPECT_EQ(count(tenant("other")), 1);
  run(database_->remove(TenantId::parse("nobody")));
  reopen();
  EXPECT_EQ(database_->tenants(), std::vector{TenantId::parse("other")});
  EXPECT_EQ(count(tenant()), 0) << "a new one";
}

TEST_P(DatabaseContract, removes_a_place_that_was_not_opened) {
  run(insert(tenant(), 1, "one"));
  reopen();
  run(database_->remove(TenantId::parse("bistro")));
  reopen();
  EXPECT_FALSE(database_->has_place(TenantId::parse("bistro")));
}

TEST_P(DatabaseContract, tells_its_tables_alike_whatever_it_is) {
  const auto tables = run(tenant().read([](Reader& reader) { return reader.tables(); }));
  std::string told;
  for (const auto& table : tables) {
    told += table.name + "(";
    for (const auto& column : table.columns) told += column.name + " " + column.type + ",";
    for (const auto& column : table.key) told += " " + column;
    told += ") ";
  }
  EXPECT_EQ(told, "notes(id BIGINT,body TEXT,weight DOUBLE PRECISION,seal BYTEA, id) tags(note BIGINT,tag TEXT,) ");
}

TEST_P(DatabaseContract, refuses_a_place_of_a_newer_version) {
  tenant();
  reopen({{"contract", std::span(kContractMigrations).first(1)}});
  EXPECT_EQ(error_of([&] { tenant(); }).slug, "store/migration-newer");
}

TEST_P(DatabaseContract, refuses_migrations_with_a_gap) {
  EXPECT_EQ(error_of([&] { reopen({{"gapped", kGappedMigrations}}); }).slug, "store/migrations");
}

TEST_P(DatabaseContract, refuses_migrations_that_mean_something_else_elsewhere) {
  const auto error = error_of([&] { reopen({{"foreign", kForeignMigrations}}); });
  EXPECT_EQ(error.slug, "store/dialect");
  EXPECT_NE(error.detail.find("0001_times.sql of foreign says INTEGER"), std::string::npos) << error.detail;
}

TEST_P(DatabaseContract, refuses_a_place_that_was_restored_in_part) {
  tenant();
  reopen({contract_module()});
  run(tenant().write([](Transaction& transaction) { transaction.run({"DELETE FROM migrations WHERE number = 1"}); }));
  reopen({contract_module()});
  const auto error = error_of([&] { tenant(); });
  EXPECT_EQ(error.slug, "store/migration-half");
  EXPECT_NE(error.detail.find("lacks 0001_notes.sql"), std::string::npos) << error.detail;
}

TEST_P(DatabaseContract, takes_back_a_migration_that_fails) {
  reopen({contract_module()});
  run(insert(tenant(), 1, "one"));
  reopen({contract_module(), {"broken", kBrokenMigrations}});
  const auto error = error_of([&] { tenant(); });
  EXPECT_EQ(error.slug, "store/sql");
  EXPECT_NE(error.cause.find("0001_half.sql"), std::string::npos) << error.cause;
  reopen();
  EXPECT_EQ(count(tenant()), 1);
  EXPECT_EQ(error_of([&] {
              run(tenant().inspect([](Reader& reader) { reader.each_row({"SELECT * FROM half"}, [](const Row&) {}); }));
            }).slug,
            "store/sql");
}

INSTANTIATE_TEST_SUITE_P(Sqlite, DatabaseContract,
                         testing::Values(BackingKind{"OnDisk", [] { return std::make_unique<SystemBacking>(); }},
                                         BackingKind{"InMemory", [] { return std::make_unique<MemoryBacking>(2); }},
                                         BackingKind{"InSimulation",
                                                     [] { return std::make_unique<MemoryBacking>(0); }}),
                         [](const auto& info) { return info.param.name; });

// Six connections of ours share two of the server's, and each transaction may get another one.
std::unique_ptr<Backing> pooled_backing() {
  static const support::PostgresServer server("--pooled");
  return std::make_unique<PostgresBacking>(2, server.address);
}

INSTANTIATE_TEST_SUITE_P(Postgres, DatabaseContract,
                         testing::Values(BackingKind{"OnThreads", [] { return std::make_unique<PostgresBacking>(2); }},
                                         BackingKind{"OnTheCaller",
                                                     [] { return std::make_unique<PostgresBacking>(0); }},
                                         BackingKind{"BehindAPooler", pooled_backing}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace frontdesk::store
