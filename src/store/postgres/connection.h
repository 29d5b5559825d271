#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "store/postgres/address.h"
#include "store/postgres/result.h"

struct pg_conn;

namespace frontdesk::store::postgres {

// One connection, used by one thread at a time. It keeps nothing in the session between transactions, so that a pooler
// may stand in between. Calls block, but never for longer than the server is silent.
class Connection {
 public:
  // Throws connect_error.
  Connection(const Address& address, std::chrono::milliseconds silence_max);
  ~Connection();
  Connection(const Connection&) = delete;

  // Runs in front of the next statement, in the same round trip. Where it must change a row and changes none, another
  // process has the lease. If one of these fails, the whole transaction is void.
  struct Before {
    std::string sql;
    bool must_change = false;
  };
  void before(Before statement) { before_.push_back(std::move(statement)); }

  // Says of the transaction that is to begin that it only reads, so that a refused write is no sign of a standby.
  void note_reading() { is_reading_ = true; }

  Result run(Sql sql, std::span<const Parameter> parameters = {});
  // Several statements, as a migration has them.
  void run_script(const std::string& script);
  // Commits; false where the connection ended meanwhile, so that nobody knows.
  bool commit();
  // If there is something to roll back; forgets what was to run before the next.
  void roll_back() noexcept;

  // Something was sent since the transaction was to begin.
  bool has_begun() const { return has_begun_; }
  // The connection is of no use any more; what was not committed is taken back.
  bool is_lost() const { return is_lost_; }
  // What was to come in front of a statement failed: nothing of the transaction may stand.
  bool is_void() const { return is_void_; }
  // A statement failed because of another transaction.
  bool is_to_be_run_again() const { return is_to_be_run_again_; }
  const Address& address() const { return address_; }

 private:
  struct Close {
    void operator()(pg_conn* raw) const;
  };
  using Raw = std::unique_ptr<pg_conn, Close>;

  std::vector<Result> answers(std::size_t statements);
  Result next_result();
  void flush();
  void wait_for(short events);
  void check(const Result& result, std::string_view sql);
  [[noreturn]] void lose(std::string why);  // by value: it may be the message of what is given up

  const Address address_;
  int silence_ms_max_;
  Raw raw_;
  std::vector<Before> before_;
  bool has_begun_ = false;
  bool is_lost_ = false;
  bool is_void_ = false;
  bool is_reading_ = false;
  bool is_to_be_run_again_ = false;
};

// The other process's token is newer: ours must not write any more.
Error lease_lost(const Address& address);

}  // namespace frontdesk::store::postgres
