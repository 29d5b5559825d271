#include "store/part.h"

#include "base/error.h"

namespace frontdesk::store {

void Part::query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) {
  demand_sound();
  bool is_in_row = false;  // what `each` throws is no failure of the statement
  try {
    run_query(sql, parameters, [&](const Row& row) {
      is_in_row = true;
      each(row);
      is_in_row = false;
    });
  } catch (...) {
    if (!is_in_row) is_spoilt_ = true;
    throw;
  }
}

std::int64_t Part::execute(Sql sql, std::span<const Parameter> parameters) {
  demand_sound();
  try {
    return run_execute(sql, parameters);
  } catch (...) {
    is_spoilt_ = true;
    throw;
  }
}

void Part::expect_one(Sql sql, std::span<const Parameter> parameters, Error (*otherwise)()) {
  demand_sound();
  try {
    run_expected(sql, parameters, otherwise);
  } catch (...) {
    is_spoilt_ = true;
    throw;
  }
}

void Part::run_expected(Sql sql, std::span<const Parameter> parameters, Error (*otherwise)()) {
  if (run_execute(sql, parameters) != 1) throw otherwise();
}

void Part::attempt(const std::function<void()>& step) {
  demand_sound();
  const auto kept = after_.size();
  begin_attempt();
  ++attempts_;
  try {
    step();
    demand_sound();
    --attempts_;
  } catch (...) {
    --attempts_;
    after_.resize(kept);
    end_attempt(false);
    is_spoilt_ = false;
    throw;
  }
  end_attempt(true);
}

void Part::demand_sound() const {
  if (!is_spoilt_) return;
  throw Error(Kind::internal, "store/spoilt",
              "A statement failed before, so the transaction takes no more; wrap what may fail in attempt().");
}

}  // namespace frontdesk::store
