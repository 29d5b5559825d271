#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ai/model.h"

namespace frontdesk::ai {

// Puts a streamed chat completion together from its chunks (the data of server-sent events), or takes a whole one.
// Throws Error{unavailable, "model/…"} on what is neither.
class CompletionReader {
 public:
  // `fallback_id` names tool calls that come without an id; the same for a repeated request.
  explicit CompletionReader(std::string fallback_id) : fallback_id_(std::move(fallback_id)) {}

  // Returns the text that the chunk adds; "" where it adds none.
  std::string feed(std::string_view data);
  // A server that does not stream answers with one JSON document. Returns its text.
  std::string take_whole(std::string_view body);

  bool has_begun() const { return has_begun_; }  // something of the answer came
  bool is_finished() const { return is_done_ || !finish_reason_.empty(); }

  // The assistant's message; throws Error{unavailable, "model/cut-off"} where the end never came, "model/empty-answer"
  // where there is neither text nor a tool call. Arguments of tool calls are handed on as they came.
  Value message() const;
  const Usage& usage() const { return usage_; }
  const std::string& finish_reason() const { return finish_reason_; }

 private:
  struct Call {
    std::int64_t index = 0;
    std::string id;
    std::string name;
    std::string arguments;
  };

  void read_usage(const Value& usage);
  void add_call(const Value& delta, std::size_t place);
  Call& call_for(std::int64_t index, std::string_view id);

  std::string fallback_id_;
  std::string text_;
  std::vector<Call> calls_;
  Usage usage_;
  std::string finish_reason_;
  bool has_begun_ = false;
  bool is_done_ = false;
};

}  // namespace frontdesk::ai
