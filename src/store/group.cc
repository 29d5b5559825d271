#include "store/group.h"

#include "store/catalogue.h"
#include "store/member.h"
#include "store/sql_errors.h"

namespace frontdesk::store {
namespace {

class SqliteMember final : public Member {
 public:
  SqliteMember(Connection& connection, bool is_alone) : Member(is_alone), connection_(connection) {}

  std::vector<Table> tables() override { return tables_of_sqlite(*this); }

 private:
  void run_query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) override {
    if (!is_alone() && !connection_.only_reads(sql)) mark();
    connection_.query(sql, parameters, each);
  }
  std::int64_t run_execute(Sql sql, std::span<const Parameter> parameters) override {
    mark();
    return connection_.execute(sql, parameters);
  }
  void control(const char* statement) override { connection_.control(statement); }
  void roll_back() override { connection_.roll_back(); }
  bool is_over() const override { return !connection_.in_transaction(); }

  Connection& connection_;
};

class Snapshot final : public Reader {
 public:
  explicit Snapshot(Connection& connection) : connection_(connection) {}
  std::vector<Table> tables() override { return tables_of_sqlite(*this); }
  void query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) override {
    connection_.query(sql, parameters, each);
  }

 private:
  Connection& connection_;
};

// A page that one of them cannot read is not the failure of the others.
bool is_damage(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const Error& error) {
    return error.slug == "store/damaged";
  } catch (...) {
    return false;
  }
}

void run_member(Connection& connection, Pending& pending, bool is_alone) {
  SqliteMember member(connection, is_alone);
  try {
    pending.write(member);
    member.keep();
    pending.after = member.take_after();
  } catch (...) {
    pending.failure = std::current_exception();
    member.take_back();
  }
  // A full or broken disk makes SQLite take back the whole transaction, with what the others wrote.
  if (!connection.in_transaction() && !(is_alone && pending.failure)) {
    if (pending.failure && !is_damage(pending.failure)) std::rethrow_exception(pending.failure);
    throw Error(Kind::unavailable, "store/taken-back",
                "The transaction was taken back after a statement failed. Try again.");
  }
}

}  // namespace

void commit_group(Connection& connection, Pending* first, const Vfs& vfs, const Place& place) {
  auto& anchoring = *place.anchoring;
  try {
    if (vfs.sync_has_failed()) throw store_failed();
    anchoring.catch_up();
    connection.control("BEGIN IMMEDIATE");
    const bool is_alone = !first->next;
    for (auto* pending = first; pending; pending = pending->next) run_member(connection, *pending, is_alone);
    if (!connection.in_transaction()) return;
    anchoring.count(connection);
    connection.control("COMMIT");
    anchoring.committed(connection);
  } catch (const Error& error) {
    connection.roll_back();
    const bool is_new = vfs.sync_has_failed() && error.slug != "store/failed";
    fail_the_rest(first,
                  is_new ? std::make_exception_ptr(store_failed().because(error.detail)) : std::current_exception());
  } catch (...) {
    connection.roll_back();
    fail_the_rest(first, std::current_exception());
  }
}

void read_group(Connection& connection, Pending* first) {
  try {
    connection.control("BEGIN");
    Snapshot snapshot(connection);
    for (auto* pending = first; pending; pending = pending->next) {
      try {
        pending->read(snapshot);
      } catch (...) {
        pending->failure = std::current_exception();
      }
    }
    connection.control("COMMIT");
  } catch (...) {
    connection.roll_back();
    fail_the_rest(first, std::current_exception());
  }
}

}  // namespace frontdesk::store
