#include "dialog/remarks.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "dialog/choices.h"
#include "dialog/nodes.h"
#include "dialog/reading/remarks.h"

namespace frontdesk::dialog {

std::string remarks_without_slot(const Flow& flow, std::string_view message, const Surroundings& around,
                                 const std::function<bool(const reading::Span&)>& is_answered) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language || std::ranges::any_of(flow.slots, &Slot::remarks)) return {};
  reading::Hearing heard(message, *language);
  std::vector<reading::Span> counts;
  for (const auto& found : read_message(flow, nullptr, message, around)) {
    heard.take(found.span);
    if (found.slot->type == "number") counts.push_back(found.span);
  }
  std::string all;
  for (const auto& span :
       reading::read_remarks(heard, *reading::trade_of(around.config), counts, reading::read_notes(heard))) {
    if (is_answered(span)) continue;
    all += (all.empty() ? "" : "; ") + std::string(text::trim(heard.bytes(span)));
  }
  return all;
}

std::vector<FlowWish> without_remarks(std::vector<FlowWish> wishes, const Surroundings& around) {
  const auto has_room = [&](const FlowWish& wish) {
    const auto* flow = around.config.flow(*wish.intent->flow);
    return flow && std::ranges::any_of(flow->slots, &Slot::remarks);
  };
  const auto* language = reading::find_language(around.language_heard());
  if (!language || std::ranges::none_of(wishes, has_room)) return wishes;
  std::erase_if(wishes, [&](const FlowWish& wish) {
    if (has_room(wish)) return false;
    const reading::Hearing heard(wish.words, *language);
    return !reading::read_remarks(heard, *reading::trade_of(around.config), {}, reading::read_notes(heard)).empty();
  });
  return wishes;
}

// What a fact answers is not lost, and a flow that does nothing notes nothing. A part of the message that tells the
// form something is for the form, whichever fact it sounds like.
std::string FlowNode::unnoted_in(const Flow& flow, const reading::Reading& reading, std::string_view sentence) const {
  if (std::ranges::none_of(flow.steps, [&](const Step& step) { return writes(step); })) return {};
  const auto told = read_message(flow, nullptr, sentence, around_);
  const auto is_told = [&](const reading::Span& span) {
    return std::ranges::any_of(told, [&](const SlotFinding& found) { return found.span.overlaps(span); });
  };
  return remarks_without_slot(flow, sentence, around_, [&](const reading::Span& span) {
    return std::ranges::any_of(reading.wishes, [&](const reading::Wish& wish) {
      const auto* intent = brain_.config().intent(wish.intent);
      return intent && intent->fact && wish.span.overlaps(span) && !is_told(wish.span);
    });
  });
}

std::string FlowNode::cannot_note() {
  return sentence(around_.language, "cannot_note", Value::object({{"what", std::exchange(unnoted_, {})}}));
}

// Nothing of what was said is dropped unsaid: what was noted is shown, what cannot be is told, with the offer of a
// person.
void FlowNode::tell_of_remarks(const Flow& flow, FlowTurn& turn) {
  if (turn.handoff) return;
  // What was looked up in between said nothing yet; where it is read back at once, it is shown there.
  auto told = context_.state(brain_.channels_.flow)["noted"];
  for (const auto& slot : flow.slots) {
    const auto& noted = turn.slots[slot.name];
    if (!slot.remarks || !noted.is_text() || noted.text().empty() || noted == told || turn.call || turn.says.empty())
      continue;
    told = noted;
    if (is_done_.value_or(false)) continue;  // it was read back
    turn.says.insert(turn.says.begin(), sentence(around_.language, "note_taken", Value::object({{"what", noted}})));
  }
  if (turn.state.is_object() && told.is_text()) turn.state = turn.state.with("noted", told);
  if (unnoted_.empty()) return;
  turn.says.insert(turn.says.begin(), cannot_note());
  if (auto person = person_button(brain_.config(), around_.language)) turn.buttons.push_back(std::move(*person));
}

}  // namespace frontdesk::dialog
