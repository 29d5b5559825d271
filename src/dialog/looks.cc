#include "dialog/looks.h"

#include <algorithm>

#include "dialog/card.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

Value without_kept(const Flow& flow, const Value& state, const DialogConfig& config) {
  auto slots = or_empty(state["slots"]);
  const auto scope = or_empty(state["vars"]).with("slots", slots);
  for (const auto& slot : flow.slots) {
    if (slot.keeps && slots[slot.name] == render_value(*slot.keeps, scope, config)) slots = slots.without(slot.name);
  }
  return slots;
}

}  // namespace

Value looks_with(const Value& state, const Step& step) {
  auto looks = or_empty(state["looks"]);
  if (!step.as || !step.call) return looks;
  return looks.with(*step.as,
                    Value::object({{"tool", *step.call}, {"arguments", state["with"]}, {"step", state["step"]}}));
}

Value shown_of_call(const Flow& flow, const Value& state, const Value& vars, const DialogConfig& config) {
  const auto at = static_cast<std::size_t>(state["step"].integer());
  if (at >= flow.steps.size()) return {};
  const auto scope = or_empty(vars).with("slots", or_empty(state["slots"]));
  ListBuilder shown;
  shown.add(render_value(flow.steps[at].with, scope, config));
  for (const auto& line : rendered_lines(flow.steps[at].shows, scope, config, {}))
    shown.add(Value::list({line.label, line.value}));
  return shown.build();
}

std::vector<Look> looks_of_call(const Flow& flow, const Value& state, const DialogConfig& config) {
  std::vector<Look> looks;
  const auto vars = or_empty(state["vars"]);
  const auto shown = shown_of_call(flow, state, vars, config);
  for (const auto& look : state["looks"].members()) {
    if (shown_of_call(flow, state, vars.without(look.key()), config) == shown) continue;
    looks.push_back({std::string(look.key()), std::string(look.value["tool"].text()), look.value["arguments"]});
  }
  return looks;
}

Value before_looks(const Flow& flow, const Value& state, const DialogConfig& config) {
  auto step = state["step"].integer();
  for (const auto& look : looks_of_call(flow, state, config))
    step = std::min(step, state["looks"][look.as]["step"].integer());
  return state.with("slots", without_kept(flow, state, config)).with("step", step);
}

}  // namespace frontdesk::dialog
