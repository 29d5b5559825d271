#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

#include "ai/background.h"
#include "ai/intents.h"
#include "ai/rehearsal.h"
#include "ai/solver.h"
#include "base/error.h"

namespace frontdesk::ai {
namespace {

// Up to this size of a set each feature is kept, and no committee asked: it would cost as much again, and what
// few examples say is said by the linear weights.
constexpr std::size_t kSmall = 2'000;
// Bytes of the first layer of each of the committee; where there are more, the rarest features go.
constexpr std::size_t kMemberMax = 2'500'000;
constexpr std::uint32_t kDocumentsMinMax = 100;
// More rounds make the weights truer to the examples and the answers no better (measured by folds).
constexpr int kRounds = 6;
// A background sentence that is as similar as this to an example may well be one of the tenant's.
constexpr float kTooSimilar = 0.3F;
// With so few examples an intent, what is held out is further from the rest than what people will say, and would lower
// the threshold too far: nothing less likely than this is acted on then.
// With more that is less and less so, and with many it is not so at all.
constexpr float kFewExamples = 20;
constexpr float kManyExamples = 60;
constexpr float kThresholdMinOfFew = 0.5F;
constexpr float kThresholdMin = 0.1F;
constexpr float kThresholdMax = 0.8F;

// The sentences by the features that they have: most of them share few with another one.
class Similarities {
 public:
  Similarities(const Vocabulary& vocabulary, std::span<const Bag> bags)
      : sentences_(bags.size()), ends_(vocabulary.size() + 1) {
    std::vector<WeighedSentence> weighed;
    weighed.reserve(bags.size());
    for (const auto& bag : bags) {
      for (const auto& entry : weighed.emplace_back(vocabulary.weigh(bag.features))) ++ends_[entry.index + 1];
    }
    for (std::size_t i = 1; i < ends_.size(); ++i) ends_[i] += ends_[i - 1];
    found_.resize(ends_.back());
    auto next = ends_;
    for (std::uint32_t i = 0; i < weighed.size(); ++i) {
      for (const auto& entry : weighed[i]) found_[next[entry.index]++] = {i, entry.weight};
    }
  }

  // How similar the most similar one is, 0 to 1.
  float nearest(const WeighedSentence& sentence) const {
    std::vector<float> sums(sentences_, 0.0F);
    for (const auto& entry : sentence) {
      for (auto at = ends_[entry.index]; at < ends_[entry.index + 1]; ++at)
        sums[found_[at].sentence] += entry.weight * found_[at].weight;
    }
    return std::ranges::max(sums);
  }

 private:
  struct Found {
    std::uint32_t sentence;
    float weight;
  };
  std::size_t sentences_;
  std::vector<std::size_t> ends_;  // of each feature's part of found_; it begins where the one before ends
  std::vector<Found> found_;
};

double share_of_best(const Rehearsed& one, double sharpness) {
  const double greatest = std::ranges::max(one.margins);
  double sum = 0;
  for (const double margin : one.margins) sum += std::exp(sharpness * (margin - greatest));
  return with_doubt(1 / sum, one.margins.size());
}

bool is_right(const Rehearsed& one) {
  return one.observation.is_ours && one.margins[one.intent] >= std::ranges::max(one.margins);
}

double odds_to_share(double odds) { return 1 / (1 + std::exp(-odds)); }

struct Calibration {
  float sharpness = 4;
  float shift = 0;  // of the familiarity, in its odds
};

// The pair of a few that makes it likeliest which guesses at held-out sentences of ours were right and which were not.
Calibration fit(const std::vector<Rehearsed>& rehearsed, const Familiarity& familiarity) {
  Calibration best;
  double least_loss = INFINITY;
  for (const float sharpness : {2.0F, 2.5F, 3.0F, 3.5F, 4.0F, 5.0F, 6.0F, 7.0F, 8.0F, 10.0F, 12.0F}) {
    std::vector<double> shares;
    shares.reserve(rehearsed.size());
    for (const auto& one : rehearsed) shares.push_back(one.observation.is_ours ? share_of_best(one, sharpness) : 0);
    for (const float shift : {0.0F, 0.5F, 1.0F, 1.5F, 2.0F, 2.5F, 3.0F, 3.5F, 4.0F, 5.0F, 7.0F}) {
      double loss = 0;
      for (std::size_t i = 0; i < rehearsed.size(); ++i) {
        const auto& one = rehearsed[i];
        if (!one.observation.is_ours) continue;
        const auto confidence = shares[i] * odds_to_share(familiarity.odds_of(one.observation.evidence) + shift);
        const auto likely = is_right(one) ? confidence : 1 - confidence;
        loss -= std::log(likely + 1e-9);
      }
      if (loss < least_loss) least_loss = loss, best = {sharpness, shift};
    }
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
    own_ = bags_.size();
    if (training_.use_background) add_background();
    choose_vocabulary();
    data_.sentences.reserve(bags_.size());
    for (const auto& bag : bags_) data_.sentences.push_back(model_.vocabulary_.weigh(bag.features));
    model_.is_own_.assign(model_.vocabulary_.size(), 0);
    for (std::size_t i = 0; i < own_; ++i) {
      for (const auto& entry : data_.sentences[i]) model_.is_own_[entry.index] = 1;
    }
    Solver solver(data_);
    std::vector<std::size_t> all(data_.sentences.size());
    std::iota(all.begin(), all.end(), 0);
    solver.settle(all, kRounds, effort());
    keep(solver.weights());
    if (own_ > kSmall) ask_committee(all);
    calibrate(
        rehearse(std::move(solver), data_, bags_, gist_, model_.vocabulary_, own_, model_.names_.size(), effort()));
    return std::move(model_);
  }

 private:
  Effort& effort() { return training_.effort ? *training_.effort : unlimited_; }

  void choose_vocabulary() {
    model_.knows_none_ = std::ranges::find(data_.classes, model_.names_.size()) != data_.classes.end();
    data_.class_count = model_.names_.size() + (model_.knows_none_ ? 1 : 0);
    for (std::uint32_t documents_min = bags_.size() > kSmall ? 2 : 1; documents_min <= kDocumentsMinMax;
         documents_min += 1 + documents_min / 4) {
      model_.vocabulary_ = Vocabulary(bags_, own_, documents_min);
      data_.feature_count = model_.vocabulary_.size();
      if (data_.feature_count == 0) break;
      if (data_.feature_count * data_.class_count <= training_.weights_max) return;
    }
    throw Error(
        Kind::exhausted, "intents/too-many",
        fmt::format("{} intents are too many to be told apart here. Join what means the same.", model_.names_.size()));
  }

  // Of what one sentence alone has, too: that takes on what is peculiar to it, and leaves the rest to what is shared.
  void ask_committee(std::span<const std::size_t> all) {
    const auto own = std::span(bags_).first(own_);
    std::uint32_t documents_min = 1;
    do model_.gist_ = Vocabulary(own, own_, documents_min++, &Bag::gist);
    while (model_.gist_.size() * Perceptron::kHidden > kMemberMax);
    gist_.class_count = model_.names_.size();
    gist_.feature_count = model_.gist_.size();
    gist_.classes = data_.classes;
    for (const auto& bag : bags_) {
      gist_.sentences.push_back(model_.gist_.weigh(bag.gist));
      auto& words = gist_.words.emplace_back();
      for (std::size_t i = 0; i < bag.gist.size(); ++i) {
        if (model_.gist_.index_of(bag.gist[i].id) != Vocabulary::kUnknown) words.push_back(bag.gist_words[i]);
      }
    }
    model_.committee_ = committee_of(gist_, all, effort());
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
    bags_.push_back(bag_of(text));
    data_.classes.push_back(to_class);
  }

  // Compared by the tenant's own vocabulary: what weighs is what its sentences are made of.
  void add_background() {
    const Vocabulary vocabulary(bags_, bags_.size(), 1);
    const Similarities similarities(vocabulary, bags_);
    for (const auto text : background_sentences()) {
      effort().spend(1 + own_);
      if (similarities.nearest(vocabulary.weigh(bag_of(text).features)) < kTooSimilar) add(text, model_.names_.size());
    }
  }

  void calibrate(const std::vector<Rehearsed>& rehearsed) {
    std::vector<Observation> observations;
    observations.reserve(rehearsed.size());
    for (const auto& one : rehearsed) observations.push_back(one.observation);
    const auto familiarity = Familiarity::learn(observations);
    const auto calibration = fit(rehearsed, familiarity);
    model_.sharpness_ = calibration.sharpness;
    model_.familiarity_ = familiarity;
    model_.shift_ = calibration.shift;
    model_.threshold_ = fit_threshold(rehearsed);
  }

  float threshold_min() const {
    const auto each = static_cast<float>(own_) / static_cast<float>(std::max<std::size_t>(model_.names_.size(), 1));
    const auto many = std::clamp((each - kFewExamples) / (kManyExamples - kFewExamples), 0.0F, 1.0F);
    return std::lerp(kThresholdMinOfFew, kThresholdMin, many);
  }

  float fit_threshold(const std::vector<Rehearsed>& rehearsed) const {
    std::vector<double> right;
    for (const auto& one : rehearsed) {
      if (!is_right(one)) continue;
      right.push_back(model_.familiarity_.of(one.observation.evidence) * share_of_best(one, model_.sharpness_));
    }
    std::ranges::sort(right);
    const auto rejected = static_cast<std::size_t>(training_.rejected_share * static_cast<double>(right.size()));
    const auto threshold = right.empty() ? kThresholdMin : static_cast<float>(right[rejected]);
    return std::clamp(threshold, threshold_min(), kThresholdMax);
  }

  void keep(const std::vector<float>& weights) {
    constexpr float kParts = 127;
    const auto classes = data_.class_count;
    model_.weights_.reserve(weights.size());
    model_.scales_.reserve(data_.feature_count);
    for (auto row = weights.begin(); row != weights.end(); row += static_cast<std::ptrdiff_t>(classes)) {
      float greatest = 0;
      for (std::size_t i = 0; i < classes; ++i) greatest = std::max(greatest, std::abs(row[i]));
      const auto scale = greatest > 0 ? greatest / kParts : 1;
      model_.scales_.push_back(scale);
      for (std::size_t i = 0; i < classes; ++i)
        model_.weights_.push_back(static_cast<std::int8_t>(std::lround(row[i] / scale)));
    }
  }

  const IntentTraining& training_;
  Effort unlimited_;
  std::map<std::string, std::size_t> classes_;
  std::vector<Bag> bags_;
  std::size_t own_ = 0;  // the first of them: the business's
  Labelled data_;
  Labelled gist_;  // the same sentences for the committee; empty where it is not asked for
  IntentModel model_;
};

IntentModel IntentModel::train(std::span<const Example> examples, const IntentTraining& training) {
  return IntentTrainer(examples, training).train();
}

}  // namespace frontdesk::ai
