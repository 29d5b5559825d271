#include "dialog/flow.h"

#include "base/error.h"
#include "base/text.h"
#include "dialog/card.h"
#include "dialog/choices.h"
#include "dialog/sentences.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

constexpr int kStepsMax = 100;  // of one turn; a flow that goes in circles without asking is cut here
constexpr int kMissesMax = 3;

enum Phase { kBegin = 0, kCollecting = 1, kCalled = 2 };

// Walks through the steps of one turn.
class Walk {
 public:
  // `lacks`: {slot: true}, what the customer said not to have.
  Walk(const Flow& flow, Value slots, Value vars, Value lacks, const Surroundings& around, const Conditions& holds)
      : flow_(flow),
        slots_(std::move(slots)),
        vars_(std::move(vars)),
        lacks_(std::move(lacks)),
        around_(around),
        holds_(holds) {}

  FlowTurn run(std::size_t step, int phase) {
    step_ = step;
    phase_ = phase;
    for (int count = 0; count < kStepsMax; ++count) {
      if (step_ >= flow_.steps.size()) return done();
      if (take_step(flow_.steps[step_])) return done();
    }
    turn_.failed_by_us = true;
    return hand_over(fmt::format("The flow \"{}\" went in circles.", flow_.name));
  }

  // What a rule refuses is said with its reason, whatever else is said of an error.
  FlowTurn fail(const Step& step, const Value& error) {
    vars_ = vars_.with("error", error);
    const auto slug = text::split(error["slug"].text(), '/').back();
    const bool is_rule = error["slug"].text().starts_with("policy/");
    for (const auto& rule : step.on_error) {
      if (rule.slug ? *rule.slug != slug : is_rule) continue;
      if (rule.say) say(in_language(*rule.say, around_.language));
      clear(rule.clear);
      if (rule.handoff) return hand_over(*rule.handoff);
      return rule.goto_ ? run(flow_.step(*rule.goto_).value_or(0), kBegin) : done();
    }
    if (slug == "declined") {
      turn_.says.push_back(sentence(around_.language, "not_done"));
      return done();
    }
    if (is_rule) {
      turn_.says.emplace_back(error["detail"].text());
      return hand_over(std::string(error["detail"].text()));
    }
    turn_.failed_by_us = true;
    return hand_over(fmt::format("{} failed: {}", step.call.value_or("a call"), error["detail"].text()));
  }

 private:
  Value scope() const { return vars_.with("slots", slots_); }

  void say(std::string_view pattern) {
    auto words = render(pattern, scope(), around_.config,
                        {.bytes_max = kMessageLimits.bytes_max - said_, .language = around_.language});
    said_ += words.size();
    if (!words.empty()) turn_.says.push_back(std::move(words));
  }

  void clear(const std::vector<std::string>& names) {
    for (const auto& name : names) slots_ = slots_.without(name);
  }

  // Buttons with the items of a list, behind whatever question comes next.
  void offer(std::string_view pattern) {
    for (const auto& item : render_value(pattern, scope(), around_.config).items()) {
      const auto words = item.is_text() ? std::string(item.text()) : std::string();
      if (!words.empty() && turn_.buttons.size() < kButtonsMax) turn_.buttons.push_back({words, words});
    }
  }

  void show(const Value& card) {
    auto limits = kArgumentsLimits;
    limits.language = around_.language;
    turn_.card = card_of(render_value(card, scope(), around_.config, limits));
  }

  FlowTurn done() {
    turn_.slots = slots_;
    return std::move(turn_);
  }

  Value state() const {
    return Value::object({{"flow", flow_.name},
                          {"step", step_},
                          {"phase", phase_},
                          {"slots", slots_},
                          {"vars", vars_},
                          {"asked", asked_},
                          {"misses", misses_},
                          {"lacks", lacks_}});
  }

  // A slot that stays at something stays there as soon as another one of the same step was told.
  void keep_the_rest(const Step& step) {
    const auto is_told = [&](const std::string& name) { return !slots_[name].is_null(); };
    if (std::ranges::none_of(step.collect, [&](const std::string& name) {
          const auto* slot = flow_.slot(name);
          return slot && slot->keeps && is_told(name);
        }))
      return;
    for (const auto& name : step.collect) {
      const auto* slot = flow_.slot(name);
      if (!slot || !slot->keeps || !slots_[name].is_null()) continue;
      auto value = render_value(*slot->keeps, scope(), around_.config);
      const bool is_empty = value.is_null() || (value.is_text() && value.text().empty());
      if (!is_empty) slots_ = slots_.with(name, std::move(value));
    }
  }

  const Slot* first_missing(const Step& step) const {
    for (const auto& name : step.collect) {
      const auto* slot = flow_.slot(name);
      if (!slot || slot->optional || !slots_[name].is_null()) continue;
      if (!slot->lacking) return slot;
      if (!slots_[*slot->lacking].is_null()) continue;
      return lacks_.contains(name) ? flow_.slot(*slot->lacking) : slot;
    }
    return nullptr;
  }

  FlowTurn hand_over(std::string reason) {
    turn_.handoff = std::move(reason);
    turn_.state = {};
    turn_.waits = false;
    return done();
  }

  // True when the turn is over.
  bool take_step(const Step& step) {
    if (phase_ == kBegin) {
      if (step.if_ && !holds_(*step.if_, scope())) return next(), false;
      if (step.say) say(in_language(*step.say, around_.language));
      if (step.offer) offer(*step.offer);
      if (step.card.is_object()) show(step.card);
      clear(step.clear);
      phase_ = kCollecting;
    }
    if (phase_ == kCollecting) {
      keep_the_rest(step);
      if (const auto* slot = first_missing(step)) return ask(*slot), true;
      phase_ = kCalled;
      if (step.call) {
        turn_.call = FlowCall{*step.call,
                              render_value(step.with.is_null() ? Value::object() : step.with, scope(), around_.config)};
        turn_.state = state();
        return true;
      }
    }
    if (step.handoff) return turn_ = hand_over(render(*step.handoff, scope(), around_.config)), true;
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
    if (!asked_already) say(in_language(slot.ask, around_.language));
    if (turn_.buttons.empty()) turn_.buttons = choices_of(slot, around_);
    asked_ = slot.name;
    turn_.asks = slot.name;
    turn_.waits = true;
    turn_.state = state();
  }

  const Flow& flow_;
  Value slots_;
  Value vars_;
  Value lacks_;
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
  turn.failed_by_us = true;
  return turn;
}

Walk walk_on(const Flow& flow, const Value& state, const Surroundings& around, const Conditions& holds) {
  return {flow, or_empty(state["slots"]), or_empty(state["vars"]), or_empty(state["lacks"]), around, holds};
}

std::size_t step_of(const Value& state) { return static_cast<std::size_t>(state["step"].integer()); }

std::string worded(const Value& wording, const Value& state, const Surroundings& around) {
  return render(in_language(wording, around.language), or_empty(state["vars"]).with("slots", or_empty(state["slots"])),
                around.config, {.language = around.language});
}

FlowTurn waiting_for(const Slot& slot, Value state, const Surroundings& around) {
  FlowTurn turn;
  turn.slots = or_empty(state["slots"]);
  turn.state = std::move(state);
  turn.waits = true;
  turn.asks = slot.name;
  turn.buttons = choices_of(slot, around);
  return turn;
}

Heard missed(const Flow& flow, const Value& state, const Slot& slot, const Surroundings& around) {
  const auto misses = state["misses"].integer() + 1;
  if (misses >= kMissesMax) {
    FlowTurn turn;
    turn.slots = or_empty(state["slots"]);
    turn.handoff = fmt::format("The answer for \"{}\" was not understood three times.", slot.name);
    return {turn, false};
  }
  Heard heard{waiting_for(slot, state.with("misses", misses), around), false};
  const auto& question = slot.otherwise && misses > 1 ? *slot.otherwise : slot.ask;
  heard.turn.says.push_back(
      fmt::format("{} {}", sentence(around.language, "not_understood"), worded(question, state, around)));
  const auto person = misses > 1 ? person_button(around.config, around.language) : std::nullopt;
  if (person) heard.turn.buttons.push_back(*person);
  return heard;
}

std::string why_out_of_bounds(const Slot& slot, const Value& state, const Surroundings& around) {
  if (slot.otherwise) return worded(*slot.otherwise, state, around);
  const auto bound = [](const std::optional<std::int64_t>& limit) { return limit ? std::to_string(*limit) : "…"; };
  return sentence(around.language, "out_of_range", Value::object({{"min", bound(slot.min)}, {"max", bound(slot.max)}}));
}

// Understood, and not possible: it is said at once what would be, and does not count as a miss.
Heard out_of_bounds(const Value& state, const Slot& slot, const Value& value, const Surroundings& around) {
  Heard heard{waiting_for(slot, state, around), true};
  heard.turn.refused = Value::object({{slot.name, value}});
  heard.turn.says.push_back(why_out_of_bounds(slot, state, around));
  return heard;
}

bool is_in_bounds(const Slot& slot, const Value& value) {
  if (slot.type != "number" || value.type() != Value::Type::integer) return true;
  return (!slot.min || value.integer() >= *slot.min) && (!slot.max || value.integer() <= *slot.max);
}

// What the sentence tells of every slot, also of those that are known; the asked one may be told barely. Numbers may be
// out of their bounds.
Value told_in(const Flow& flow, const Slot* asked, std::string_view sentence, const Surroundings& around) {
  Value told = Value::object();
  for (auto slot : flow.slots) {
    const bool is_asked = asked && asked->name == slot.name;
    slot.min.reset(), slot.max.reset();
    if (auto value = read_slot(slot, sentence, is_asked, around)) told = told.with(slot.name, std::move(*value));
  }
  return told;
}

bool changes_what_is_known(const Value& told, const Value& slots) {
  return std::ranges::any_of(told.members(), [&](const auto& member) {
    return !slots[member.key()].is_null() && !(slots[member.key()] == member.value);
  });
}

FlowTurn start(const Flow& flow, const Value& slots, const Surroundings& around, const Conditions& holds) {
  Value known = Value::object(), refused = Value::object();
  std::string reason;
  for (const auto& member : slots.members()) {
    const auto* slot = flow.slot(member.key());
    if (!slot) continue;
    auto& where = is_in_bounds(*slot, member.value) ? known : refused;
    where = where.with(member.key(), member.value);
    if (&where == &refused) reason = why_out_of_bounds(*slot, Value::object(), around);
  }
  auto turn = Walk(flow, known, Value::object(), Value::object(), around, holds).run(0, kBegin);
  if (!reason.empty()) turn.says.insert(turn.says.begin(), reason);
  turn.refused = refused;
  return turn;
}

Heard hear_answer(const Flow& flow, const Value& state, std::string_view sentence, const Surroundings& around,
                  const Conditions& holds) {
  const auto* asked = flow.slot(state["asked"].text());
  const auto slots = or_empty(state["slots"]);
  if (!asked) return {walk_on(flow, state, around, holds).run(step_of(state), kCollecting), true};
  const auto told = told_in(flow, asked, sentence, around);
  if (told.size() == 0 && asked->lacking && says(sentence, around.language, "lacks")) {
    const auto lacks = or_empty(state["lacks"]).with(asked->name, true);
    return {walk_on(flow, state.with("lacks", lacks), around, holds).run(step_of(state), kCollecting), true};
  }
  if (told.size() == 0) return missed(flow, state, *asked, around);
  for (const auto& member : told.members()) {
    const auto& slot = *flow.slot(member.key());
    if (!is_in_bounds(slot, member.value)) return out_of_bounds(state, slot, member.value, around);
  }
  const bool is_correction = changes_what_is_known(told, slots);
  Walk walk(flow, slots.merged(told), or_empty(state["vars"]), or_empty(state["lacks"]), around, holds);
  return {is_correction ? walk.run(0, kBegin) : walk.run(step_of(state), kCollecting), true};
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
  return walk_on(flow, state.with("vars", vars), around, holds).run(index, kCalled);
}

std::optional<FlowTurn> change(const Flow& flow, const Value& state, std::string_view sentence,
                               const Surroundings& around, const Conditions& holds) {
  const auto told = told_in(flow, nullptr, sentence, around);
  if (told.size() == 0) return std::nullopt;
  for (const auto& member : told.members()) {
    const auto& slot = *flow.slot(member.key());
    if (is_in_bounds(slot, member.value)) continue;
    auto turn = call_again(flow, state, around, holds);
    auto refused = out_of_bounds(state, slot, member.value, around).turn;
    turn.says.insert(turn.says.begin(), refused.says.front());
    turn.refused = refused.refused;
    return turn;
  }
  const auto slots = or_empty(state["slots"]).merged(told);
  return walk_on(flow, state.with("slots", slots), around, holds).run(0, kBegin);
}

}  // namespace

Value told_slots(const Flow& flow, std::string_view sentence, const Surroundings& around) {
  return told_in(flow, nullptr, sentence, around);
}

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

FlowTurn ask_again(const Flow& flow, const Value& state, const Surroundings& around) {
  const auto* asked = flow.slot(state["asked"].text());
  if (!asked) return {};
  auto turn = waiting_for(*asked, state, around);
  turn.says.push_back(worded(asked->ask, state, around));
  return turn;
}

}  // namespace frontdesk::dialog
