#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/value.h"
#include "platform/events/published.h"

namespace frontdesk::engines::webhooks {

enum class State {
  active,
  paused,    // by a person
  disabled,  // by the house: nothing arrived for too long, or it is gone
};
BOOST_DESCRIBE_ENUM(State, active, paused, disabled)

// An address that is told what happens in a place.
struct Hook {
  std::string id;  // wh_…
  std::string url;
  std::string description;
  std::vector<std::string> types;  // of the events that it is told; empty: all
  State state = State::active;
  std::string reason;           // why it is disabled
  std::int64_t generation = 1;  // of its secret
  std::optional<Timestamp> rotated_at;
  std::optional<Timestamp> failing_since;
  Timestamp added_at;

  bool wants(std::string_view type) const;
};

enum class Outcome {
  waiting,
  delivered,
  failed,   // for good
  dropped,  // never sent: its hook was paused, disabled or removed meanwhile
};
BOOST_DESCRIBE_ENUM(Outcome, waiting, delivered, failed, dropped)

struct Delivery {
  std::int64_t number = 0;
  std::string hook;
  std::string message;  // msg_…, of the webhook-id
  std::int64_t event = 0;
  std::string type;
  Outcome state = Outcome::waiting;
  std::int64_t round = 1;
  Timestamp asked_at;
  std::optional<Timestamp> settled_at;
};

struct Attempt {
  std::int64_t number = 0;
  Timestamp at;
  std::int64_t status = 0;  // of the answer; 0: there was none
  std::string error;        // empty where it was taken
  std::int64_t took_ms = 0;
};

Value to_json(const Hook& hook, Timestamp now);
Value to_json(const Delivery& delivery);
Value to_json(const Attempt& attempt);
Value to_json(const platform::Published& published);

}  // namespace frontdesk::engines::webhooks
