// The tables of all engines beside each other and beside those of the platform, each in an empty place.
#include <gtest/gtest.h>

#include "app/engines.h"
#include "base/error.h"
#include "base/memory_files.h"
#include "support/database.h"
#include "support/run_task.h"

namespace frontdesk {
namespace {

TEST(Tables, of_all_engines_are_made_in_one_empty_place) {
  boost::asio::io_context context{1};
  MemoryFiles files;
  const auto log = silent_log();
  try {
    const auto database = support::open_database({.folder = "data", .writer_threads = 0, .reader_threads = 0},
                                                 app::all_modules(), files, *log);
    support::run_task(context, [](store::Database& database) -> Task<> {
      for (const auto& id : {TenantId::of_operator(), TenantId::parse("acme")}) co_await database.open(id);
    }(*database));
  } catch (const Error& error) {
    FAIL() << error.detail << " " << error.cause;
  }
}

TEST(Tables, of_an_engine_are_called_as_the_engine_is) {
  for (const auto& entry : app::all_engines()) {
    for (const auto& module : entry.facts.tables)
      EXPECT_EQ(module.name, entry.facts.name) << "name the tables in Facts::tables as the engine";
  }
}

}  // namespace
}  // namespace frontdesk
