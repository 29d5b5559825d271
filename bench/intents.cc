// What the built-in classifier costs with the demo's file: bench_intents [FILE]. Prints the time of one sentence
// against the 20 us that a turn allows for it, and the time of training.

#include <fmt/format.h>

#include "ai/intents.h"
#include "base/clock.h"
#include "support/demo_document.h"

using namespace frontdesk;

namespace {

constexpr double kAllowedUs = 20;
constexpr int kRounds = 200;

std::vector<ai::Example> examples_in(const std::string& path) {
  const auto document = support::tenant_document(path);
  std::vector<ai::Example> examples;
  for (const auto& intent : document["intents"].items()) {
    for (const auto& text : intent["examples"].items()) {
      examples.push_back({std::string(text.text()), std::string(intent["name"].text())});
    }
  }
  return examples;
}

}  // namespace

int main(int count, char** words) {
  const auto examples = examples_in(count > 1 ? words[1] : FRONTDESK_SOURCE_DIR "/examples/bistro/bistro.yaml");
  const SystemClock clock;
  const auto begun = clock.now();
  const auto model = ai::IntentModel::train(examples);
  const std::chrono::duration<double, std::milli> training = clock.now() - begun;

  std::size_t sure = 0;
  auto best = std::chrono::nanoseconds::max();
  for (int round = 0; round < kRounds; ++round) {
    const auto start = clock.now();
    for (const auto& example : examples) sure += model.classify(example.text).sure ? 1U : 0U;
    best = std::min<std::chrono::nanoseconds>(best, clock.now() - start);
  }
  const auto each_us = static_cast<double>(best.count()) / 1000 / static_cast<double>(examples.size());
  fmt::print("intents: {:.1f} us a sentence (bar {:.0f} us) {}\n", each_us, kAllowedUs,
             each_us <= kAllowedUs ? "ok" : "BELOW THE BAR");
  fmt::print("  {} examples, {} intents: trained in {:.0f} ms, {} KB, {} of {} sure\n", examples.size(),
             model.names().size(), training.count(), model.serialize().size() / 1024, sure / kRounds, examples.size());
  return each_us <= kAllowedUs ? 0 : 1;
}
