#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "store/database.h"

namespace frontdesk::store {

// One body's part of a transaction, with what both databases do alike: a statement that failed spoils it, as PostgreSQL
// does, so that no body works on one database only.
class Part : public Transaction {
 public:
  void query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) final;
  std::int64_t execute(Sql sql, std::span<const Parameter> parameters) final;
  void expect_one(Sql sql, std::span<const Parameter> parameters, Error (*otherwise)()) final;
  void attempt(const std::function<void()>& step) final;
  void after_commit(std::function<void()> call) final { after_.push_back(std::move(call)); }
  std::vector<std::function<void()>> take_after() { return std::exchange(after_, {}); }

  // Throws where the body went on as if nothing had failed.
  void demand_sound() const;

 protected:
  bool is_in_attempt() const { return attempts_ > 0; }
  virtual void run_expected(Sql sql, std::span<const Parameter> parameters, Error (*otherwise)());

 private:
  virtual void run_query(Sql sql, std::span<const Parameter> parameters,
                         const std::function<void(const Row&)>& each) = 0;
  virtual std::int64_t run_execute(Sql sql, std::span<const Parameter> parameters) = 0;
  virtual void begin_attempt() = 0;
  virtual void end_attempt(bool keep) = 0;

  bool is_spoilt_ = false;
  int attempts_ = 0;  // one within the other
  std::vector<std::function<void()>> after_;
};

}  // namespace frontdesk::store
