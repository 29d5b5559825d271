#include <linear.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <mutex>
#include <set>

#include "ai/background.h"
#include "ai/intents.h"
#include "base/error.h"

namespace frontdesk::ai {
namespace {

using Sentence = std::vector<Vocabulary::Entry>;

// Up to this size of a set each feature is kept, and every tenth is held out once for calibration; above, one fifth.
constexpr std::size_t kSmall = 2'000;
// More sentences times classes than this are held out once, in one fold: each fold costs a whole training.
constexpr std::size_t kCheap = 200'000;
constexpr std::uint32_t kDocumentsMinMax = 100;
// What one round of the solver costs for a sentence's feature and a class, in steps; it goes for some twenty rounds.
constexpr std::uint64_t kRounds = 20;
constexpr std::uint64_t kEntriesAStep = 128;
// A background sentence that is as similar as this to an example may well be one of the tenant's.
constexpr float kTooSimilar = 0.3F;
constexpr float kThresholdMin = 0.1F;
constexpr float kThresholdMax = 0.8F;

struct Labelled {
  std::vector<Sentence> sentences;
  std::vector<std::size_t> classes;
  std::size_t class_count = 0;
};

// The solver of liblinear, which takes its chances from rand(): one training at a time, always from the same seed.
std::vector<float> solve(const Labelled& data, const std::vector<std::size_t>& chosen, std::size_t features,
                         Effort& effort) {
  std::uint64_t entries = 0;
  for (const auto i : chosen) entries += data.sentences[i].size();
  effort.spend(kRounds * entries * data.class_count / kEntriesAStep);
  std::vector<std::vector<feature_node>> rows;
  std::vector<feature_node*> row_starts;
  std::vector<double> targets;
  rows.reserve(chosen.size());
  for (const auto i : chosen) {
    auto& row = rows.emplace_back();
    for (const auto& entry : data.sentences[i]) row.push_back({static_cast<int>(entry.index) + 1, entry.weight});
    row.push_back({-1, 0});
    row_starts.push_back(row.data());
    targets.push_back(static_cast<double>(data.classes[i]));
  }
  problem task{};
  task.l = static_cast<int>(chosen.size());
  task.n = static_cast<int>(features);
  task.y = targets.data();
  task.x = row_starts.data();
  task.bias = -1;
  parameter settings{};
  settings.solver_type = MCSVM_CS;
  settings.C = 1;
  settings.eps = 0.1;

  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  set_print_string_function([](const char*) {});
  std::srand(1);
  auto* solved = ::train(&task, &settings);
  std::vector<float> weights(features * data.class_count, 0.0F);
  const auto solved_classes = static_cast<std::size_t>(solved->nr_class);
  for (std::size_t feature = 0; feature < features; ++feature) {
    for (std::size_t i = 0; i < solved_classes; ++i) {
      const auto target = static_cast<std::size_t>(solved->label[i]);
      weights[feature * data.class_count + target] = static_cast<float>(solved->w[feature * solved_classes + i]);
    }
  }
  free_and_destroy_model(&solved);
  return weights;
}

float similarity(const std::vector<float>& dense, const Sentence& sentence) {
  float sum = 0;
  for (const auto& entry : sentence) sum += dense[entry.index] * entry.weight;
  return sum;
}

// What the classifier says of sentences that it was not trained on.
struct HeldOut {
  std::vector<float> margins;
  std::size_t true_class;
};

std::vector<HeldOut> hold_out(const Labelled& data, std::size_t features, Effort& effort) {
  const bool is_small = data.sentences.size() <= kSmall && data.sentences.size() * data.class_count <= kCheap;
  const std::size_t folds = is_small ? 10 : 5;
  std::vector<std::size_t> fold_of(data.sentences.size());
  std::vector<std::size_t> seen(data.class_count, 0);
  for (std::size_t i = 0; i < fold_of.size(); ++i) fold_of[i] = seen[data.classes[i]]++ % folds;
  std::vector<HeldOut> held_out;
  for (std::size_t fold = 0; fold < (is_small ? folds : 1); ++fold) {
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < fold_of.size(); ++i) {
      if (fold_of[i] != fold) rest.push_back(i);
    }
    if (rest.size() < 2 || rest.size() == fold_of.size()) continue;
    const auto weights = solve(data, rest, features, effort);
    for (std::size_t i = 0; i < fold_of.size(); ++i) {
      if (fold_of[i] != fold) continue;
      HeldOut out{std::vector<float>(data.class_count, 0.0F), data.classes[i]};
      for (const auto& entry : data.sentences[i]) {
        for (std::size_t c = 0; c < data.class_count; ++c) {
          out.margins[c] += entry.weight * weights[entry.index * data.class_count + c];
        }
      }
      held_out.push_back(std::move(out));
    }
  }
  return held_out;
}

std::vector<double> softmax(const std::vector<float>& margins, double sharpness) {
  const double highest = std::ranges::max(margins);
  std::vector<double> shares;
  double sum = 0;
  for (const double margin : margins) sum += shares.emplace_back(std::exp(sharpness * (margin - highest)));
  for (auto& share : shares) share /= sum;
  return shares;
}

// The one of a few that makes the held-out truth likeliest.
float fit_sharpness(const std::vector<HeldOut>& held_out) {
  float best = 4;
  double least_loss = INFINITY;
  for (const float sharpness : {2.0F, 2.5F, 3.0F, 3.5F, 4.0F, 5.0F, 6.0F, 7.0F, 8.0F, 10.0F}) {
    double loss = 0;
    for (const auto& out : held_out) loss -= std::log(softmax(out.margins, sharpness)[out.true_class] + 1e-9);
    if (loss < least_loss) least_loss = loss, best = sharpness;
  }
  return best;
}

}  // namespace

class IntentTrainer {
 public:
  IntentTrainer(std::span<const Example> examples, const IntentTraining& training) : training_(training) {
    name_classes(examples);
    for (const auto& example : examples) add(example.text, class_of(example.intent));
  }

  IntentModel train() {
    if (model_.names_.empty()) return std::move(model_);
    if (training_.use_background) add_background();
    choose_vocabulary();
    data_.sentences.reserve(features_.size());
    for (const auto& sentence : features_) data_.sentences.push_back(model_.vocabulary_.weigh(sentence));
    std::vector<std::size_t> all(data_.sentences.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    model_.weights_ = solve(data_, all, model_.vocabulary_.size(), effort());
    calibrate();
    return std::move(model_);
  }

 private:
  Effort& effort() { return training_.effort ? *training_.effort : unlimited_; }

  void choose_vocabulary() {
    model_.knows_none_ = std::ranges::find(data_.classes, model_.names_.size()) != data_.classes.end();
    data_.class_count = model_.names_.size() + (model_.knows_none_ ? 1 : 0);
    for (std::uint32_t documents_min = features_.size() > kSmall ? 2 : 1; documents_min <= kDocumentsMinMax;
         documents_min += 1 + documents_min / 4) {
      model_.vocabulary_ = Vocabulary(features_, documents_min);
      if (model_.vocabulary_.size() == 0) break;
      if (model_.vocabulary_.size() * data_.class_count <= training_.weights_max) return;
    }
    throw Error(
        Kind::exhausted, "intents/too-many",
        fmt::format("{} intents are too many to be told apart here. Join what means the same.", model_.names_.size()));
  }

  void name_classes(std::span<const Example> examples) {
    std::set<std::string> names;
    for (const auto& example : examples) {
      if (!example.intent.empty()) names.insert(example.intent);
    }
    for (const auto& name : names) classes_.emplace(name, classes_.size());
    model_.names_.assign(names.begin(), names.end());
  }

  std::size_t class_of(const std::string& intent) const {
    return intent.empty() ? model_.names_.size() : classes_.at(intent);
  }

  void add(std::string_view text, std::size_t to_class) {
    features_.push_back(features_of(text));
    data_.classes.push_back(to_class);
  }

  // Compared by the tenant's own vocabulary: what weighs is what its sentences are made of.
  void add_background() {
    const Vocabulary vocabulary(features_, 1);
    std::vector<Sentence> examples;
    examples.reserve(features_.size());
    for (const auto& sentence : features_) examples.push_back(vocabulary.weigh(sentence));
    std::vector<float> dense(vocabulary.size(), 0.0F);
    for (const auto text : background_sentences()) {
      const auto sentence = vocabulary.weigh(features_of(text));
      for (const auto& entry : sentence) dense[entry.index] = entry.weight;
      float nearest = 0;
      effort().spend(1 + examples.size());
      for (const auto& example : examples) nearest = std::max(nearest, similarity(dense, example));
      for (const auto& entry : sentence) dense[entry.index] = 0;
      if (nearest < kTooSimilar) add(text, model_.names_.size());
    }
  }

  void calibrate() {
    const auto held_out = hold_out(data_, model_.vocabulary_.size(), effort());
    model_.sharpness_ = fit_sharpness(held_out);
    std::vector<double> right;
    for (const auto& out : held_out) {
      if (out.true_class >= model_.names_.size()) continue;
      const auto shares = softmax(out.margins, model_.sharpness_);
      const auto best = std::ranges::max_element(shares) - shares.begin();
      if (static_cast<std::size_t>(best) == out.true_class) right.push_back(shares[out.true_class]);
    }
    std::ranges::sort(right);
    const auto rejected = static_cast<std::size_t>(training_.rejected_share * static_cast<double>(right.size()));
    const auto threshold = right.empty() ? kThresholdMin : static_cast<float>(right[rejected]);
    model_.threshold_ = std::clamp(threshold, kThresholdMin, kThresholdMax);
  }

  const IntentTraining& training_;
  Effort unlimited_;
  std::map<std::string, std::size_t> classes_;
  std::vector<std::vector<Feature>> features_;
  Labelled data_;
  IntentModel model_;
};

IntentModel IntentModel::train(std::span<const Example> examples, const IntentTraining& training) {
  return IntentTrainer(examples, training).train();
}

}  // namespace frontdesk::ai
