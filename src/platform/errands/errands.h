#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "platform/places/writing.h"

// What takes long: it is done in pieces by the worker of its place, tells how far it is and what it cost, and can be
// stopped. All of this runs inside the transactions of a place.
namespace frontdesk::platform::errands {

enum class State { running, stopping, finished, stopped, failed };
BOOST_DESCRIBE_ENUM(State, running, stopping, finished, stopped, failed)

struct Start {
  std::string kind;
  std::string key;    // started again under the same kind and key, it is the same errand
  std::string title;  // what people call it
  Value wish;
  std::optional<std::int64_t> total;
  Value budget = Value::object();  // {unit: how many}; where one is spent, no further piece begins
};

struct Errand {
  std::int64_t number = 0;
  std::string kind, key, title;
  State state = State::running;
  Value wish, cursor;  // forgotten when it ends: they may be of a customer
  std::string wish_hash;
  std::int64_t pieces = 0, done = 0;
  std::optional<std::int64_t> total;
  std::string saying;  // how far it is, in words
  Value cost, budget, result;
  std::string error;  // why it failed; while it runs, what went wrong since the last piece
  std::string started_by, stopped_by;
  Timestamp started_at, moved_at;
  std::optional<Timestamp> ended_at;

  bool is_over() const { return ended_at.has_value(); }
};

// What one piece came to.
struct Step {
  Value cursor;  // where the next piece begins
  std::int64_t done = 0;
  std::optional<std::int64_t> total;
  std::string saying;
  Value cost = Value::object();  // {unit: how many}, of its kind's units
  bool is_last = false;
  Value result;
};

// Which errands list() shows.
struct Filter {
  std::optional<State> state;
  std::string kind;         // "": any
  std::int64_t before = 0;  // numbers below it; 0: all
  std::size_t limit = 50;
};

// Throws Error{not_found, "errands/unknown-kind"}, {invalid, "errands/bad-budget"}, and {conflict,
// "errands/key-reused"} where its key stands for another wish.
Errand start(Writing& writing, const Start& start);
// A piece that is under way is still committed; none begins behind it. Throws Error{not_found, "errands/unknown"} and
// {conflict, "errands/over"}.
Errand stop(Writing& writing, std::int64_t number);
std::optional<Errand> find(store::Reader& reader, std::int64_t number);
Errand known(store::Reader& reader, std::int64_t number);               // the same; Error{not_found, "errands/unknown"}
std::vector<Errand> list(store::Reader& reader, const Filter& filter);  // newest first
// Forgets what ended before; its keys count anew. The newest stays, so that no number comes again.
std::int64_t forget(store::Transaction& transaction, Timestamp before);

// ---- for the pieces ----

// The name of the work that a piece of an errand is.
inline constexpr std::string_view kWork = "errand";

void commit(Writing& writing, std::int64_t number, const Step& step);
// A piece was not done. Gives whether no other attempt at it is to be made: it failed for good, or somebody stopped it.
bool fail(Writing& writing, std::int64_t number, std::string_view error, bool is_for_good);

}  // namespace frontdesk::platform::errands
