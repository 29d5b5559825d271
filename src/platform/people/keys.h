#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "platform/caller.h"
#include "platform/people/remembered.h"
#include "store/database.h"

namespace frontdesk::platform::people {

// A key of a program of somebody's: it may what it says, for one tenant or for the operator.
struct ApiKey {
  std::string digest;
  std::string id;  // k_…
  std::string name;
  std::string tenant;  // empty: of the operator
  std::vector<std::string> permissions;
  std::string by;     // the name of who made it
  std::string maker;  // the same, as Caller::principal
  Timestamp made_at;
  Timestamp expires_at;  // 0: never, here and below
  Timestamp used_at;
  Timestamp revoked_at;

  bool is_open(Timestamp now) const { return revoked_at.ms == 0 && (expires_at.ms == 0 || now < expires_at); }
};

// API keys: in the operator's place, and the same in memory. Only the digest of a key is kept. Safe from any thread.
class ApiKeys {
 public:
  static void write(store::Transaction& transaction, const ApiKey& key);
  static std::vector<ApiKey> all(store::Reader& reader);
  // False where the tenant ("": the operator) has no such key.
  static bool revoke(store::Transaction& transaction, std::string_view id, std::string_view tenant, Timestamp now);

  void load(std::vector<ApiKey> keys) { held_.load(std::move(keys)); }
  void keep(ApiKey key) { held_.keep(std::move(key)); }
  void forget(std::string_view id, Timestamp now);
  // Whose it is; it counts as used. Nothing where it is over.
  std::optional<ApiKey> use(std::string_view token, Timestamp now);
  // Who made a key, also one that is over; empty where there is none.
  std::string maker_of(std::string_view id) const;
  std::vector<ApiKey> of(std::string_view tenant) const;  // the latest first, also those that are over

  // Those whose use was not written down yet.
  std::vector<ApiKey> take_used() { return held_.take_used(); }
  static void note_use(store::Transaction& transaction, const ApiKey& key);

 private:
  Remembered<ApiKey> held_;
};

}  // namespace frontdesk::platform::people
