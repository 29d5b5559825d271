#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace frontdesk::ai {

// Puts the tool calls of a streamed answer together. By the protocol each piece names its call by an index, and the
// first has id and name; servers are seen that begin at 1, give all calls one index or one call several, leave the
// index out, give each piece an id of its own, cut names, repeat a call that is whole, and send arguments as an object.
// What cannot be told for certain becomes a call whose arguments are no JSON, which nobody runs.
class CallPieces {
 public:
  // `place` of `count` entries in the piece.
  void add(const Value& entry, std::size_t place, std::size_t count);
  bool empty() const { return calls_.empty(); }

  // [{id, type, function{name, arguments}}], each id once. `fallback_id` names calls without an id of their own, the
  // same for a repeated request. Throws Error{unavailable, "model/malformed-answer"} where a call has no name.
  Value list(std::string_view fallback_id) const;

 private:
  struct Call {
    std::optional<std::int64_t> index;
    std::string id;
    std::string name;
    std::string arguments;
  };
  struct Piece {
    std::optional<std::int64_t> index;
    std::string_view id;
    std::string_view name;
    std::string arguments;
  };

  Call& call_of(const Piece& piece, bool stands_alone);
  Call* known_by_id(const Piece& piece);
  Call* known_by_index(const Piece& piece);
  static bool is_another(const Call& call, const Piece& piece);

  std::vector<Call> calls_;
};

}  // namespace frontdesk::ai
