#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

#include "ai/model.h"

namespace frontdesk::ai {

// Finds the messages of the recording that a request is to be answered from; null where there is none.
using FindRecording = std::function<Value(const ModelRequest& request)>;

// Recordings in the form {"conversations": {name: [messages]}}, messages as in ModelRequest. A request takes the one
// that context["recording"] names, else the first (by name) whose customer's messages begin with those of the request.
// Throws Error{invalid, "recording/malformed"} with the JSON pointer.
FindRecording read_recordings(std::string_view json);

struct RecordedOptions {
  std::chrono::milliseconds delay{0};       // before the first word
  std::chrono::milliseconds word_delay{0};  // between words
};

// Gives the assistant's messages of a recording in their order. Its place is the number of assistant messages that the
// request already holds, so a call that is repeated after a crash gets the same answer. Text is streamed by words.
// Errors: not_found "recording/unknown", not_found "recording/ended".
class Recorded final : public Model {
 public:
  Recorded(FindRecording find, Clock& clock, RecordedOptions options = {})
      : find_(std::move(find)), clock_(clock), options_(options) {}

  Task<ModelAnswer> answer(ModelRequest request, TokenSink sink, Deadline deadline) override;

 private:
  const FindRecording find_;
  Clock& clock_;
  const RecordedOptions options_;
};

}  // namespace frontdesk::ai
