#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ai/vocabulary.h"
#include "base/effort.h"

namespace frontdesk::ai {

struct Example {
  std::string text;
  std::string intent;  // empty: a sentence that belongs to none
};

struct IntentTraining {
  bool use_background = true;    // learn from background_sentences() what belongs to none
  double rejected_share = 0.05;  // of the held-out sentences understood rightly, that may fall below the threshold
  std::size_t weights_max = 8'000'000;  // features times classes; where there are more, the rarest features go
  Effort* effort = nullptr;             // what training may cost; null: no limit
};

struct Classification {
  std::string_view name;  // the likeliest intent, whether sure or not; lives as long as the model
  double confidence = 0;  // that it is the one, 0 to 1
  std::string_view runner_up;
  double runner_up_confidence = 0;
  double out_of_scope = 0;  // confidence that none fits
  bool sure = false;        // above the threshold and clearly ahead of the rest: may be acted on without asking
};

// Knows a business's intents by their examples: a linear classifier (Crammer and Singer's, C = 1) over hashed n-grams.
// Never changed once it is made; safe from any thread. The same examples make the same bytes.
class IntentModel {
 public:
  // Blocks for milliseconds with a tenant's file, for seconds with ten thousand examples. Throws
  // Error{exhausted, "intents/too-many"} where so many classes cannot be told apart with `weights_max`.
  static IntentModel train(std::span<const Example> examples, const IntentTraining& training = {});
  // Throws Error{invalid, "intents/damaged"}.
  static IntentModel deserialize(std::string_view bytes);
  std::string serialize() const;

  Classification classify(std::string_view text) const;

  const std::vector<std::string>& names() const { return names_; }
  double threshold() const { return threshold_; }
  std::size_t features() const { return vocabulary_.size(); }

 private:
  friend class IntentTrainer;
  std::vector<float> confidences(std::string_view text) const;

  std::vector<std::string> names_;
  bool knows_none_ = false;  // one class more than names: none of them
  Vocabulary vocabulary_;
  std::vector<float> weights_;  // [feature][class]
  float sharpness_ = 4;         // of the softmax over the margins
  float threshold_ = 0;
};

}  // namespace frontdesk::ai
