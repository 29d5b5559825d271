#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "store/database.h"

// What is to be done later, or by somebody else: a mail, a call, an event for who hears it, a timer. It is written down
// in the transaction that asks for it, so it is asked for exactly when that is committed; it is done at least once, and
// what is done inside of frontdesk exactly once (see worker.h). All of this runs inside the transactions of a place.
namespace frontdesk::platform::work {

struct Item {
  std::string kind;
  std::string key;  // asked for again under the same kind and key, it is the same piece
  Value payload;
  Timestamp due;     // not before; 1970: at once
  std::string lane;  // pieces of a lane are done one behind the other, in the order in which they were asked for
};

enum class State {
  waiting,
  running,
  failed,  // for good: a person says again(), or give_up()
  done,
  given_up,
};
BOOST_DESCRIBE_ENUM(State, waiting, running, failed, done, given_up)

struct Piece {
  std::int64_t number = 0;
  Item item;
  State state = State::waiting;
  int attempts = 0;
  std::string last_error;
  Timestamp asked_at;
  std::optional<Timestamp> settled_at;
};

// Which pieces list() shows.
struct Filter {
  std::optional<State> state;
  std::string kind;         // "": any
  std::string words;        // in the kind, the key or the last error
  std::int64_t before = 0;  // numbers below it; 0: all
  std::size_t limit = 50;
};

// False where it was asked for before.
bool ask(store::Transaction& transaction, const Item& item, Timestamp now);
std::vector<Piece> list(store::Reader& reader, const Filter& filter);  // newest first
std::optional<Piece> find(store::Reader& reader, std::int64_t number);

// Both throw Error{not_found, "work/unknown"} and {conflict, "work/not-failed"}.
void again(store::Transaction& transaction, std::int64_t number, Timestamp now);
void give_up(store::Transaction& transaction, std::int64_t number, Timestamp now);
// Takes back what nobody has begun; false where it is not waiting any more, or was never asked for.
bool take_back(store::Transaction& transaction, std::string_view kind, std::string_view key, Timestamp now);

// ---- for the worker ----

// Marks what is due as running, in the order in which it is due, and counts the attempt.
std::vector<Piece> claim(store::Transaction& transaction, Timestamp now, std::size_t limit);
// Whether something is due; a cheap look, so that nothing is written where nothing is.
bool has_due(store::Reader& reader, Timestamp now);
// Whether something is under way, or is noted to be.
bool is_running(store::Reader& reader);
// When something that waits is due next; what is due already and waits for its lane is not counted.
std::optional<Timestamp> next_due(store::Reader& reader, Timestamp now);
// Throws Error{conflict, "work/lost"} where the attempt is not the latest: what was done with it is taken back.
// What it was about is forgotten: it may be a letter, or a link that lets somebody in.
void settle(store::Transaction& transaction, const Piece& piece, Timestamp now);
void put_off(store::Transaction& transaction, const Piece& piece, Timestamp due, std::string_view error);
void fail(store::Transaction& transaction, const Piece& piece, std::string_view error);
// What runs and nobody here holds waits again: a process is gone, or an answer was lost.
std::int64_t release_all_but(store::Transaction& transaction, const std::set<std::int64_t>& held);
// A wait behind a failure is a span and no time of day: where the clock on the wall was moved, it moves along.
void move_waits(store::Transaction& transaction, std::int64_t by_ms);
// The number of the first event that somebody is still to be told of; nothing where all were.
std::optional<std::int64_t> oldest_told(store::Reader& reader);
// Forgets one that was settled, before its time.
void forget_one(store::Transaction& transaction, std::string_view kind, std::string_view key);
// Forgets what was settled before; its keys count anew. The newest piece stays, so that no number comes again.
std::int64_t forget(store::Transaction& transaction, Timestamp before);

}  // namespace frontdesk::platform::work
