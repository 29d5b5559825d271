#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ai/model.h"
#include "dialog/config.h"
#include "dialog/slots.h"

namespace frontdesk::dialog {

struct Guess {
  std::string intent;
  double confidence = 0;
};

// What an intent classifier thinks of a sentence, best first; `sure` is false where nothing fits (out of scope).
struct Understanding {
  std::vector<Guess> guesses;
  bool sure = false;
};
using Classify = std::function<Understanding(std::string_view sentence)>;

inline constexpr std::string_view kStartFlow = "start_flow";
inline constexpr std::string_view kFetchPerson = "fetch_person";

// Serves a tenant's file without a language model: the classifier picks an intent, which starts a flow, is answered, or
// fetches a person. What it does not understand it asks about, twice in different ways, and then fetches a person, so
// that no conversation is stuck (C-S3). A question that the file does not answer is said not to be known. Reads
// `misses`, `now_ms`, `language` and `slots` from ModelRequest::context; tells intent, confidence, missed, unanswered
// and buttons in the answer's trace.
class BuiltInModel final : public ai::Model {
 public:
  BuiltInModel(const DialogConfig& config, Classify classify);  // the config must outlive the model
  Task<ai::ModelAnswer> answer(ai::ModelRequest request, ai::TokenSink sink, Deadline deadline) override;

 private:
  struct Question {
    std::string_view words;
    std::int64_t misses = 0;
    std::string_view key;
    Value slots;
    Surroundings around;
  };

  ai::ModelAnswer decide(const Question& question) const;
  ai::ModelAnswer follow(const Intent& intent, const Question& question, Value trace) const;
  ai::ModelAnswer repair(const Understanding& reading, const Question& question) const;

  const DialogConfig& config_;
  Classify classify_;
};

}  // namespace frontdesk::dialog
