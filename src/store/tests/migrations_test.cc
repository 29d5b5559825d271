#include "store/migrations.h"

#include <gtest/gtest.h>

#include "store/tests/run.h"

namespace frontdesk::store {
namespace {

constexpr base::EmbeddedFile kBook[] = {{"0001_book.sql", "CREATE TABLE book (id BIGINT PRIMARY KEY);"}};
constexpr base::EmbeddedFile kSameTable[] = {
    {"0001_entries.sql", "-- CREATE TABLE none\nCREATE TABLE IF NOT EXISTS Book (id BIGINT PRIMARY KEY);"}};
constexpr base::EmbeddedFile kSameIndex[] = {
    {"0001_page.sql", "CREATE TABLE page (id BIGINT PRIMARY KEY); CREATE UNIQUE INDEX book ON page (id);"}};
constexpr base::EmbeddedFile kStores[] = {{"0001_page.sql", "CREATE TABLE migrations (id BIGINT PRIMARY KEY);"}};
constexpr base::EmbeddedFile kMadeAnew[] = {
    {"0001_page.sql", "CREATE TABLE page (id BIGINT PRIMARY KEY);"},
    {"0002_page.sql",
     "CREATE TABLE page_new (id BIGINT PRIMARY KEY); DROP TABLE page; ALTER TABLE page_new RENAME TO page;"}};

std::string detail(std::vector<Module> modules) {
  const auto error = error_of([&] { Migrations all(modules); });
  EXPECT_EQ(error.slug, "store/taken-name");
  return error.detail;
}

TEST(Migrations, say_whose_a_name_is_that_two_modules_make) {
  EXPECT_EQ(detail({{"book", kBook}, {"guests", kSameTable}}),
            "A migration of guests makes book, which is a table or an index of book. Name it guests_….");
  EXPECT_NE(detail({{"book", kBook}, {"guests", kSameIndex}}).find("guests makes book"), std::string::npos);
  EXPECT_NE(detail({{"guests", kStores}}).find("of the store"), std::string::npos);
}

TEST(Migrations, refuse_two_modules_of_one_name_in_one_place) {
  EXPECT_NE(detail({{"book", kBook}, {"book", kMadeAnew}}).find("are called book"), std::string::npos);
}

TEST(Migrations, take_one_name_in_two_places_and_a_table_that_is_made_anew) {
  EXPECT_EQ(
      error_of([] { Migrations all({{"book", kBook}, {"book", kBook, Scope::operator_}, {"page", kMadeAnew}}); }).slug,
      "");
}

}  // namespace
}  // namespace frontdesk::store
