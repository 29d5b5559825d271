#include "ai/intents.h"

#include <algorithm>
#include <cmath>

#include "base/crypto.h"
#include "base/error.h"

namespace frontdesk::ai {

namespace {

// How much likelier than the next a guess must be to be acted on.
constexpr double kClearly = 1.25;

// Rows of weights lie all over some megabytes: so many rows ahead they are asked for, since waiting for each in turn is
// what a sentence costs most.
constexpr std::size_t kAhead = 6;

void fetch(const std::int8_t* row, std::size_t size) {
  constexpr std::size_t kCacheLine = 64;
  for (std::size_t at = 0; at < size; at += kCacheLine) __builtin_prefetch(row + at);
}

}  // namespace

IntentModel::Scores IntentModel::score(std::string_view text) const {
  const auto classes = names_.size() + (knows_none_ ? 1 : 0);
  Scores found{std::vector<float>(classes, 0.0F), {}};
  auto& shares = found.shares;
  const auto bag = bag_of(text);
  const auto entries = vocabulary_.weigh(bag.features);
  for (std::size_t at = 0; at < entries.size(); ++at) {
    if (at + kAhead < entries.size()) fetch(&weights_[entries[at + kAhead].index * classes], classes);
    const auto* const row = &weights_[entries[at].index * classes];
    const auto scale = entries[at].weight * scales_[entries[at].index];
    for (std::size_t i = 0; i < classes; ++i) shares[i] += scale * static_cast<float>(row[i]);
  }
  found.evidence = evidence_of(shares, names_.size(), covered_share(bag, vocabulary_, is_own_));
  shares.resize(names_.size());
  if (!committee_.empty()) {
    const auto gist = gist_.weigh(bag.gist);
    for (const auto& member : committee_) member.add_opinion(gist, shares);
  }
  const auto greatest = std::ranges::max(shares);
  float sum = 0;
  for (auto& share : shares) sum += share = std::exp(sharpness_ * (share - greatest));
  for (auto& share : shares) share = static_cast<float>(with_doubt(share / sum, names_.size()));
  return found;
}

Classification IntentModel::classify(std::string_view text) const {
  Classification result;
  if (names_.empty()) return result;
  const auto [shares, evidence] = score(text);
  const auto ours = familiarity_.of(evidence, shift_);
  std::size_t best = 0;
  std::size_t second = names_.size();
  for (std::size_t i = 1; i < names_.size(); ++i) {
    if (shares[i] > shares[best]) {
      second = std::exchange(best, i);
    } else if (second == names_.size() || shares[i] > shares[second]) {
      second = i;
    }
  }
  result.name = names_[best];
  result.confidence = ours * shares[best];
  if (second < names_.size()) {
    result.runner_up = names_[second];
    result.runner_up_confidence = ours * shares[second];
  }
  result.out_of_scope = 1 - ours;
  const auto next = std::max(result.runner_up_confidence, result.out_of_scope);
  result.sure = familiarity_.of(evidence) * shares[best] >= threshold_ && result.confidence >= kClearly * next;
  return result;
}

namespace {

// Behind it a SHA-256 of all that follows: a changed weight is a weight, too.
constexpr std::string_view kMagic = "frontdesk-intents-5\n";
constexpr std::size_t kFrontBytes = kMagic.size() + std::tuple_size_v<crypto::Digest>;

std::string front_of(std::string_view body) {
  const auto digest = crypto::sha256(body);
  std::string front(kMagic);
  front.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  return front;
}

template <class T>
void put(std::string& out, const T& number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

template <class T>
void put_all(std::string& out, const std::vector<T>& numbers) {
  out.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(T));
}

void put_vocabulary(std::string& out, const Vocabulary& vocabulary) {
  put(out, vocabulary.unknown_rarity());
  put(out, static_cast<std::uint32_t>(vocabulary.size()));
  put_all(out, vocabulary.ids());
  put_all(out, vocabulary.rarities());
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

  Vocabulary vocabulary() {
    const auto unknown_rarity = number<float>();
    const auto features = number<std::uint32_t>();
    auto ids = numbers<std::uint32_t>(features);
    auto rarities = numbers<float>(features);
    if (!std::ranges::is_sorted(ids, std::less_equal{}) && ids.size() > 1) damaged();
    return {std::move(ids), std::move(rarities), unknown_rarity};
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
  auto body = body_bytes();
  return front_of(body) + body;
}

std::string IntentModel::body_bytes() const {
  std::string out;
  put(out, static_cast<std::uint32_t>(names_.size()));
  for (const auto& name : names_) {
    put(out, static_cast<std::uint32_t>(name.size()));
    out += name;
  }
  put(out, static_cast<std::uint8_t>(knows_none_));
  put(out, sharpness_);
  put(out, threshold_);
  for (const auto weight : familiarity_.weights()) put(out, weight);
  put(out, shift_);
  put_vocabulary(out, vocabulary_);
  put_all(out, scales_);
  put_all(out, weights_);
  put_all(out, is_own_);
  put(out, static_cast<std::uint8_t>(committee_.size()));
  if (committee_.empty()) return out;
  put_vocabulary(out, gist_);
  for (const auto& member : committee_) {
    put_all(out, member.layers().scales);
    put_all(out, member.layers().inner);
    put_all(out, member.layers().outer);
  }
  return out;
}

bool IntentModel::is_whole(std::string_view bytes) {
  return bytes.size() >= kFrontBytes && bytes.substr(0, kFrontBytes) == front_of(bytes.substr(kFrontBytes));
}

IntentModel IntentModel::deserialize(std::string_view bytes) {
  if (!is_whole(bytes)) Reader::damaged();
  Reader reader(bytes.substr(kFrontBytes));
  IntentModel model;
  const auto names = reader.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < names; ++i) model.names_.emplace_back(reader.take(reader.number<std::uint32_t>()));
  model.knows_none_ = reader.number<std::uint8_t>() != 0;
  model.sharpness_ = reader.number<float>();
  model.threshold_ = reader.number<float>();
  std::array<float, 5> familiarity;
  for (auto& weight : familiarity) weight = reader.number<float>();
  model.familiarity_ = Familiarity(familiarity);
  model.shift_ = reader.number<float>();
  model.vocabulary_ = reader.vocabulary();
  const auto features = model.vocabulary_.size();
  model.scales_ = reader.numbers<float>(features);
  model.weights_ = reader.numbers<std::int8_t>(features * (model.names_.size() + (model.knows_none_ ? 1 : 0)));
  model.is_own_ = reader.numbers<std::uint8_t>(features);
  const auto members = reader.number<std::uint8_t>();
  if (members > 0) model.gist_ = reader.vocabulary();
  for (std::uint8_t i = 0; i < members; ++i) {
    Perceptron::Layers layers;
    layers.scales = reader.numbers<float>(model.gist_.size());
    layers.inner = reader.numbers<std::int8_t>(model.gist_.size() * Perceptron::kHidden);
    layers.outer = reader.numbers<float>(model.names_.size() * Perceptron::kUnits);
    model.committee_.emplace_back(std::move(layers));
  }
  if (!reader.at_end()) Reader::damaged();
  return model;
}

}  // namespace frontdesk::ai
