#include "platform/people/keys.h"

#include <algorithm>

#include "base/describe.h"
#include "base/json.h"
#include "platform/people/token.h"

namespace frontdesk::platform::people {
namespace {

constexpr store::Sql kWriteKey{
    "INSERT INTO people_keys (digest, id, name, tenant, permissions, made_by, maker, made_at, expires_at, used_at, "
    "revoked_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0)"};
constexpr store::Sql kAllKeys{
    "SELECT digest, id, name, tenant, permissions, made_by, maker, made_at, expires_at, used_at, revoked_at FROM "
    "people_keys"};
constexpr store::Sql kRevokeKey{
    "UPDATE people_keys SET revoked_at = $3 WHERE id = $1 AND tenant = $2 AND revoked_at = 0"};
constexpr store::Sql kNoteUseOfKey{"UPDATE people_keys SET used_at = $2 WHERE digest = $1 AND used_at < $2"};

}  // namespace

void ApiKeys::write(store::Transaction& transaction, const ApiKey& key) {
  transaction.run(kWriteKey, key.digest, key.id, key.name, key.tenant, json::print(to_value(key.permissions)), key.by,
                  key.maker, key.made_at.ms, key.expires_at.ms);
}

std::vector<ApiKey> ApiKeys::all(store::Reader& reader) {
  return reader.all(kAllKeys, [](const store::Row& row) {
    return ApiKey{.digest = std::string(row.text(0)),
                  .id = std::string(row.text(1)),
                  .name = std::string(row.text(2)),
                  .tenant = std::string(row.text(3)),
                  .permissions = from_value<std::vector<std::string>>(json::parse(row.text(4))),
                  .by = std::string(row.text(5)),
                  .maker = std::string(row.text(6)),
                  .made_at = {row.integer(7)},
                  .expires_at = {row.integer(8)},
                  .used_at = {row.integer(9)},
                  .revoked_at = {row.integer(10)}};
  });
}

bool ApiKeys::revoke(store::Transaction& transaction, std::string_view id, std::string_view tenant, Timestamp now) {
  return transaction.run(kRevokeKey, id, tenant, now.ms) == 1;
}

void ApiKeys::forget(std::string_view id, Timestamp now) {
  held_.change([&](ApiKey& key) {
    if (key.id == id) key.revoked_at = now;
  });
}

std::optional<ApiKey> ApiKeys::use(std::string_view token, Timestamp now) {
  return held_.use(
      digest_of(token), [&](const ApiKey& key) { return key.is_open(now); },
      [&](ApiKey& key) { key.used_at = std::max(key.used_at, now); });
}

std::string ApiKeys::maker_of(std::string_view id) const {
  const auto found = held_.all([&](const ApiKey& key) { return key.id == id; });
  return found.empty() ? std::string() : found.front().maker;
}

std::vector<ApiKey> ApiKeys::of(std::string_view tenant) const {
  auto found = held_.all([&](const ApiKey& key) { return key.tenant == tenant; });
  std::ranges::sort(found, std::greater(), [](const ApiKey& key) { return std::pair(key.made_at, key.id); });
  return found;
}

void ApiKeys::note_use(store::Transaction& transaction, const ApiKey& key) {
  transaction.run(kNoteUseOfKey, key.digest, key.used_at.ms);
}

}  // namespace frontdesk::platform::people
