// The judge `audit`: somebody who can write to the database, and has not the key, changes what the audit says: 10,000
// mutations of its rows, of one entry or of many, at the end or amid, and of the head. Each must be found. --broken:
// they have the key, and seal anew what they have changed.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "base/crypto.h"
#include "base/error.h"
#include "base/memory_files.h"
#include "judges/judge.h"
#include "platform/audit/audit.h"
#include "platform/module.h"
#include "store/sqlite.h"

namespace frontdesk::platform {
namespace {

constexpr int kEntries = 40;
constexpr std::size_t kMutations = 10'000;

using store::Sql;
using store::Transaction;

// What is thrown so that a mutation is taken back.
struct Undo {};

class Attacker {
 public:
  Attacker(const audit::Audit& audit, bool has_key) : audit_(audit), has_key_(has_key) {}

  // Changes something, and says what. Empty where chance chose what changes nothing.
  std::string mutate(Transaction& transaction) {
    const auto before = content(transaction);
    const auto what = change(transaction);
    if (content(transaction) == before) return "";
    if (has_key_) seal_anew(transaction);
    return what;
  }

 private:
  std::string change(Transaction& transaction) {
    switch (random_.next() % 9) {
      case 0:
        return edit_text(transaction);
      case 1:
        return edit_time(transaction);
      case 2:
        return edit_seal(transaction);
      case 3:
        return remove(transaction);
      case 4:
        return cut_off(transaction);
      case 5:
        return swap(transaction);
      case 6:
        return insert(transaction);
      case 7:
        return exchange_fields(transaction);
      default:
        return move_head(transaction);
    }
  }

  std::int64_t any_number() { return 1 + static_cast<std::int64_t>(random_.next() % kEntries); }

  std::string edit_text(Transaction& transaction) {
    static constexpr std::pair<const char*, Sql> kColumns[] = {
        {"actor", {"UPDATE audit SET actor = $2 WHERE number = $1"}},
        {"deed", {"UPDATE audit SET deed = $2 WHERE number = $1"}},
        {"subject", {"UPDATE audit SET subject = $2 WHERE number = $1"}},
        {"detail", {"UPDATE audit SET detail = $2 WHERE number = $1"}}};
    const auto& [name, sql] = kColumns[random_.next() % 4];
    const auto number = any_number();
    const auto letters = random_.id("").substr(0, random_.next() % 12);
    transaction.run(sql, number, std::string(name) == "detail" ? "{\"x\":\"" + letters + "\"}" : letters);
    return fmt::format("{} of {}", name, number);
  }
  std::string edit_time(Transaction& transaction) {
    const auto number = any_number();
    transaction.run(Sql{"UPDATE audit SET at = at + $2 WHERE number = $1"}, number,
                    1 + static_cast<std::int64_t>(random_.next() % 1'000));
    return fmt::format("time of {}", number);
  }
  std::string edit_seal(Transaction& transaction) {
    const auto number = any_number();
    auto seal = std::string(32, '\0');
    for (auto& byte : seal) byte = static_cast<char>(random_.next());
    transaction.run(Sql{"UPDATE audit SET seal = $2 WHERE number = $1"}, number, store::Bytes{seal});
    return fmt::format("seal of {}", number);
  }
  std::string remove(Transaction& transaction) {
    const auto number = any_number();
    transaction.run(Sql{"DELETE FROM audit WHERE number = $1"}, number);
    if (random_.next() % 2)  // and close the gap
      transaction.run(Sql{"UPDATE audit SET number = number - 1 WHERE number > $1"}, number);
    return fmt::format("{} removed", number);
  }
  // With the head, if need be, moved to where some other row's seal stands.
  std::string cut_off(Transaction& transaction) {
    const auto number = any_number();
    transaction.run(Sql{"DELETE FROM audit WHERE number > $1"}, number - 1);
    if (random_.next() % 2)
      transaction.run(
          Sql{"UPDATE audit_head SET number = $1, seal = COALESCE((SELECT seal FROM audit WHERE number = $1), "
              "seal)"},
          number - 1);
    return fmt::format("cut off at {}", number);
  }
  std::string swap(Transaction& transaction) {
    const auto left = any_number();
    const auto right = any_number();
    transaction.run(Sql{"UPDATE audit SET number = -1 WHERE number = $1"}, left);
    transaction.run(Sql{"UPDATE audit SET number = $2 WHERE number = $1"}, right, left);
    transaction.run(Sql{"UPDATE audit SET number = $1 WHERE number = -1"}, right);
    return fmt::format("{} and {} exchanged", left, right);
  }
  std::string insert(Transaction& transaction) {
    const auto number = any_number();
    const auto at = random_.next() % 2 ? std::int64_t{kEntries + 1} : number;
    for (auto n = std::int64_t{kEntries}; n >= at; --n)
      transaction.run(Sql{"UPDATE audit SET number = $2 WHERE number = $1"}, n, n + 1);
    transaction.run(Sql{"INSERT INTO audit (number, at, actor, deed, subject, detail, seal) "
                        "SELECT $2, at, actor, deed, subject, detail, seal FROM audit WHERE number = $1"},
                    number == at ? number + 1 : number, at);
    if (random_.next() % 2) transaction.run(Sql{"UPDATE audit_head SET number = number + 1"});
    return fmt::format("a copy of {} as {}", number, at);
  }
  // Moves the last letter of one field to the beginning of the next.
  std::string exchange_fields(Transaction& transaction) {
    const auto number = any_number();
    transaction.run(Sql{"UPDATE audit SET actor = substr(actor, 1, length(actor) - 1), "
                        "deed = substr(actor, length(actor), 1) || deed WHERE number = $1"},
                    number);
    return fmt::format("a letter of {} moved", number);
  }
  std::string move_head(Transaction& transaction) {
    const auto number = any_number();
    switch (random_.next() % 3) {
      case 0:
        transaction.run(Sql{"DELETE FROM audit_head"});
        return "head removed";
      case 1:
        transaction.run(Sql{"UPDATE audit_head SET number = $1"}, number);
        return fmt::format("head at {}", number);
      default:
        transaction.run(
            Sql{"INSERT INTO audit_head (name, number, seal) SELECT 'other', number, seal FROM audit_head"});
        return "a second head";
    }
  }

  static std::string content(store::Reader& reader) {
    std::string all;
    const auto add = [&](const store::Row& row) {
      for (int i = 0; i < 6; ++i) all += fmt::format("{}|", row.text(i));
      all += row.bytes(6);
    };
    reader.each_row(Sql{"SELECT number, at, actor, deed, subject, detail, seal FROM audit ORDER BY number"}, add);
    reader.each_row(Sql{"SELECT name, number, seal FROM audit_head ORDER BY name"}, [&](const store::Row& row) {
      all += fmt::format("{}|{}|", row.text(0), row.integer(1));
      all += row.bytes(2);
    });
    return all;
  }

  void seal_anew(Transaction& transaction) {
    auto entries = audit::list(transaction, {.limit = 1'000});
    std::ranges::reverse(entries);
    transaction.run(Sql{"DELETE FROM audit"});
    transaction.run(Sql{"DELETE FROM audit_head"});
    for (const auto& entry : entries) audit_.note(transaction, entry.deed, entry.at);
  }

  const audit::Audit& audit_;
  const bool has_key_;
  SeededRandom random_{7};
};

template <class T>
T run(Task<T> task) {
  boost::asio::io_context context(1);
  std::optional<T> result;
  boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr failure, T value) {
    if (failure) std::rethrow_exception(failure);
    result.emplace(std::move(value));
  });
  context.run();
  return std::move(*result);
}

Task<bool> attack(store::Tenant& tenant, const audit::Audit& audit, Attacker& attacker, std::size_t& found) {
  std::string what;
  bool is_found = false;
  try {
    co_await tenant.write([&](Transaction& transaction) {
      what = attacker.mutate(transaction);
      is_found = audit.verify(transaction).broken.has_value();
      throw Undo{};
    });
  } catch (const Undo&) {
  }
  if (what.empty()) co_return false;
  found += is_found ? 1 : 0;
  if (!is_found) std::cerr << "not found: " << what << '\n';
  co_return true;
}

int judge_audit(const judge::Arguments& arguments) {
  MemoryFiles files;
  const auto log = silent_log();
  const auto database = store::open_sqlite({.folder = "data", .writer_threads = 0}, modules(), files, *log);
  auto& tenant = *run(database->open(TenantId::parse("acme")));
  const audit::Audit audit(std::string(32, 'k'));
  run(tenant.write([&](Transaction& transaction) {
    for (int i = 1; i <= kEntries; ++i) {
      audit.note(transaction,
                 {i % 2 ? "staff:ana" : "staff:ben", "config.deploy", fmt::format("config/{}", i),
                  Value::object({{"number", i}})},
                 Timestamp{1'800'000'000'000 + i});
    }
    return 0;
  }));
  Attacker attacker(audit, arguments.broken);
  std::size_t found = 0;
  for (std::size_t done = 0; done < kMutations;) done += run(attack(tenant, audit, attacker, found)) ? 1 : 0;
  const bool is_whole = !run(tenant.read([&](store::Reader& reader) { return audit.verify(reader); })).broken;
  if (!is_whole) std::cerr << "what nobody has changed is said to be changed\n";
  return judge::verdict("audit", found, kMutations, kMutations, is_whole);
}

}  // namespace
}  // namespace frontdesk::platform

int main(int count, char** values) { return frontdesk::platform::judge_audit(judge::arguments_of(count, values)); }
