#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

// A client's database as tau describes it: tables of records by id. The delivered records are shared by all worlds; a
// world keeps only what was changed in it, so that starting again from the beginning costs nothing.
namespace frontdesk::tau {

class Seed {
 public:
  struct Record {
    std::string id;
    Value value;
    // `"id":value` as it stands in the canonical text of the table; made when it is first asked for.
    const std::string& canonical(bool cents) const;

   private:
    mutable std::string texts_[2];
  };
  struct Table {
    std::string name;
    std::vector<Record> records;  // in the order of the file
    std::map<std::string, std::size_t, std::less<>> by_id;
    const Record* find(std::string_view id) const;
  };

  // Reads every <folder>/*.json; the file's name is the table's. Used by one thread. Throws Error{not_found|invalid,
  // "tau/…"}.
  static Seed read(const std::string& folder);
  const Table& table(std::string_view name) const;  // throws Error{internal, "tau/no-table"}
  const std::map<std::string, Table, std::less<>>& tables() const { return tables_; }

 private:
  std::map<std::string, Table, std::less<>> tables_;
};

using Changes = std::map<std::string, std::map<std::string, Value, std::less<>>, std::less<>>;  // table -> id -> record

class World {
 public:
  explicit World(const Seed& seed) : seed_(&seed) {}

  const Seed& seed() const { return *seed_; }
  const Value* find(std::string_view table, std::string_view id) const;
  void apply(const Changes& changes);
  void reset() { changed_.clear(); }

  std::string sha256() const;
  std::string sha256_cents() const;
  // What leads from the delivered database to this one: {op, path, old?, new?}, arrays replaced as a whole.
  Value diff() const;

 private:
  std::string canonical(bool cents) const;
  const Seed* seed_;
  Changes changed_;
};

// What one call of a tool sees and writes; nothing of it is in the world before it is committed.
class Draft {
 public:
  explicit Draft(const World& world) : world_(world) {}
  const Value* find(std::string_view table, std::string_view id) const;
  // The delivered records of a table in their order, each as it stands now.
  void each(std::string_view table, const std::function<void(const std::string& id, const Value& record)>& visit) const;
  void put(const std::string& table, const std::string& id, Value record) { changes_[table][id] = std::move(record); }
  const Changes& changes() const { return changes_; }

 private:
  const World& world_;
  Changes changes_;
};

// Every non-whole number rounded to two decimals, as the expected digests and outputs are compared.
Value in_cents(const Value& value);
double rounded(double number);  // to two decimals

}  // namespace frontdesk::tau
