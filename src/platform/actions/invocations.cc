#include "platform/actions/invocations.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/json.h"

namespace frontdesk::platform::invocations {
namespace {

constexpr store::Sql kFind{"SELECT request, answer FROM invocations WHERE actor = $1 AND action = $2 AND key = $3"};
constexpr store::Sql kAdd{
    "INSERT INTO invocations (actor, action, key, request, answer, at) VALUES ($1, $2, $3, $4, $5, $6) "
    "ON CONFLICT (actor, action, key) DO NOTHING"};
constexpr store::Sql kForget{"DELETE FROM invocations WHERE at < $1"};

}  // namespace

Invocation invocation_of(std::string_view actor, std::string_view action, std::string_view key,
                         const Value& arguments) {
  const auto digest = crypto::sha256(json::canonical(arguments));
  return {std::string(actor), std::string(action), std::string(key), {digest.begin(), digest.end()}};
}

std::optional<Value> answered(store::Reader& reader, const Invocation& invocation) {
  struct Row {
    std::string request;
    Value answer;
  };
  const auto read = [](const store::Row& row) { return Row{std::string(row.bytes(0)), json::parse(row.text(1))}; };
  auto found = reader.one(kFind, read, invocation.actor, invocation.action, invocation.key);
  if (!found) return std::nullopt;
  if (found->request != invocation.request)
    throw Error(Kind::conflict, "actions/key-reused",
                fmt::format("The key \"{}\" belongs to an earlier call of {} with other arguments. Use a new key for "
                            "each thing that is to be done.",
                            invocation.key, invocation.action));
  return std::move(found->answer);
}

void answer(store::Transaction& transaction, const Invocation& invocation, const Value& answer, Timestamp at) {
  const auto added = transaction.run(kAdd, invocation.actor, invocation.action, invocation.key,
                                     store::Bytes{invocation.request}, json::print(answer), at.ms);
  if (added == 0)
    throw Error(Kind::conflict, "actions/answered",
                fmt::format("The call of {} under this key was answered at the same time.", invocation.action));
}

std::int64_t forget(store::Transaction& transaction, Timestamp before) { return transaction.run(kForget, before.ms); }

}  // namespace frontdesk::platform::invocations
