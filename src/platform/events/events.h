#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "store/database.h"

// What happened, told to whoever hears it. An event is announced in the transaction that changed the state, and told
// after its commit, at least once, in order for each subject. A hearer's transaction also notes that it has heard, so
// what it changes is changed once.
namespace frontdesk::platform {

class Writing;

struct Event {
  std::string type;     // "approval.approved": noun and what happened to it
  std::string subject;  // what it happened to, "approval/ap_…"
  Value data;
};

struct Announced {
  std::int64_t number = 0;  // grows within a place
  Timestamp at;
  std::string actor;
  Event event;
};

// What a hearer is told: an event, and whose place it was announced in.
struct Heard : Announced {
  TenantId place;
};

struct Hearer {
  std::string name;  // who hears; with the type it is unique
  std::string type;  // of the events that it hears
  // Runs inside a transaction, as all bodies of one do. What it throws is tried again.
  std::function<void(Writing& writing, const Heard& event)> hear;
};

namespace events {

struct Filter {
  std::string type;         // "": any
  std::string subject;      // likewise
  std::int64_t before = 0;  // numbers below it; 0: all
  std::size_t limit = 50;
};

std::int64_t add(store::Transaction& transaction, const Event& event, std::string_view actor, Timestamp at);
std::optional<Announced> find(store::Reader& reader, std::int64_t number);
std::vector<Announced> list(store::Reader& reader, const Filter& filter);  // newest first
// Forgets what happened before, but for `kept` and all behind it, of which somebody is still to be told. The newest
// stays, so that no number comes again.
std::int64_t forget(store::Transaction& transaction, Timestamp before, std::optional<std::int64_t> kept);

}  // namespace events
}  // namespace frontdesk::platform
