#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ai/broken_text.h"
#include "ai/call_pieces.h"
#include "ai/model.h"
#include "ai/thoughts.h"

namespace frontdesk::ai {

inline constexpr std::size_t kBytesShown = 300;  // of what a service says, in an error

// Puts a streamed chat completion together from its chunks (server-sent events), or takes a whole one. It bears what
// services are seen to send beside the protocol, and is strict about one thing: an answer that is not whole is none.
// Throws Error{unavailable, "model/…"}: "malformed-answer" for what is no answer, "failed" for an error that the
// service tells, whatever its shape.
class CompletionReader {
 public:
  // `fallback_id` names tool calls that come without an id; the same for a repeated request.
  explicit CompletionReader(std::string fallback_id) : fallback_id_(std::move(fallback_id)) {}

  struct Added {
    std::string text;         // what the answer's text grows by
    bool takes_back = false;  // before it: what was given so far was no part of the answer
    bool is_sign = false;     // something of the answer came, be it a thought; keep-alives are none
  };
  Added feed(std::string_view data, std::string_view event = {});
  // A server that does not stream answers with one JSON document.
  Added take_whole(std::string_view body);
  // Nothing comes any more. Returns what had been held back of the text.
  std::string close();

  bool has_begun() const { return has_begun_; }  // something of the answer came
  bool is_finished() const { return is_done_ || !finish_reason_.empty(); }

  // The assistant's message, behind close(). Thoughts are left out of it; arguments of tool calls are handed on as they
  // came. Throws Error{unavailable}: "model/cut-off" where the end never came, "model/too-long" where the answer was
  // cut at its limit of tokens, "model/filtered" where the service held it back, "model/failed" where it ends for a
  // reason that we do not know for a good one, "model/empty-answer" where there is neither text nor a tool call.
  Value message() const;
  const Usage& usage() const { return usage_; }
  const std::string& finish_reason() const { return finish_reason_; }

 private:
  Added take_chunk(const Value& chunk);
  Added take_choice(const Value& choice, const Value& part);
  void read_usage(const Value& usage);
  bool take_calls(const Value& part);
  bool is_ours(const Value& choice);

  std::string fallback_id_;
  std::string text_;
  std::string refusal_;
  TextMender mender_;
  ThoughtFilter thoughts_;
  CallPieces calls_;
  Usage usage_;
  std::string finish_reason_;
  std::optional<std::int64_t> choice_;  // of the answers that it gives, the first
  bool has_begun_ = false;
  bool is_done_ = false;
};

}  // namespace frontdesk::ai
