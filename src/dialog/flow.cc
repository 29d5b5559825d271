#include "dialog/flow.h"

#include "base/error.h"
#include "base/text.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

constexpr int kStepsMax = 100;  // of one turn; a flow that goes in circles without asking is cut here
constexpr int kMissesMax = 3;

enum Phase { kBegin = 0, kCollecting = 1, kCalled = 2 };

// Walks through the steps of one turn.
class Walk {
 public:
  Walk(const Flow& flow, Value slots, Value vars, const Surroundings& around, const Conditions& holds)
      : flow_(flow), slots_(std::move(slots)), vars_(std::move(vars)), around_(around), holds_(holds) {}

  FlowTurn run(std::size_t step, int phase) {
    step_ = step;
    phase_ = phase;
    for (int count = 0; count < kStepsMax; ++count) {
      if (step_ >= flow_.steps.size()) return std::move(turn_);
      if (take_step(flow_.steps[step_])) return std::move(turn_);
    }
    turn_.handoff = fmt::format("The flow \"{}\" went in circles.", flow_.name);
    turn_.state = {};
    return std::move(turn_);
  }

  FlowTurn fail(const Step& step, const Value& error) {
    vars_ = vars_.with("error", error);
    const auto slug = text::split(error["slug"].text(), '/').back();
    for (const auto& rule : step.on_error) {
      if (rule.slug && *rule.slug != slug) continue;
      if (rule.say) say(*rule.say);
      clear(rule.clear);
      if (rule.handoff) return hand_over(*rule.handoff);
      return rule.goto_ ? run(flow_.step(*rule.goto_).value_or(0), kBegin) : std::move(turn_);
    }
    if (slug == "declined") {
      turn_.says.push_back("All right, I have not done it. Is there anything else?");
      return std::move(turn_);
    }
    const bool is_rule = error["slug"].text().starts_with("policy/");
    turn_.says.push_back(is_rule ? std::string(error["detail"].text()) : "I am sorry, that did not work.");
    return hand_over(fmt::format("{} failed: {}", step.call.value_or("a call"), error["detail"].text()));
  }

 private:
  Value scope() const { return vars_.with("slots", slots_); }

  void say(std::string_view pattern) {
    auto sentence = render(pattern, scope(), around_.config, {.bytes_max = kMessageLimits.bytes_max - said_});
    said_ += sentence.size();
    if (!sentence.empty()) turn_.says.push_back(std::move(sentence));
  }

  void clear(const std::vector<std::string>& names) {
    for (const auto& name : names) slots_ = slots_.without(name);
  }

  Value state() const {
    return Value::object({{"flow", flow_.name},
                          {"step", step_},
                          {"phase", phase_},
                          {"slots", slots_},
                          {"vars", vars_},
                          {"asked", asked_},
                          {"misses", misses_}});
  }

  const Slot* first_missing(const Step& step) const {
    for (const auto& name : step.collect) {
      const auto* slot = flow_.slot(name);
      if (slot && !slot->optional && slots_[name].is_null()) return slot;
    }
    return nullptr;
  }

  FlowTurn hand_over(std::string reason) {
    turn_.handoff = std::move(reason);
    turn_.state = {};
    return std::move(turn_);
  }

  // True when the turn is over.
  bool take_step(const Step& step) {
    if (phase_ == kBegin) {
      if (step.if_ && !holds_(*step.if_, scope())) return next(), false;
      if (step.say) say(*step.say);
      clear(step.clear);
      phase_ = kCollecting;
    }
    if (phase_ == kCollecting) {
      if (const auto* slot = first_missing(step)) return ask(*slot), true;
      phase_ = kCalled;
      if (step.call) {
        turn_.call = FlowCall{*step.call,
                              render_value(step.with.is_null() ? Value::object() : step.with, scope(), around_.config)};
        turn_.state = state();
        return true;
      }
    }
    if (step.handoff) return hand_over(render(*step.handoff, scope(), around_.config)), true;
    if (step.end) return turn_.state = {}, true;
    if (step.goto_) {
      step_ = flow_.step(*step.goto_).value_or(flow_.steps.size());
      phase_ = kBegin;
      return false;
    }
    return next(), false;
  }

  void next() { ++step_, phase_ = kBegin; }

  void ask(const Slot& slot) {
    // A sentence that already ends with a question is the question.
    const bool asked_already = !turn_.says.empty() && turn_.says.back().ends_with('?');
    if (!asked_already) say(slot.ask);
    asked_ = slot.name;
    turn_.asks = slot.name;
    turn_.waits = true;
    turn_.state = state();
  }

  const Flow& flow_;
  Value slots_;
  Value vars_;
  const Surroundings& around_;
  const Conditions& holds_;
  std::size_t step_ = 0;
  int phase_ = kBegin;
  Value asked_;
  int misses_ = 0;
  std::size_t said_ = 0;  // bytes; what a turn says becomes one message
  FlowTurn turn_;
};

Value or_empty(const Value& value) { return value.is_object() ? value : Value::object(); }

// A tenant's sentences and arguments may come to more than can be said or sent; then a person goes on.
FlowTurn too_large(const Flow& flow, const Error& error) {
  if (error.slug != "dialog/template-too-large") throw error;
  FlowTurn turn;
  turn.handoff = fmt::format("The flow \"{}\" has more to say than fits: {}", flow.name, error.detail);
  return turn;
}

Walk walk_on(const Flow& flow, const Value& state, const Surroundings& around, const Conditions& holds) {
  return {flow, or_empty(state["slots"]), or_empty(state["vars"]), around, holds};
}

std::size_t step_of(const Value& state) { return static_cast<std::size_t>(state["step"].integer()); }

Heard missed(const Flow& flow, const Value& state, const Slot& slot, const Surroundings& around) {
  const auto misses = state["misses"].integer() + 1;
  Heard heard{{state.with("misses", misses), {}, {}, {}, true, slot.name}, false};
  if (misses >= kMissesMax) {
    heard.turn.handoff = fmt::format("The answer for \"{}\" was not understood three times.", slot.name);
    heard.turn.state = {};
    heard.turn.waits = false;
    heard.turn.asks.clear();
    return heard;
  }
  const auto scope = or_empty(state["vars"]).with("slots", or_empty(state["slots"]));
  const auto& sentence = slot.otherwise && misses > 1 ? *slot.otherwise : slot.ask;
  heard.turn.says.push_back((misses == 1 ? "Sorry, I did not get that. " : "") +
                            render(sentence, scope, around.config));
  return heard;
}

FlowTurn start(const Flow& flow, const Value& slots, const Surroundings& around, const Conditions& holds) {
  Value known = Value::object();
  for (const auto& member : slots.members()) {
    if (flow.slot(member.key())) known = known.with(member.key(), member.value);
  }
  return Walk(flow, known, Value::object(), around, holds).run(0, kBegin);
}

Heard hear_answer(const Flow& flow, const Value& state, std::string_view sentence, const Surroundings& around,
                  const Conditions& holds) {
  const auto* asked = flow.slot(state["asked"].text());
  auto slots = or_empty(state["slots"]);
  if (!asked) return {walk_on(flow, state, around, holds).run(step_of(state), kCollecting), true};
  const auto answer = read_slot(*asked, sentence, true, around);
  auto told = read_slots(flow, slots, sentence, around);
  if (answer) told = told.with(asked->name, *answer);
  if (told.size() == 0) return missed(flow, state, *asked, around);
  slots = slots.merged(told);
  return {Walk(flow, slots, or_empty(state["vars"]), around, holds).run(step_of(state), kCollecting), true};
}

FlowTurn take_result(const Flow& flow, const Value& state, const Value& result, const Surroundings& around,
                     const Conditions& holds) {
  const auto index = step_of(state);
  if (index >= flow.steps.size()) return {};
  const auto& step = flow.steps[index];
  if (result.is_object() && result.contains("error") && result["error"].is_object()) {
    return walk_on(flow, state, around, holds).fail(step, result["error"]);
  }
  auto vars = or_empty(state["vars"]);
  if (step.as) vars = vars.with(*step.as, result);
  return Walk(flow, or_empty(state["slots"]), vars, around, holds).run(index, kCalled);
}

std::optional<FlowTurn> change(const Flow& flow, const Value& state, std::string_view sentence,
                               const Surroundings& around, const Conditions& holds) {
  const auto told = read_slots(flow, Value::object(), sentence, around);
  if (told.size() == 0) return std::nullopt;
  return Walk(flow, or_empty(state["slots"]).merged(told), or_empty(state["vars"]), around, holds).run(0, kBegin);
}

}  // namespace

FlowTurn start_flow(const Flow& flow, const Value& slots, const Surroundings& around, const Conditions& holds) try {
  return start(flow, slots, around, holds);
} catch (const Error& error) {
  return too_large(flow, error);
}

Heard hear(const Flow& flow, const Value& state, std::string_view sentence, const Surroundings& around,
           const Conditions& holds) try {
  return hear_answer(flow, state, sentence, around, holds);
} catch (const Error& error) {
  return {too_large(flow, error), true};
}

FlowTurn call_again(const Flow& flow, const Value& state, const Surroundings& around, const Conditions& holds) try {
  return walk_on(flow, state, around, holds).run(step_of(state), kCollecting);
} catch (const Error& error) {
  return too_large(flow, error);
}

FlowTurn call_returned(const Flow& flow, const Value& state, const Value& result, const Surroundings& around,
                       const Conditions& holds) try {
  return take_result(flow, state, result, around, holds);
} catch (const Error& error) {
  return too_large(flow, error);
}

std::optional<FlowTurn> change_slots(const Flow& flow, const Value& state, std::string_view sentence,
                                     const Surroundings& around, const Conditions& holds) try {
  return change(flow, state, sentence, around, holds);
} catch (const Error& error) {
  return too_large(flow, error);
}

std::string repeat_question(const Flow& flow, const Value& state, const Surroundings& around) {
  const auto* asked = flow.slot(state["asked"].text());
  if (!asked) return {};
  return render(asked->ask, or_empty(state["vars"]).with("slots", or_empty(state["slots"])), around.config);
}

}  // namespace frontdesk::dialog
