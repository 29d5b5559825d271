#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.h"
#include "platform/engagements/stage.h"
#include "platform/places/writing.h"
#include "platform/work/kind.h"

// The record that carries a client from the first lead to the review of a live bot; in the operator's place. It is what
// its changes come to: each has who did it, why, and a key, so that an engine which says the same twice has said it
// once. Each is an event "engagement.moved" of the subject "engagement/<id>". All of this runs inside the operator's
// transactions.
namespace frontdesk::platform::engagements {

struct Engagement {
  std::string id;  // eg_…
  std::int64_t number = 0;
  std::string client;   // what the business is called
  std::string contact;  // how it is reached; may be empty
  std::string tenant;   // its id, once there is one
  std::string owner;    // principal of whoever looks after it
  Stage stage = Stage::lead;
  std::optional<Stage> before_pause;
  Timestamp since;                 // in this stage
  std::optional<Timestamp> until;  // the end of a pause
  Timestamp opened_at;
};

struct Change {
  std::int64_t number = 0;
  Stage stage = Stage::lead;
  std::string actor;
  std::string cause;   // what led to it: "staff", an action, an event
  std::string reason;  // needed where something is lost, churned or paused
  Value detail = Value::object();
  std::optional<Timestamp> until;
  Timestamp at;
};

struct Client {
  std::string name;
  std::string contact;
  std::string cause = "staff";
  std::string key;  // the same lead again is the same engagement; empty: each is a new one
};

struct Move {
  Stage to = Stage::lead;
  std::string cause = "staff";
  std::string reason;
  Value detail = Value::object();  // {tenant: …} where it gets one
  std::string key;                 // empty: the move counts whenever it may be made
  std::optional<Timestamp> until;  // for a pause
};

struct Filter {
  std::optional<Stage> stage;
  std::string words;        // in the client's name
  std::int64_t before = 0;  // numbers below it; 0: all
  std::size_t limit = 50;
};

Engagement open(Writing& writing, Random& random, const Client& client);
// Throws Error
//   {not_found, "engagements/unknown"}
//   {conflict, "engagements/not-next"}   the stage does not follow on the one that it is in; the detail says which do
//   {invalid, "engagements/no-reason"}   lost, churned and paused have one
//   {invalid, "engagements/no-end"}      a pause ends, in the future
//   {conflict, "engagements/key-reused"} the key stands for a move to another stage
Engagement move(Writing& writing, std::string_view id, const Move& move);

// The stages that can come next, with the one before a pause.
std::vector<Stage> next_of(const Engagement& engagement);

std::optional<Engagement> find(store::Reader& reader, std::string_view id);
std::vector<Change> changes(store::Reader& reader, std::string_view id);    // in their order
std::vector<Engagement> list(store::Reader& reader, const Filter& filter);  // newest first
// How many there are in each stage that has any.
std::vector<std::pair<Stage, std::int64_t>> counts(store::Reader& reader);
// What the changes come to, to hold the row of the list against.
std::optional<Engagement> replay(store::Reader& reader, std::string_view id);

// Wakes what was paused.
work::Kind waking();

}  // namespace frontdesk::platform::engagements
