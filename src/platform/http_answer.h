#pragma once

#include <string>
#include <variant>

#include "base/clock.h"
#include "base/error.h"
#include "base/value.h"
#include "net/client.h"

// What an HTTP tool's answer means. Pure.
namespace frontdesk::platform {

// No usable answer.
struct Trouble {
  Error error;
  bool may_be_done = true;  // for a write: it is not known that nothing was done
  bool helps_to_retry = true;
  bool is_away = false;  // nobody is there, as while the back office starts again: it is worth some seconds of waiting
};

// The result, the back office's refusal for the model to read, or trouble.
using ToolAnswer = std::variant<Value, Error, Trouble>;

ToolAnswer read_answer(const std::string& tool, const net::ClientResponse& response, std::size_t depth_max,
                       Timestamp now);

// What the client threw in place of an answer.
Trouble read_failure(const std::string& tool, const Error& failure);

}  // namespace frontdesk::platform
