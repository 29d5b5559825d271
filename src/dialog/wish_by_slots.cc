#include "dialog/wish_by_slots.h"

#include <algorithm>
#include <tuple>

namespace frontdesk::dialog {
namespace {

constexpr std::size_t kSlotsMin = 3;         // that speak for a flow by themselves
constexpr std::size_t kSlotsOfLeaning = 2;   // that do where the classifier leans to it
constexpr double kLeaning = 0.15;            // the confidence of a first guess from which it leans
constexpr double kLeaningOfQuestion = 0.35;  // a question rather wants to know something
constexpr double kConfidence = 0.7;          // of a wish that is known so
constexpr std::uint32_t kShortWord = 4;      // bytes, with the blank behind it

bool says_what(const Slot& slot) { return slot.type != "text" && slot.type != "yes_no"; }

// How much a message speaks for a flow.
struct Told {
  std::size_t slots = 0;
  bool is_leaned_to = false;
  std::size_t missing = 0;  // slots that would still be asked for

  auto rank() const { return std::tuple(slots, is_leaned_to, -static_cast<std::ptrdiff_t>(missing)); }
};

Told told_of(const Flow& flow, std::string_view message, const Surroundings& around) {
  Told told;
  const auto found = read_message(flow, nullptr, message, around);
  const auto is_told = [&](const Slot& slot) {
    return std::ranges::any_of(found, [&](const SlotFinding& one) {
      return one.slot->name == slot.name && !one.is_relative && !one.value.is_null();
    });
  };
  for (const auto& slot : flow.slots) {
    if (!says_what(slot)) continue;
    const bool is_there = is_told(slot);
    told.slots += is_there ? 1 : 0;
    told.missing += is_there || slot.optional ? 0 : 1;
  }
  return told;
}

}  // namespace

std::optional<Guess> wish_by_slots(std::string_view message, const Understanding& whole, bool is_question,
                                   const Surroundings& around) {
  const auto first = whole.guesses.empty() ? Guess() : whole.guesses.front();
  const bool leans = first.confidence >= (is_question ? kLeaningOfQuestion : kLeaning);
  const Intent* best = nullptr;
  Told most;
  bool is_tied = false;
  for (const auto& intent : around.config.intents) {
    const auto* flow = intent.flow ? around.config.flow(*intent.flow) : nullptr;
    if (!flow) continue;
    auto told = told_of(*flow, message, around);
    told.is_leaned_to = leans && intent.name == first.intent;
    is_tied = (is_tied && told.rank() <= most.rank()) || (best && told.rank() == most.rank());
    if (!best || told.rank() > most.rank()) best = &intent, most = told;
  }
  if (!best || is_tied || (is_question && !most.is_leaned_to)) return std::nullopt;
  if (most.slots < (most.is_leaned_to ? kSlotsOfLeaning : kSlotsMin)) return std::nullopt;
  return Guess{best->name, kConfidence};
}

bool begins_with_value(const Surroundings& around, std::string_view words) {
  return std::ranges::any_of(around.config.flows, [&](const Flow& flow) {
    return std::ranges::any_of(read_message(flow, nullptr, words, around), [](const SlotFinding& found) {
      return says_what(*found.slot) && found.span.begin <= kShortWord;
    });
  });
}

}  // namespace frontdesk::dialog
