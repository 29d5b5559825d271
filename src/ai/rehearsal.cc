#include "ai/rehearsal.h"

#include <algorithm>
#include <cmath>

#include "ai/perceptron.h"

namespace frontdesk::ai {
namespace {

constexpr std::size_t kRehearsals = 10;
// Rounds after something was taken out; the weights are near their place already.
constexpr int kRoundsOfRehearsal = 2;
// Multiplications that all turns together may cost: some 20 ms.
constexpr std::uint64_t kAffordable = 60'000'000;
constexpr float kNotKnown = -1e6F;

class Rehearsal {
 public:
  Rehearsal(const Labelled& data, std::span<const Bag> bags, const Labelled& gist, const Vocabulary& vocabulary,
            std::size_t own, std::size_t intents)
      : data_(data), bags_(bags), gist_(gist), vocabulary_(vocabulary), own_(own), intents_(intents) {
    std::vector<std::size_t> seen(data.class_count, 0);
    for (const auto of : data.classes) part_of_.push_back(seen[of]++ % kRehearsals);
  }

  std::size_t turns() const {
    std::uint64_t entries = 0;
    for (const auto& sentence : data_.sentences) entries += sentence.size();
    const auto cost = entries * data_.class_count * kRoundsOfRehearsal + data_.feature_count * data_.class_count;
    return std::clamp<std::size_t>(kAffordable / std::max<std::uint64_t>(cost, 1), 1, kRehearsals);
  }

  void take_turn(std::size_t part, Solver solver, Effort& effort, std::vector<Rehearsed>& into) const {
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < data_.sentences.size(); ++i) {
      if (is_out(i, part)) {
        solver.forget(i);
      } else {
        rest.push_back(i);
      }
    }
    if (rest.size() < 2 || rest.size() == data_.sentences.size()) return;
    solver.settle(rest, kRoundsOfRehearsal, effort);
    const auto all = data_.sentences.size();
    const auto known = features_of_rest(data_, rest, all);
    const auto known_own = features_of_rest(data_, rest, own_);
    const auto known_gist = features_of_rest(gist_, rest, gist_.sentences.size());
    std::vector<Perceptron> opinions;
    if (!gist_.sentences.empty()) opinions = committee_of(gist_, rest, effort);
    for (std::size_t i = 0; i < all; ++i) {
      if (!is_out(i, part)) continue;
      auto& one = into.emplace_back(asked(solver, i, part, known, known_own));
      for (const auto& opinion : opinions) opinion.add_opinion(as_unseen(gist_.sentences[i], known_gist), one.margins);
    }
  }

 private:
  bool is_unknown_intent(std::size_t of, std::size_t part) const {
    return intents_ > 2 && of < intents_ && of % kRehearsals == part;
  }
  bool is_out(std::size_t sentence, std::size_t part) const {
    return part_of_[sentence] == part || is_unknown_intent(data_.classes[sentence], part);
  }

  static std::vector<std::uint8_t> features_of_rest(const Labelled& data, const std::vector<std::size_t>& rest,
                                                    std::size_t below) {
    std::vector<std::uint8_t> known(data.feature_count, 0);
    for (const auto i : rest) {
      if (i >= below) break;
      for (const auto& entry : data.sentences[i]) known[entry.index] = 1;
    }
    return known;
  }

  Rehearsed asked(const Solver& solver, std::size_t i, std::size_t part, const std::vector<std::uint8_t>& known,
                  const std::vector<std::uint8_t>& known_own) const {
    auto margins = solver.margins_of(as_unseen(data_.sentences[i], known));
    for (std::size_t of = 0; of < intents_; ++of) {
      if (is_unknown_intent(of, part)) margins[of] = kNotKnown;
    }
    const auto of = data_.classes[i];
    const auto covered = covered_share(bags_[i], vocabulary_, known_own);
    Rehearsed rehearsed{{evidence_of(margins, intents_, covered), of < intents_ && !is_unknown_intent(of, part)},
                        std::move(margins),
                        of};
    rehearsed.margins.resize(intents_);
    return rehearsed;
  }

  // As the vocabulary weighs features that it does not know.
  static WeighedSentence as_unseen(const WeighedSentence& sentence, const std::vector<std::uint8_t>& known) {
    WeighedSentence unseen;
    float squares = 0;
    float all = 0;
    for (const auto& entry : sentence) {
      const auto square = entry.weight * entry.weight;
      all += square;
      squares += known[entry.index] ? square : Vocabulary::kUnknownShare * square;
      if (known[entry.index]) unseen.push_back(entry);
    }
    if (squares <= 0) return unseen;
    const auto scale = std::sqrt(all / squares);
    for (auto& entry : unseen) entry.weight *= scale;
    return unseen;
  }

  const Labelled& data_;
  std::span<const Bag> bags_;
  const Labelled& gist_;
  const Vocabulary& vocabulary_;
  std::size_t own_;
  std::size_t intents_;
  std::vector<std::size_t> part_of_;
};

}  // namespace

std::vector<Rehearsed> rehearse(Solver solver, const Labelled& data, std::span<const Bag> bags, const Labelled& gist,
                                const Vocabulary& vocabulary, std::size_t own, std::size_t intents, Effort& effort) {
  const Rehearsal rehearsal(data, bags, gist, vocabulary, own, intents);
  std::vector<Rehearsed> rehearsed;
  const auto last = rehearsal.turns() - 1;
  for (std::size_t turn = 0; turn < last; ++turn) rehearsal.take_turn(turn, solver, effort, rehearsed);
  // What is much has this turn only, and no room for a copy.
  rehearsal.take_turn(last, std::move(solver), effort, rehearsed);
  return rehearsed;
}

}  // namespace frontdesk::ai
