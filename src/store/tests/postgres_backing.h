#pragma once

#include "store/postgres.h"
#include "store/tests/database_contract.h"
#include "support/postgres.h"

namespace frontdesk::store {

// A house of its own in the server of this test program.
class PostgresBacking final : public Backing {
 public:
  explicit PostgresBacking(int writers) : writers_(writers) {}
  std::unique_ptr<Database> open(std::vector<Module> modules) override {
    PostgresOptions options{.address = support::postgres().address, .house = house_, .writers = writers_};
    return open_postgres(options, modules, clock_, random_, *log_);
  }

 private:
  int writers_;
  std::string house_ = support::new_house();
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<Log> log_ = silent_log();
};

}  // namespace frontdesk::store
