#include "app/house_database.h"

#include <gtest/gtest.h>

#include "base/memory_files.h"
#include "support/postgres.h"
#include "support/run_simulated.h"
#include "support/slug_of.h"

namespace frontdesk::app {
namespace {

using support::slug_of;

class OnPostgres : public testing::Test {
 protected:
  OnPostgres() {
    options_.data = "house";
    options_.database = support::postgres().address;
    options_.database_schema = support::new_house();
  }
  HouseDatabase open(Files& files) { return open_house_database(options_, files, clock_, random_, *log_, {}); }

  Options options_;
  MemoryFiles files_;
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<Log> log_ = silent_log();
};

TEST_F(OnPostgres, has_its_folder_to_itself) {
  const auto house = open(files_);
  EXPECT_EQ(slug_of([&] { open(files_); }), "store/folder-in-use");
}

TEST_F(OnPostgres, is_let_in_at_once_under_the_name_that_lies_in_its_folder) {
  open(files_);
  const auto name = files_.bytes("house/holder");
  const auto again = open(files_);
  EXPECT_EQ(files_.bytes("house/holder"), name);
  EXPECT_FALSE(files_.exists("house/tenants/_operator.db")) << "nothing of the tenants lies in the folder";
}

TEST_F(OnPostgres, says_how_many_connections_it_needs_and_which_prefix_is_one) {
  options_.database_connections = 2;
  EXPECT_EQ(slug_of([&] { open(files_); }), "app/bad-option");
  options_.database_connections = 3;
  options_.database_schema = "Bad-Name";
  EXPECT_EQ(slug_of([&] { open(files_); }), "store/bad-address");
}

}  // namespace
}  // namespace frontdesk::app
