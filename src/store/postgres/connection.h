#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "store/postgres/address.h"
#include "store/postgres/prepared.h"
#include "store/postgres/result.h"

struct pg_conn;

namespace frontdesk::store::postgres {

// Parameters with the texts and bytes that they point to.
class Kept {
 public:
  Kept() = default;
  explicit Kept(std::span<const Parameter> parameters);
  Kept(Kept&&) = default;
  Kept& operator=(Kept&&) = default;
  Kept(const Kept&) = delete;  // the parameters of a copy would point into this one
  std::span<const Parameter> parameters() const { return parameters_; }

 private:
  std::deque<std::string> bytes_;  // stay where they are when this is moved
  std::vector<Parameter> parameters_;
};

// One connection, used by one thread at a time. Where a pooler stands in between it keeps nothing in the session
// between transactions, and otherwise what is prepared. Calls block, but never for longer than the server is silent.
class Connection {
 public:
  // Throws connect_error.
  Connection(const Address& address, std::chrono::milliseconds silence_max);
  ~Connection();
  Connection(const Connection&) = delete;

  // Runs in front of the next statement, in the same round trip. Where one that holds the lease does not change its
  // row, another process has it. If one of these fails, the whole transaction is void.
  struct Before {
    std::string sql;
    bool holds_lease = false;  // of must_change_one()
    bool is_guess = false;     // likewise: that it changes one row
    Kept parameters{};
  };
  void before(Before statement) { before_.push_back(std::move(statement)); }
  // Likewise, on the guess that it changes one row.
  void guess(Sql sql, std::span<const Parameter> parameters);

  // The schema that the next transaction is in, from its first statements on.
  void use(std::string schema) { schema_ = std::move(schema); }

  // Says of the transaction that is to begin that it only reads, so that a refused write is no sign of a standby.
  void note_reading() { is_reading_ = true; }

  Result run(Sql sql, std::span<const Parameter> parameters = {});
  // Several statements, as a migration has them.
  void run_script(const std::string& script);
  // Commits, in one round trip with what is still to come in front. False where the connection ended meanwhile, so that
  // nobody knows.
  bool commit();
  // If there is something to roll back; forgets what was to run before the next.
  void roll_back() noexcept;

  // Something was sent since the transaction was to begin, or is to be sent by its commit.
  bool has_begun() const { return has_begun_ || std::ranges::any_of(before_, &Before::is_guess); }
  // The connection is of no use any more; what was not committed is taken back.
  bool is_lost() const { return is_lost_; }
  // What was to come in front of a statement failed: nothing of the transaction may stand, and it takes no more.
  bool is_void() const { return why_void_ != nullptr; }
  const std::exception_ptr& why_void() const { return why_void_; }
  // A guess was wrong, or may stand where it should not: the transaction is to be run again without any.
  bool is_guess_wrong() const { return is_guess_wrong_; }
  void doubt_guesses() { is_guess_wrong_ = true; }
  void forget_guesses() { is_guess_wrong_ = false; }
  // A statement failed because of another transaction.
  bool is_to_be_run_again() const { return is_to_be_run_again_; }
  const Address& address() const { return address_; }

 private:
  struct Close {
    void operator()(pg_conn* raw) const;
  };
  using Raw = std::unique_ptr<pg_conn, Close>;

  void check_before(const Before& statement, const Result& result);
  // What was sent of a statement: the name under which it was to be prepared first, if it was.
  struct Sent {
    std::string prepared;
  };
  bool is_same_session();
  void check_all_before(const std::vector<Before>& first, const std::vector<Result>& results);
  void give_up_prepared(std::vector<Before>& first);
  void send(const char* sql, const Bound& bound, std::vector<Sent>& sent);
  std::vector<Result> answers(const std::vector<Sent>& sent);
  Result next_answer();
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
  std::exception_ptr why_void_;
  bool is_reading_ = false;
  bool is_to_be_run_again_ = false;
  bool is_guess_wrong_ = false;
  bool is_ours_alone_ = false;  // the session of the server, which can keep what is prepared then
  Prepared prepared_;
  std::string schema_;
};

// The other process's token is newer: ours must not write any more.
Error lease_lost(const Address& address);

}  // namespace frontdesk::store::postgres
