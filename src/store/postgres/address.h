#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace frontdesk::store::postgres {

// Where a PostgreSQL is and as whom we go there: postgresql://user:password@host:port/database?sslmode=require, or
// "host=… dbname=…". What is not said comes from the environment (PGPASSWORD, PGSSLMODE, …) and from ~/.pgpass, as with
// every client of PostgreSQL.
class Address {
 public:
  // Throws Error{invalid, "store/bad-address"}, which never repeats what was given: a password may stand in it.
  static Address parse(std::string_view text);
  // postgresql:// or postgres://.
  static bool is_one(std::string_view text);

  // For people and logs: host, port, database and user, no password.
  const std::string& text() const { return text_; }

  // Keywords and values as libpq wants them.
  struct Setting {
    std::string keyword;
    std::string value;
  };
  const std::vector<Setting>& settings() const { return settings_; }

 private:
  std::vector<Setting> settings_;
  std::string text_;
};

}  // namespace frontdesk::store::postgres
