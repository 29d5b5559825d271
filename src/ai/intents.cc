#include "ai/intents.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace frontdesk::ai {

namespace {

// How much likelier than the next a guess must be to be acted on.
constexpr double kClearly = 1.25;

}  // namespace

std::vector<float> IntentModel::confidences(std::string_view text) const {
  const auto classes = names_.size() + (knows_none_ ? 1 : 0);
  std::vector<float> scores(classes, 0.0F);
  for (const auto& entry : vocabulary_.weigh(features_of(text))) {
    const auto* const row = weights_.data() + entry.index * classes;
    for (std::size_t i = 0; i < classes; ++i) scores[i] += entry.weight * row[i];
  }
  const auto highest = std::ranges::max(scores);
  float sum = 0;
  for (auto& score : scores) sum += score = std::exp(sharpness_ * (score - highest));
  for (auto& score : scores) score /= sum;
  return scores;
}

Classification IntentModel::classify(std::string_view text) const {
  Classification result;
  if (names_.empty()) return result;
  const auto confidence = confidences(text);
  std::size_t best = 0;
  std::size_t second = names_.size();
  for (std::size_t i = 1; i < names_.size(); ++i) {
    if (confidence[i] > confidence[best]) {
      second = std::exchange(best, i);
    } else if (second == names_.size() || confidence[i] > confidence[second]) {
      second = i;
    }
  }
  result.name = names_[best];
  result.confidence = confidence[best];
  if (second < names_.size()) {
    result.runner_up = names_[second];
    result.runner_up_confidence = confidence[second];
  }
  if (knows_none_) result.out_of_scope = confidence.back();
  const auto next = std::max(result.runner_up_confidence, result.out_of_scope);
  result.sure = result.confidence >= threshold_ && result.confidence >= kClearly * next;
  return result;
}

namespace {

constexpr std::string_view kMagic = "frontdesk-intents-1\n";

template <class T>
void put(std::string& out, const T& number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

template <class T>
void put_all(std::string& out, const std::vector<T>& numbers) {
  out.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T));
}

// Takes from the front of the bytes; throws where there are too few.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::string_view take(std::size_t size) {
    if (size > bytes_.size()) damaged();
    const auto taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  template <class T>
  T number() {
    T number;
    std::memcpy(&number, take(sizeof(T)).data(), sizeof(T));
    return number;
  }

  template <class T>
  std::vector<T> numbers(std::size_t count) {
    if (count > bytes_.size() / sizeof(T)) damaged();
    std::vector<T> numbers(count);
    const auto taken = take(count * sizeof(T));
    if (count > 0) std::memcpy(numbers.data(), taken.data(), taken.size());
    return numbers;
  }

  bool at_end() const { return bytes_.empty(); }

  [[noreturn]] static void damaged() {
    throw Error(Kind::invalid, "intents/damaged",
                "The stored intent model is damaged; deploy the configuration again.");
  }

 private:
  std::string_view bytes_;
};

}  // namespace

std::string IntentModel::serialize() const {
  std::string out(kMagic);
  put(out, static_cast<std::uint32_t>(names_.size()));
  for (const auto& name : names_) {
    put(out, static_cast<std::uint32_t>(name.size()));
    out += name;
  }
  put(out, static_cast<std::uint8_t>(knows_none_));
  put(out, sharpness_);
  put(out, threshold_);
  put(out, vocabulary_.unknown_rarity());
  put(out, static_cast<std::uint32_t>(vocabulary_.size()));
  put_all(out, vocabulary_.ids());
  put_all(out, vocabulary_.rarities());
  put_all(out, weights_);
  return out;
}

IntentModel IntentModel::deserialize(std::string_view bytes) {
  Reader reader(bytes);
  if (reader.take(std::min(kMagic.size(), bytes.size())) != kMagic) Reader::damaged();
  IntentModel model;
  const auto names = reader.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < names; ++i) model.names_.emplace_back(reader.take(reader.number<std::uint32_t>()));
  model.knows_none_ = reader.number<std::uint8_t>() != 0;
  model.sharpness_ = reader.number<float>();
  model.threshold_ = reader.number<float>();
  const auto unknown_rarity = reader.number<float>();
  const auto features = reader.number<std::uint32_t>();
  auto ids = reader.numbers<std::uint32_t>(features);
  auto rarities = reader.numbers<float>(features);
  if (!std::ranges::is_sorted(ids, std::less_equal{}) && ids.size() > 1) Reader::damaged();
  model.vocabulary_ = Vocabulary(std::move(ids), std::move(rarities), unknown_rarity);
  model.weights_ = reader.numbers<float>(std::size_t{features} * (model.names_.size() + (model.knows_none_ ? 1 : 0)));
  if (!reader.at_end()) Reader::damaged();
  return model;
}

}  // namespace frontdesk::ai
