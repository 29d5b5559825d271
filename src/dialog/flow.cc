#include "dialog/flow.h"

#include "base/error.h"
#include "base/text.h"
#include "dialog/card.h"
#include "dialog/choices.h"
#include "dialog/correction.h"
#include "dialog/reading/heard.h"
#include "dialog/sentences.h"
#include "dialog/shift.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

constexpr int kStepsMax = 100;  // of one turn; a flow that goes in circles without asking is cut here
constexpr int kMissesMax = 3;

enum Phase { kBegin = 0, kCollecting = 1, kCalled = 2 };

// Walks through the steps of one turn.
class Walk {
 public:
  // `lacks`: {slot: true}, what the customer said not to have; `shifts`: {slot: difference} to what it stays at.
  Walk(const Flow& flow, Value slots, Value vars, Value lacks, Value shifts, const Surroundings& around,
       const Conditions& holds)
      : flow_(flow),
        slots_(std::move(slots)),
        vars_(std::move(vars)),
        lacks_(std::move(lacks)),
        shifts_(std::move(shifts)),
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
                          {"lacks", lacks_},
                          {"shifts", shifts_}});
  }

  // A slot that stays at something stays there as soon as another one of the same step was told.
  void keep_the_rest(const Step& step) {
    for (const auto& name : step.collect) {
      const auto* slot = flow_.slot(name);
      if (!slot || !slot->keeps || !slots_[name].is_null() || !shifts_.contains(name)) continue;
      auto value = shifted(render_value(*slot->keeps, scope(), around_.config), shifts_[name]);
      if (!value.is_null()) slots_ = slots_.with(name, std::move(value));
    }
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
  Value shifts_;
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
  return {flow,
          or_empty(state["slots"]),
          or_empty(state["vars"]),
          or_empty(state["lacks"]),
          or_empty(state["shifts"]),
          around,
          holds};
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

Value looked_up(std::string_view name, const Value& vars) {
  for (const auto& result : vars.members()) {
    if (!result.value[name].is_null()) return result.value[name];
  }
  return {};
}

// What a slot is known as: in the form, or in what was looked up and has a member of its name.
Value known_value(std::string_view name, const Value& slots, const Value& vars) {
  return slots[name].is_null() ? looked_up(name, vars) : slots[name];
}

bool is_shift(const Value& value) { return value.is_object() && value.contains("shift"); }

struct Told {
  Value values = Value::object();       // a difference to what is not known is {"shift": …}
  std::optional<SlotFinding> doubtful;  // of the slot that was asked for, else the first
};

// What the sentence tells of every slot, also of those that are known; the asked one may be told barely. Numbers may be
// out of their bounds.
Told told_in(const Flow& flow, const Slot* asked, std::string_view sentence, const Value& slots, const Value& vars,
             const Surroundings& around) {
  Told told;
  for (const auto& found : read_message(flow, asked, sentence, around)) {
    if (found.is_same) {
      // Of something that is changed it is the one that it had.
      const auto before = looked_up(found.slot->name, vars);
      if (!before.is_null()) told.values = told.values.with(found.slot->name, before);
      continue;
    }
    auto value = found.doubt ? found.value_though_closed().value_or(Value()) : found.value;
    if (found.range || value.is_null()) {
      if (!told.doubtful || found.slot == asked) told.doubtful = found;
      continue;
    }
    if (found.is_relative) {
      const auto base = known_value(found.slot->name, slots, vars);
      value = base.is_null() ? Value::object({{"shift", value}}) : shifted(base, value);
    }
    if (!value.is_null()) told.values = told.values.with(found.slot->name, std::move(value));
  }
  return told;
}

std::string spoken(const Slot& slot, const Value& value, const Surroundings& around) {
  if (slot.type == "date") return spoken_date(value.text(), around.language);
  const auto* place = slot.type == "location" ? around.config.location(value.text()) : nullptr;
  if (place) return place->name;
  return value.is_text() ? std::string(value.text()) : std::to_string(value.integer());
}

// Two or three things may be meant: which?
std::optional<FlowTurn> ask_which(const Value& state, const SlotFinding& doubtful, const Surroundings& around) {
  if (!doubtful.doubt || doubtful.doubt->candidates.size() < 2) return std::nullopt;
  auto turn = waiting_for(*doubtful.slot, state.with("asked", doubtful.slot->name), around);
  turn.buttons.clear();
  std::string choices;
  const auto& candidates = doubtful.doubt->candidates;
  for (std::size_t i = 0; i < candidates.size() && i < kButtonsMax; ++i) {
    const auto words = spoken(*doubtful.slot, candidates[i], around);
    const bool is_last = i + 1 == candidates.size();
    choices += (i == 0 ? "" : is_last ? fmt::format(" {} ", sentence(around.language, "or")) : ", ") + words;
    turn.buttons.push_back({words, words});
  }
  turn.says.push_back(sentence(around.language, "which_one", Value::object({{"choices", choices}})));
  return turn;
}

bool changes_what_is_known(const Value& told, const Value& slots) {
  return std::ranges::any_of(told.members(), [&](const auto& member) {
    return !slots[member.key()].is_null() && !(slots[member.key()] == member.value);
  });
}

FlowTurn start(const Flow& flow, const Value& slots, const Surroundings& around, const Conditions& holds) {
  Value known = Value::object(), refused = Value::object(), shifts = Value::object();
  std::string reason;
  for (const auto& member : slots.members()) {
    const auto* slot = flow.slot(member.key());
    if (!slot) continue;
    if (is_shift(member.value)) {
      shifts = shifts.with(member.key(), member.value["shift"]);
      continue;
    }
    auto& where = is_in_bounds(*slot, member.value) ? known : refused;
    where = where.with(member.key(), member.value);
    if (&where == &refused) reason = why_out_of_bounds(*slot, Value::object(), around);
  }
  const auto state = Value::object({{"slots", known}, {"shifts", shifts}});
  auto turn = walk_on(flow, state, around, holds).run(0, kBegin);
  if (!reason.empty()) turn.says.insert(turn.says.begin(), reason);
  turn.refused = refused;
  return turn;
}

// The form with what was told; differences to what is not known yet wait for it.
Value with_told(const Value& state, const Value& told) {
  auto slots = or_empty(state["slots"]);
  auto shifts = or_empty(state["shifts"]);
  for (const auto& member : told.members()) {
    if (is_shift(member.value)) {
      shifts = shifts.with(member.key(), member.value["shift"]);
    } else {
      slots = slots.with(member.key(), member.value);
    }
  }
  return state.with("slots", slots).with("shifts", shifts);
}

Heard hear_answer(const Flow& flow, const Value& state, std::string_view sentence, const Surroundings& around,
                  const Conditions& holds) {
  const auto* asked = flow.slot(state["asked"].text());
  const auto slots = or_empty(state["slots"]);
  if (!asked) return {walk_on(flow, state, around, holds).run(step_of(state), kCollecting), true};
  const auto [told, doubtful] = told_in(flow, asked, sentence, slots, or_empty(state["vars"]), around);
  if (told.size() == 0 && asked->lacking && reading::says(sentence, around.language, reading::List::lacks)) {
    const auto lacks = or_empty(state["lacks"]).with(asked->name, true);
    return {walk_on(flow, state.with("lacks", lacks), around, holds).run(step_of(state), kCollecting), true};
  }
  auto which = doubtful ? ask_which(state.with("slots", slots.merged(told)), *doubtful, around) : std::nullopt;
  if (which) return {std::move(*which), true};
  if (told.size() == 0) return missed(flow, state, *asked, around);
  for (const auto& member : told.members()) {
    const auto& slot = *flow.slot(member.key());
    if (!is_in_bounds(slot, member.value)) return out_of_bounds(state, slot, member.value, around);
  }
  const bool is_correction = changes_what_is_known(told, slots);
  auto walk = walk_on(flow, with_told(state, told), around, holds);
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
  const auto slots = or_empty(state["slots"]);
  const auto told = corrected_slots(
      flow, told_in(flow, nullptr, sentence, slots, or_empty(state["vars"]), around).values, slots, sentence, around);
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
  return walk_on(flow, with_told(state, told), around, holds).run(0, kBegin);
}

}  // namespace

Value told_slots(const Flow& flow, std::string_view sentence, const Surroundings& around, const Value& state) {
  return told_in(flow, nullptr, sentence, or_empty(state["slots"]), or_empty(state["vars"]), around).values;
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
