#pragma once

#include <memory>
#include <string_view>

#include "store/database.h"

struct pg_result;

namespace frontdesk::store::postgres {

// What a statement gave, all of it.
class Result {
 public:
  explicit Result(pg_result* raw) : raw_(raw, &clear) {}

  int rows() const;
  std::int64_t changed() const;  // 0 for what only reads
  std::string_view command() const;
  void each(Sql sql, const std::function<void(const Row&)>& each) const;
  pg_result* raw() const { return raw_.get(); }

 private:
  static void clear(pg_result* raw);

  std::unique_ptr<pg_result, void (*)(pg_result*)> raw_;
};

}  // namespace frontdesk::store::postgres
