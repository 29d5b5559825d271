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
  std::string key;  // started again under the same kind and key, it is the same errand
  Value wish;
  std::optional<std::int64_t> total;
  Value budget = Value::object();  // {unit: how many}; where one is spent, no further piece begins
};

struct Errand {
  std::int64_t number = 0;
  std::string kind, key;
  State state = State::running;
  Value wish, cursor;
  std::int64_t pieces = 0, done = 0;
  std::optional<std::int64_t> total;
  std::string saying;
  Value cost, budget, result;
  std::string error, started_by, stopped_by;
  Timestamp started_at;
  std::optional<Timestamp> ended_at;
};

// What one piece came to.
struct Step {
  Value cursor;  // where the next piece begins
  std::int64_t done = 0;
  std::optional<std::int64_t> total;
  std::string saying;
  Value cost = Value::object();
  bool is_last = false;
  Value result;
};

Errand start(Writing& writing, const Start& start);
// A piece that is under way is still committed; none begins behind it. Throws Error{not_found, "errands/unknown"} and
// {conflict, "errands/over"}.
Errand stop(Writing& writing, std::int64_t number);
std::optional<Errand> find(store::Reader& reader, std::int64_t number);
std::vector<Errand> list(store::Reader& reader, std::int64_t before, std::size_t limit);  // newest first

// ---- for the pieces ----

void commit(Writing& writing, std::int64_t number, const Step& step);
void fail(Writing& writing, std::int64_t number, std::string_view error);

}  // namespace frontdesk::platform::errands
