#pragma once

#include "store/postgres.h"
#include "store/tests/database_contract.h"
#include "support/postgres.h"

namespace frontdesk::store {

// A house of its own in the server of this test program, or in one that is given.
class PostgresBacking final : public Backing {
 public:
  explicit PostgresBacking(int writers, std::string address = support::postgres().address)
      : writers_(writers), address_(std::move(address)) {}
  std::unique_ptr<Database> open(std::vector<Module> modules) override {
    PostgresOptions options{.address = address_, .house = house_, .writers = writers_};
    return open_postgres(options, modules, clock_, random_, *log_);
  }

 private:
  int writers_;
  std::string address_;
  std::string house_ = support::new_house();
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<Log> log_ = silent_log();
};

}  // namespace frontdesk::store
