#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/trace_context.h"
#include "base/value.h"

namespace frontdesk::ai {

// Messages, tools and answers have the shape of OpenAI's chat completions (role, content, tool_calls[id, type,
// function{name, arguments}], tool_call_id), which every provider can be mapped to. Two things are values here and
// texts on a provider's wire: `arguments` of a call that is ours, and a tool's answer, which is `result` and no
// content.
struct ModelRequest {
  Value messages;            // list
  Value tools;               // list of {type: function, function: {name, description, parameters}}
  std::string conversation;  // id, for providers that keep their place in a transcript
  std::string turn_key;      // the same for a repeated call of the same step
  Value context;             // what the built-in model may look at beyond the messages (see dialog/brain.h)
  std::int64_t output_tokens_max = 2048;
  std::optional<TraceContext> trace = {};  // of whoever asks
};

struct Usage {
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
};

struct ModelAnswer {
  Value message;  // {role: "assistant", content, tool_calls?}
  Usage usage;
  std::string provider;  // the one of the chain that answered
  Value trace;           // what the provider can tell about why: intent, confidence, …
};

// Receives text while it is made. `reset` is called when what was sent must be forgotten (fail-over).
struct TokenSink {
  std::function<void(std::string_view piece)> text = [](std::string_view) {};
  std::function<void()> reset = [] {};
};

class Model {
 public:
  virtual ~Model() = default;
  // Throws Error; unavailable, timeout and exhausted let a chain try the next provider.
  virtual Task<ModelAnswer> answer(ModelRequest request, TokenSink sink, Deadline deadline) = 0;
};

}  // namespace frontdesk::ai
