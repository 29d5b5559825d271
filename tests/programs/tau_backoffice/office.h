#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "ledger.h"
#include "tools.h"
#include "world.h"

namespace frontdesk::tau {

struct OfficeOptions {
  std::string state_path;     // where the ledger is kept; empty: in memory only
  bool forgets_keys = false;  // a careless client's system, for the negative controls
};

struct Call {
  std::string world;
  std::string tool;
  std::string key;  // idempotency key; empty: none
  Value arguments;
};

struct Answer {
  Value value;
  bool repeated = false;  // the stored answer of an earlier call with this key
};

// A client's system: several worlds that know nothing of each other, each a database with its table of keys.
// An effect, its key and its answer are on disk together before the answer is given.
class Office {
 public:
  Office(const Seed& seed, Tools tools, OfficeOptions options, Files& files);

  // Throws Error{conflict, "key-reused"} where the key came with another tool or other arguments before.
  Answer call(const Call& call);
  // Back to the delivered database, without keys and effects.
  void reset(const std::string& world);

  Value state(const std::string& world) const;    // {sha256, sha256_cents, diff}
  Value effects(const std::string& world) const;  // {items: [{key, tool, arguments, answer, changed}]}, oldest first

 private:
  struct Effect {
    std::string key;
    std::string tool;
    Value arguments;
    Value answer;
    bool changed = false;
  };
  struct Place {
    World world;
    std::vector<Effect> effects;
    std::map<std::string, std::size_t, std::less<>> by_key;
  };

  Place& place(const std::string& world);
  const Effect* done_before(const Place& place, const Call& call) const;
  void keep(Place& place, Effect effect, const Changes& changes);
  void replay(const Value& entry);

  const Seed& seed_;
  Tools tools_;
  OfficeOptions options_;
  std::map<std::string, Place, std::less<>> places_;
  std::optional<Ledger> ledger_;
};

}  // namespace frontdesk::tau
