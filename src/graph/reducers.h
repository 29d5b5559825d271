#pragma once

#include "graph/graph.h"

namespace frontdesk::graph {

// The reducers that the runtime knows by name, so that it can fold without a call and keep an index of message ids.
enum class Fold : std::uint8_t { last_value, append, messages, add, merge, custom };
Fold fold_of(const Reducer& reducer);

// Where the messages of a list stand, by id. A cache of a list that mostly grows at its end; it only ever looks at
// lists that were committed.
class IdIndex {
 public:
  void clear() { slots_.clear(), seen_ = 0; }
  void catch_up(std::span<const Value> messages);  // `messages` begins with what was seen before
  std::optional<std::size_t> find(std::span<const Value> messages, std::string_view id) const;

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t position_plus_one = 0;
  };
  void insert(std::uint64_t hash, std::size_t position);
  std::vector<Slot> slots_;  // open addressing; a power of two, at most half full
  std::size_t seen_ = 0;
};

// A channel's new value. `is_longer`: the old list with items behind it, so that an index of it stays good.
struct Folded {
  Value value;
  bool is_longer = false;
};

// `index` may be null; it is brought up to `current` and not beyond.
Folded fold_messages(const Value& current, std::span<const Value> writes, IdIndex* index);
Folded fold_writes(Fold fold, const Reducer& reducer, const Value& current, std::span<const Value> writes,
                   IdIndex* index);

}  // namespace frontdesk::graph
