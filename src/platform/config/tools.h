#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/value.h"
#include "platform/actions/offer.h"
#include "platform/config/schema_of.h"
#include "platform/config/section.h"

namespace frontdesk::platform::config {

struct ToolAuth {
  std::optional<std::string> bearer;  // "secret:NAME"
};
BOOST_DESCRIBE_STRUCT(ToolAuth, (), (bearer))
std::vector<Note> notes(const ToolAuth*);

struct ToolRetry {
  std::int64_t attempts = 3;
};
BOOST_DESCRIBE_STRUCT(ToolRetry, (), (attempts))
std::vector<Note> notes(const ToolRetry*);

// Whose records a tool touches.
struct ToolSubject {
  std::vector<std::string> by;
  std::int64_t misses = 5;
  std::int64_t misses_of_address = 20;
  std::int64_t misses_in_all = 500;
};
BOOST_DESCRIBE_STRUCT(ToolSubject, (), (by, misses, misses_of_address, misses_in_all))
std::vector<Note> notes(const ToolSubject*);

// Something that the bot can do: in the business's own systems, over HTTP (design, section 7), or an action of ours.
struct Tool {
  std::string name;
  std::optional<std::string> action;  // of ours: it says itself what stands below up to `effect`, and has no endpoint
  std::string description;
  Value input_schema;                  // JSON Schema of an object
  std::optional<Value> output_schema;  // of any value
  std::string endpoint;
  std::optional<ToolAuth> auth;
  Effect effect = Effect::read;
  std::string timeout = "10s";
  std::optional<Value> confirm;         // read back to the customer before a write: a wording
  std::map<std::string, Value> labels;  // of arguments on the card of the read-back: wordings
  std::optional<std::string> permission;
  ToolRetry retry;
  std::string patience = "10s";
  std::optional<ToolSubject> subject;

  std::chrono::milliseconds time_max() const;
  std::chrono::milliseconds patience_max() const;
};
BOOST_DESCRIBE_STRUCT(Tool, (),
                      (name, action, description, input_schema, output_schema, endpoint, auth, effect, timeout, confirm,
                       labels, permission, retry, patience, subject))
std::vector<Note> notes(const Tool*);

Section tools_section(std::vector<Offer> offers = {});
std::vector<Tool> tools_of(const Value& document);

}  // namespace frontdesk::platform::config
