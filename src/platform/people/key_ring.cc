#include "platform/people/key_ring.h"

#include <algorithm>

#include "base/describe.h"
#include "base/error.h"
#include "base/unicode.h"
#include "platform/people/token.h"

namespace frontdesk::platform::people {
namespace {

std::string place_of(const Caller& caller) {
  return caller.tenant.is_operator() ? std::string() : caller.tenant.text();
}

}  // namespace

Task<KeyRing::Made> KeyRing::make(Caller caller, std::string name, std::vector<std::string> permissions,
                                  std::int64_t days) {
  const auto own = directory_.permissions_to_give(caller);
  std::ranges::sort(permissions);
  permissions.erase(std::ranges::unique(permissions).begin(), permissions.end());
  for (const auto& wanted : permissions) {
    if (std::ranges::find(own, wanted) != own.end()) continue;
    throw Error(Kind::forbidden, "keys/not-yours-to-give",
                fmt::format("A key may nothing that you may not yourself, and \"{}\" is such.", wanted))
        .at("/permissions");
  }
  const auto now = directory_.now();
  auto& random = directory_.parts().random;
  Made made{.key = {}, .token = make_token(kKeyPrefix, random)};
  made.key = {.digest = digest_of(made.token),
              .id = random.id("k_"),
              .name = read_name(name),
              .tenant = place_of(caller),
              .permissions = std::move(permissions),
              .by = name_of(caller),
              .maker = caller.principal,
              .made_at = now,
              .expires_at = {days == 0 ? 0 : now.ms + std::chrono::milliseconds(std::chrono::days(days)).count()},
              .used_at = {},
              .revoked_at = {}};
  auto* place = co_await directory_.place();
  co_await place->write([&](store::Transaction& transaction) {
    ApiKeys::write(transaction, made.key);
    directory_.note(transaction, caller.principal, "keys.make", "key/" + made.key.id,
                    Value::object({{"tenant", made.key.tenant}, {"permissions", to_value(made.key.permissions)}}));
  });
  directory_.keys.keep(made.key);
  co_return made;
}

std::vector<ApiKey> KeyRing::list(const Caller& caller, std::string_view words) const {
  auto found = directory_.keys.of(place_of(caller));
  const auto folded = unicode::lower(words);
  std::erase_if(found, [&](const ApiKey& key) { return !unicode::lower(key.name).contains(folded); });
  return found;
}

Task<> KeyRing::revoke(Caller caller, std::string id) {
  const auto tenant = place_of(caller);
  const auto now = directory_.now();
  auto* place = co_await directory_.place();
  const bool was_there = co_await place->write([&](store::Transaction& transaction) {
    const bool found = ApiKeys::revoke(transaction, id, tenant, now);
    if (found) directory_.note(transaction, caller.principal, "keys.revoke", "key/" + id);
    return found;
  });
  if (!was_there) throw Error(Kind::not_found, "keys/unknown", "There is no such key here, or it was revoked before.");
  directory_.keys.forget(id, now);
}

}  // namespace frontdesk::platform::people
