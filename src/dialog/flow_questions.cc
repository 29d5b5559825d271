#include "dialog/flow_questions.h"

#include <algorithm>

#include "dialog/choices.h"
#include "dialog/looks.h"
#include "dialog/question.h"
#include "dialog/sentences.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

constexpr int kMissesMax = 3;

std::string worded(const Value& wording, const Value& state, const Surroundings& around) {
  return render(around.config.text(wording, around.language),
                or_empty(state["vars"]).with("slots", or_empty(state["slots"])), around.config,
                {.language = around.language});
}

FlowTurn waiting_for(const Slot& slot, Value state, const Surroundings& around) {
  FlowTurn turn;
  turn.slots = or_empty(state["slots"]);
  turn.state = std::move(state);
  turn.waits = true;
  turn.asks = slot.name;
  turn.buttons = buttons_beside(turn.state["offers"], turn.state["doubts"][slot.name], choices_of(slot, around));
  return turn;
}

}  // namespace

HeardAnswer missed(const Flow& flow, const Value& state, const Slot& slot, const Surroundings& around) {
  const auto misses = state["misses"].integer() + 1;
  if (misses >= kMissesMax) {
    FlowTurn turn;
    turn.slots = or_empty(state["slots"]);
    turn.handoff = fmt::format("The answer for \"{}\" was not understood three times.", slot.name);
    return {turn, false};
  }
  HeardAnswer heard{waiting_for(slot, state.with("misses", misses), around), false};
  const auto& wording = slot.otherwise && misses > 1 ? *slot.otherwise : slot.ask;
  auto question = question_for(slot, worded(wording, state, around), state["doubts"][slot.name], around);
  heard.turn.says.push_back(fmt::format("{} {}", sentence(around.language, "not_understood"), question.text));
  heard.turn.buttons = buttons_beside(state["offers"], state["doubts"][slot.name], std::move(question.buttons));
  const auto person = misses > 1 ? person_button(around.config, around.language) : std::nullopt;
  if (person) heard.turn.buttons.push_back(*person);
  return heard;
}

std::string why_out_of_bounds(const Slot& slot, const Value& state, const Surroundings& around) {
  if (slot.otherwise) return worded(*slot.otherwise, state, around);
  const auto bound = [](const std::optional<std::int64_t>& limit) { return limit ? std::to_string(*limit) : "…"; };
  return sentence(around.language, "out_of_range", Value::object({{"min", bound(slot.min)}, {"max", bound(slot.max)}}));
}

FlowTurn ask_for(const Slot& slot, const Value& state, const Surroundings& around) {
  auto turn = waiting_for(slot, state.with("asked", slot.name).with("alone", true), around);
  auto question = question_for(slot, worded(slot.ask, state, around), Value(), around);
  // A flow that changes something asks what with its first slot.
  const bool asks_of_all = slot.type == "date" && slot.keeps;
  turn.says.push_back(asks_of_all ? sentence(around.language, "which_day") : std::move(question.text));
  turn.buttons = std::move(question.buttons);
  return turn;
}

FlowTurn ask_anew(const Flow& flow, const Slot& slot, const Value& state, const Surroundings& around) {
  const auto collects = std::ranges::find_if(
      flow.steps, [&](const Step& step) { return std::ranges::find(step.collect, slot.name) != step.collect.end(); });
  const auto slots = or_empty(state["slots"]);
  return ask_for(slot,
                 state.with("slots", slots.without(slot.name))
                     .with("was", or_empty(state["was"]).with(slot.name, slots[slot.name]))
                     .with("step", static_cast<std::int64_t>(collects - flow.steps.begin()))
                     .with("phase", static_cast<std::int64_t>(kCollecting)),
                 around);
}

HeardAnswer out_of_bounds(const Value& state, const Slot& slot, const Value& value, const Surroundings& around) {
  HeardAnswer heard{waiting_for(slot, state, around), true};
  heard.turn.refused = Value::object({{slot.name, value}});
  heard.turn.says.push_back(why_out_of_bounds(slot, state, around));
  return heard;
}

FlowTurn ask_again(const Flow& flow, const Value& state, const Surroundings& around) {
  const auto* asked = flow.slot(state["asked"].text());
  if (!asked) return {};
  auto turn = waiting_for(*asked, state, around);
  auto question = question_for(*asked, worded(asked->ask, state, around), state["doubts"][asked->name], around);
  turn.says.push_back(std::move(question.text));
  turn.buttons = buttons_beside(state["offers"], state["doubts"][asked->name], std::move(question.buttons));
  return turn;
}

}  // namespace frontdesk::dialog
