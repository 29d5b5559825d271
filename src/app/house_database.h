#pragma once

#include <memory>

#include "app/options.h"
#include "store/sqlite.h"

namespace frontdesk::app {

// Where the places of this house lie: files in the data folder, or a PostgreSQL. Either way the folder is this
// process's alone as long as this lives.
struct HouseDatabase {
  std::unique_ptr<FileLock> lock;  // where the database does not hold it itself
  std::unique_ptr<store::Database> database;
};

HouseDatabase open_house_database(const Options& options, Files& files, const Clock& clock, Random& random, Log& log,
                                  std::function<void(const TenantId& tenant, const Error& error)> on_damage);

}  // namespace frontdesk::app
