#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ai/familiarity.h"
#include "ai/perceptron.h"
#include "ai/vocabulary.h"
#include "base/effort.h"

namespace frontdesk::ai {

struct Example {
  std::string text;
  std::string intent;  // empty: a sentence that belongs to none
};

struct IntentTraining {
  bool use_background = true;    // learn from background_sentences() what belongs to none
  double rejected_share = 0.12;  // of the held-out sentences understood rightly, that may fall below the threshold
  std::size_t weights_max =
      16'000'000;            // a byte each: features times classes; where there are more, the rarest features go
  Effort* effort = nullptr;  // what training may cost; null: no limit
};

struct Classification {
  std::string_view name;  // the likeliest intent, whether sure or not; lives as long as the model
  double confidence = 0;  // that it is the one, 0 to 1; with the others' and that of none 1 in all
  std::string_view runner_up;
  double runner_up_confidence = 0;
  double out_of_scope = 0;  // confidence that none fits
  bool sure = false;        // above the threshold and clearly ahead of the rest: may be acted on without asking
};

// Knows a business's intents by their examples: a linear classifier (Crammer and Singer's, C = 1) over hashed n-grams,
// where there are many examples a committee of small nets that is heard, too, and beside them how familiar a sentence
// is, learnt from sentences and whole intents that were held out. Never changed once it is made; safe from any thread.
// The same examples make the same bytes.
class IntentModel {
 public:
  // Blocks for milliseconds with a tenant's file, for seconds with ten thousand examples. Throws
  // Error{exhausted, "intents/too-many"} where so many classes cannot be told apart with `weights_max`.
  static IntentModel train(std::span<const Example> examples, const IntentTraining& training = {});
  // Whether these are bytes of today's classifier, as they were made; others are of no use but to be made again.
  static bool is_whole(std::string_view bytes);
  // Throws Error{invalid, "intents/damaged"}.
  static IntentModel deserialize(std::string_view bytes);
  std::string serialize() const;

  Classification classify(std::string_view text) const;

  const std::vector<std::string>& names() const { return names_; }
  double threshold() const { return threshold_; }
  std::size_t features() const { return vocabulary_.size(); }

 private:
  friend class IntentTrainer;
  // Of the names in order as if the sentence were surely one of ours, and how familiar it is.
  struct Scores {
    std::vector<float> shares;
    Evidence evidence;
  };
  Scores score(std::string_view text) const;
  std::string body_bytes() const;

  std::vector<std::string> names_;
  bool knows_none_ = false;  // one class more than names: none of them
  Vocabulary vocabulary_;
  std::vector<std::int8_t> weights_;  // [feature][class], in parts of 127 of the feature's greatest
  std::vector<float> scales_;         // [feature]
  std::vector<std::uint8_t> is_own_;  // [feature]: whether the business's own examples have it
  Vocabulary gist_;                   // for the committee; both empty where there are few examples
  std::vector<Perceptron> committee_;
  Familiarity familiarity_;
  float shift_ = 0;      // how much rarer strange messages are than the familiarity takes them to be, in its odds
  float sharpness_ = 4;  // of the softmax over the margins
  float threshold_ = 0;  // of the confidence where as much is strange as is ours: what is acted on has to stand that
};

}  // namespace frontdesk::ai
