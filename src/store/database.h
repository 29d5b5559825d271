#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "base/task.h"
#include "base/tenant_id.h"

// One SQL dialect for SQLite and PostgreSQL: $1 parameters, RETURNING, ON CONFLICT; times as integers (ms since 1970),
// JSON as text. Columns are BIGINT, TEXT, DOUBLE PRECISION, BYTEA, and ids are given by the program. A parameter that
// may be NULL and is only asked whether it is says its type: CAST($2 AS TEXT) IS NULL. Nothing above this header knows
// which database is behind it.
namespace frontdesk::store {

// A statement, written down as a constant beside the function that uses it.
struct Sql {
  const char* text;
};

struct Null {};
struct Bytes {
  std::string_view bytes;
};
// What is bound to a parameter. Texts (UTF-8 without U+0000) and bytes are only looked at during the call.
using Parameter = std::variant<Null, std::int64_t, double, std::string_view, Bytes>;

// One row of an answer; valid until the next row is asked for.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // "" for NULL
  virtual std::string_view bytes(int column) const = 0;
};

// A table of a place, for whoever copies all of it.
struct Table {
  struct Column {
    std::string name;
    std::string type;  // BIGINT, TEXT, DOUBLE PRECISION, BYTEA
  };
  std::string name;
  std::vector<Column> columns;
  std::vector<std::string> key;  // names of its primary key, in order
};

// Reads inside one consistent snapshot of one tenant.
class Reader {
 public:
  virtual ~Reader() = default;
  // Those that modules have made, by name; what the store keeps for itself is none of them.
  virtual std::vector<Table> tables() = 0;
  // Calls `each` for every row, in order.
  virtual void query(Sql sql, std::span<const Parameter> parameters, const std::function<void(const Row&)>& each) = 0;

  template <class... P>
  void each_row(Sql sql, const std::function<void(const Row&)>& each, P&&... parameters);
  // Each row through `read`, or the first one.
  template <class F, class... P>
  auto all(Sql sql, F read, P&&... parameters) -> std::vector<decltype(read(std::declval<const Row&>()))>;
  template <class F, class... P>
  auto one(Sql sql, F read, P&&... parameters) -> std::optional<decltype(read(std::declval<const Row&>()))>;
};

// Reads and writes inside one transaction of one tenant. A statement that failed has spoilt it: it takes no more, and
// the body is taken back, whatever it catches; but for what stands in an attempt.
class Transaction : public Reader {
 public:
  // Where the step throws, what it wrote is taken back, the error reaches the caller, and the transaction can go on.
  virtual void attempt(const std::function<void()>& step) = 0;
  // Calls it when this transaction is on disk, before whoever waits for it goes on: on a thread of the store, so it is
  // quick and throws nothing. Never where the body, or the attempt that said so, was taken back.
  virtual void after_commit(std::function<void()> call) = 0;
  // Returns how many rows were changed.
  template <class... P>
  std::int64_t run(Sql sql, P&&... parameters);
  virtual std::int64_t execute(Sql sql, std::span<const Parameter> parameters) = 0;
  // For a statement that changes one row, or else the body fails with `otherwise`. It need not be waited for: it may go
  // to the database together with what comes behind it, and the body run again where it did not do so.
  template <class... P>
  void change_one(Sql sql, Error (*otherwise)(), P&&... parameters);
  virtual void expect_one(Sql sql, std::span<const Parameter> parameters, Error (*otherwise)()) = 0;
};

// The place of one tenant: its own file or its own schema. There is no way to its data but through this handle.
// Bodies below run on a thread or connection of the store: they hold SQL and pure decisions, do no other I/O, touch
// nothing that is not theirs, and may be run again from the start after a conflict, so they keep no state between runs.
class Tenant {
 public:
  virtual ~Tenant() = default;
  virtual const TenantId& id() const = 0;

  // Returns when the transaction is on disk. Many transactions share one commit, in the order in which they came; a
  // body that throws takes back its own statements only, and the throw reaches its caller.
  virtual Task<> transact(std::function<void(Transaction&)> body) = 0;
  virtual Task<> inspect(std::function<void(Reader&)> body) = 0;

  template <class F>
    requires(!std::same_as<std::invoke_result_t<F, Transaction&>, void>)
  Task<std::invoke_result_t<F, Transaction&>> write(F body);
  template <class F>
    requires(std::same_as<std::invoke_result_t<F, Transaction&>, void>)
  Task<> write(F body) {
    return transact(std::move(body));
  }
  template <class F>
  Task<std::invoke_result_t<F, Reader&>> read(F body);
};

// Whose place a module's tables are in: each tenant's holds what a tenant needs, the operator's what the house needs.
enum class Scope { tenant, operator_ };

// What is left of a place that was removed.
Error place_removed(const TenantId& id);

// One module's numbered migrations (schema/0001_name.sql …), applied in order, each in a transaction, never edited
// after release.
struct Module {
  std::string_view name;
  std::span<const base::EmbeddedFile> migrations;
  Scope scope = Scope::tenant;
};

class Database {
 public:
  virtual ~Database() = default;
  // Opens the tenant's place, or the operator's (TenantId::of_operator()), making and migrating it where that is due.
  // One handle a tenant; lives as long as the database. Throws Error{unavailable|exhausted, "store/…"}.
  virtual Task<Tenant*> open(TenantId id) = 0;
  virtual std::vector<TenantId> tenants() const = 0;  // those that have a place; the operator is none of them
  virtual bool has_place(const TenantId& id) const = 0;
  // Nothing of the place is left when this returns: no file, no schema. What still waits for it fails, and its handle
  // is of no use any more, with Error{not_found, "store/removed"}. Where there is none, nothing is done.
  virtual Task<> remove(TenantId id) = 0;
  // What a place takes on disk, as far as it is known; it may be some seconds old.
  virtual std::uint64_t stored_bytes(const TenantId& id) const = 0;
};

// ---- the templates above ----

namespace detail {
inline Parameter bind(std::nullptr_t) { return Null{}; }
inline Parameter bind(Bytes bytes) { return bytes; }
template <std::integral T>
Parameter bind(T number) {
  return static_cast<std::int64_t>(number);
}
template <std::floating_point T>
Parameter bind(T number) {
  return static_cast<double>(number);
}
inline Parameter bind(std::string_view text) { return text; }
inline Parameter bind(const std::string& text) { return std::string_view(text); }
inline Parameter bind(const char* text) { return std::string_view(text); }
template <class T>
Parameter bind(const std::optional<T>& maybe) {
  return maybe ? bind(*maybe) : Parameter(Null{});
}
}  // namespace detail

template <class... P>
void Reader::each_row(Sql sql, const std::function<void(const Row&)>& each, P&&... parameters) {
  const std::vector<Parameter> bound{detail::bind(parameters)...};
  query(sql, bound, each);
}

template <class F, class... P>
auto Reader::all(Sql sql, F read, P&&... parameters) -> std::vector<decltype(read(std::declval<const Row&>()))> {
  std::vector<decltype(read(std::declval<const Row&>()))> rows;
  each_row(sql, [&](const Row& row) { rows.push_back(read(row)); }, std::forward<P>(parameters)...);
  return rows;
}

template <class F, class... P>
auto Reader::one(Sql sql, F read, P&&... parameters) -> std::optional<decltype(read(std::declval<const Row&>()))> {
  std::optional<decltype(read(std::declval<const Row&>()))> found;
  each_row(
      sql,
      [&](const Row& row) {
        if (!found) found.emplace(read(row));
      },
      std::forward<P>(parameters)...);
  return found;
}

template <class... P>
std::int64_t Transaction::run(Sql sql, P&&... parameters) {
  const std::vector<Parameter> bound{detail::bind(parameters)...};
  return execute(sql, bound);
}

template <class... P>
void Transaction::change_one(Sql sql, Error (*otherwise)(), P&&... parameters) {
  const std::vector<Parameter> bound{detail::bind(parameters)...};
  expect_one(sql, bound, otherwise);
}

template <class F>
  requires(!std::same_as<std::invoke_result_t<F, Transaction&>, void>)
Task<std::invoke_result_t<F, Transaction&>> Tenant::write(F body) {
  std::optional<std::invoke_result_t<F, Transaction&>> result;
  std::function<void(Transaction&)> keep = [&](Transaction& transaction) { result.emplace(body(transaction)); };
  co_await transact(std::move(keep));
  co_return std::move(*result);
}

template <class F>
Task<std::invoke_result_t<F, Reader&>> Tenant::read(F body) {
  std::optional<std::invoke_result_t<F, Reader&>> result;
  std::function<void(Reader&)> keep = [&](Reader& reader) { result.emplace(body(reader)); };
  co_await inspect(std::move(keep));
  co_return std::move(*result);
}

}  // namespace frontdesk::store
