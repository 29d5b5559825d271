#include "dialog/wish_by_slots.h"

#include <algorithm>

namespace frontdesk::dialog {
namespace {

constexpr std::size_t kSlotsMin = 3;         // that speak for a flow by themselves
constexpr std::size_t kSlotsOfLeaning = 2;   // that do where the classifier leans to it
constexpr double kLeaning = 0.15;            // the confidence of a first guess from which it leans
constexpr double kLeaningOfQuestion = 0.35;  // a question rather wants to know something
constexpr double kConfidence = 0.7;          // of a wish that is known so

std::size_t slots_told(const Flow& flow, std::string_view message, const Surroundings& around) {
  const auto found = read_message(flow, nullptr, message, around);
  return static_cast<std::size_t>(std::ranges::count_if(found, [](const SlotFinding& one) {
    return one.slot->type != "text" && one.slot->type != "yes_no" && !one.is_relative && !one.value.is_null();
  }));
}

}  // namespace

std::optional<Guess> wish_by_slots(const DialogConfig& config, std::string_view message, const Understanding& whole,
                                   bool is_question, const Surroundings& around) {
  const auto first = whole.guesses.empty() ? Guess() : whole.guesses.front();
  const bool leans = first.confidence >= (is_question ? kLeaningOfQuestion : kLeaning);
  const Intent* best = nullptr;
  std::size_t most = 0;
  bool is_tied = false;
  for (const auto& intent : config.intents) {
    const auto* flow = intent.flow ? config.flow(*intent.flow) : nullptr;
    if (!flow || (best && best->flow == intent.flow)) continue;
    const auto told = slots_told(*flow, message, around);
    if (told < most || told == 0) continue;
    const bool is_leaned_to = intent.name == first.intent;
    is_tied = told == most && !is_leaned_to && !(best && best->name == first.intent);
    if (told > most || is_leaned_to) best = &intent;
    most = told;
  }
  if (!best || is_tied) return std::nullopt;
  const bool is_leaned_to = leans && best->name == first.intent;
  if (most < (is_leaned_to ? kSlotsOfLeaning : kSlotsMin) || (is_question && !is_leaned_to)) return std::nullopt;
  return Guess{best->name, kConfidence};
}

}  // namespace frontdesk::dialog
