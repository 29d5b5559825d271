#include "dialog/flow.h"

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "dialog/bare_number.h"
#include "dialog/calendar.h"
#include "dialog/card.h"
#include "dialog/choices.h"
#include "dialog/correction.h"
#include "dialog/excluded.h"
#include "dialog/flow_questions.h"
#include "dialog/looks.h"
#include "dialog/named_slot.h"
#include "dialog/part_of_day.h"
#include "dialog/question.h"
#include "dialog/reading/heard.h"
#include "dialog/reading/trade.h"
#include "dialog/sentences.h"
#include "dialog/shift.h"
#include "dialog/template.h"
#include "dialog/told_in.h"

namespace frontdesk::dialog {
namespace {

constexpr int kStepsMax = 100;  // of one turn; a flow that goes in circles without asking is cut here

// Walks through the steps of one turn.
class Walk {
 public:
  // Of the state: `lacks` is {slot: true}, what the customer said not to have; `shifts` is {slot: difference} to what
  // it stays at; `refused` is {slot: [values that are possible]}: a tool refused what it stays at; `offers` are the
  // answers that were offered with the question for `asked`; `was` is what was known before it was refused; `bare` is a
  // number that may be of several slots ({slot: value}) until it is known what stands there; `latest` is the slot that
  // was told last.
  Walk(const Flow& flow, const Value& state, const Surroundings& around, const Conditions& holds)
      : flow_(flow),
        slots_(or_empty(state["slots"])),
        doubts_(or_empty(state["doubts"])),
        vars_(or_empty(state["vars"])),
        lacks_(or_empty(state["lacks"])),
        shifts_(or_empty(state["shifts"])),
        refused_(or_empty(state["refused"])),
        looks_(or_empty(state["looks"])),
        was_(or_empty(state["was"])),
        bare_(or_empty(state["bare"])),
        latest_(state["latest"]),
        asked_before_(state["asked"]),
        offers_before_(state["offers"]),
        around_(around),
        holds_(holds) {}

  FlowTurn run(std::size_t step, int phase) {
    step_ = step;
    phase_ = phase;
    if (phase == kBegin) offers_before_ = {};  // they were for what was known then
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
      if (rule.say) say(around_.config.text(*rule.say, around_.language));
      clear(rule.clear, error["detail"].text());
      if (rule.handoff) return hand_over(filled(*rule.handoff));
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

  std::string filled(std::string_view pattern) const {
    return render(pattern, scope(), around_.config,
                  {.bytes_max = kMessageLimits.bytes_max - said_, .language = around_.language});
  }

  void say(std::string_view pattern) { add(filled(pattern)); }

  void add(std::string words) {
    said_ += words.size();
    if (!words.empty()) turn_.says.push_back(std::move(words));
  }

  // `why`: what the tool said of it, with the times that it names.
  void clear(const std::vector<std::string>& names, std::string_view why = {}) {
    for (const auto& name : names) {
      const auto* slot = flow_.slot(name);
      if (slot && slot->keeps && !slots_[name].is_null())
        refused_ = refused_.with(name, slot->type == "time" ? times_in(why, slots_[name].text()) : Value::list());
      if (!slots_[name].is_null()) was_ = was_.with(name, slots_[name]);
      slots_ = slots_.without(name);
      doubts_ = doubts_.without(name);
    }
  }

  // Buttons with the items of a list, behind whatever question comes next.
  void offer(std::string_view pattern) {
    for (const auto& item : render_value(pattern, scope(), around_.config).items()) {
      const auto words = item.is_text() ? std::string(item.text()) : std::string();
      if (!words.empty()) add_offer(words);
    }
  }

  void add_offer(const Value& words) {
    const auto known = offers_.items();
    if (std::ranges::find(known, words) == known.end())
      offers_ = (offers_.is_list() ? offers_ : Value::list()).push(words);
  }

  void show(const Value& card) { turn_.card = card_of(card, scope(), around_.config, around_.language); }

  FlowTurn done() {
    turn_.slots = slots_;
    if (!turn_.waits) turn_.buttons = buttons_beside(offers_, {}, {});
    return std::move(turn_);
  }

  Value state() const {
    return Value::object({{"flow", flow_.name},
                          {"step", step_},
                          {"phase", phase_},
                          {"slots", slots_},
                          {"doubts", doubts_},
                          {"vars", vars_},
                          {"asked", asked_},
                          {"misses", misses_},
                          {"lacks", lacks_},
                          {"shifts", shifts_},
                          {"refused", refused_},
                          {"looks", looks_},
                          {"was", was_},
                          {"bare", bare_},
                          {"latest", latest_},
                          {"offers", offers_},
                          {"with", with_}});
  }

  // A number that may be of several slots is of the one that it is near, once it is known what stands there.
  void settle_bare(const Step& step) {
    if (bare_.size() == 0) return;
    auto stands = Value::object();
    for (const auto& name : step.collect) {
      const auto* slot = flow_.slot(name);
      if (!slot || !slot->keeps || !slots_[name].is_null()) continue;
      auto value = render_value(*slot->keeps, scope(), around_.config);
      if (!value.is_null()) stands = stands.with(name, std::move(value));
    }
    if (stands.size() == 0) return;
    for (const auto& meant : meant_by(bare_, stands, latest_).members()) slots_ = slots_.with(meant.key(), meant.value);
    bare_ = Value::object();
  }

  // A slot that stays at something stays there as soon as another one of the same step was told.
  void keep_the_rest(const Step& step) {
    for (const auto& name : step.collect) {
      const auto* slot = flow_.slot(name);
      if (!slot || !slot->keeps || !slots_[name].is_null() || !shifts_.contains(name)) continue;
      if (refused_.contains(name)) continue;
      auto value = shifted(render_value(*slot->keeps, scope(), around_.config), shifts_[name]);
      if (!value.is_null()) slots_ = slots_.with(name, std::move(value));
    }
    const auto is_told = [&](const std::string& name) { return !slots_[name].is_null(); };
    if (std::ranges::none_of(step.collect, [&](const std::string& name) {
          const auto* slot = flow_.slot(name);
          return slot && (slot->keeps || slot->remarks) && is_told(name);
        }))
      return;
    for (const auto& name : step.collect) {
      const auto* slot = flow_.slot(name);
      if (!slot || !slot->keeps || !slots_[name].is_null() || refused_.contains(name)) continue;
      auto value = render_value(*slot->keeps, scope(), around_.config);
      const bool is_empty = value.is_null() || (value.is_text() && value.text().empty());
      const bool is_left = doubts_.contains(name) && !(is_part_of_day(doubts_[name]) && allows(doubts_[name], value));
      if (is_empty || is_left) continue;
      doubts_ = doubts_.without(name);
      slots_ = slots_.with(name, std::move(value));
    }
  }

  const Location* location() const {
    return location_of(around_.config, Value::object({{"flow", flow_.name}, {"slots", slots_}, {"vars", vars_}}));
  }

  // A time that may be in the morning or in the evening is the one at which the place is open that was chosen since.
  void settle_halves(const Step& step) {
    const auto* place = location();
    const auto trade = place ? reading::trade_of(around_.config) : nullptr;
    const auto* hours = trade ? trade->hours(place) : nullptr;
    if (!hours) return;
    const auto is_open = [&](const Value& clock) {
      const auto minute = parse_clock(clock.text()).value_or(0);
      for (int weekday = 0; weekday < 7; ++weekday) {
        if (may_be(weekday) && hours->is_open(weekday, minute)) return true;
      }
      return false;
    };
    for (const auto& name : step.collect) {
      const auto choices = doubts_[name]["choices"].items();
      if (!slots_[name].is_null() || !is_of_either_half(choices)) continue;
      if (std::ranges::count_if(choices, is_open) != 1) continue;
      slots_ = slots_.with(name, *std::ranges::find_if(choices, is_open));
      doubts_ = doubts_.without(name);
    }
  }

  // Of the day that was told, or of any where none was.
  bool may_be(int weekday) const {
    for (const auto& slot : flow_.slots) {
      const auto day = slot.type == "date" ? Date::parse_iso(slots_[slot.name].text()) : std::nullopt;
      if (day) return day->weekday() == weekday;
    }
    return true;
  }

  // What was half understood is asked first, but for a time that the place may settle.
  const Slot* first_doubtful(const Step& step) const {
    const bool waits_for_place = std::ranges::any_of(step.collect, [&](const std::string& name) {
      const auto* slot = flow_.slot(name);
      return slot && slot->type == "location" && !slot->optional && slots_[name].is_null();
    });
    for (const auto& name : step.collect) {
      const auto* slot = flow_.slot(name);
      if (!slot || !slots_[name].is_null() || !doubts_.contains(name) || is_part_of_day(doubts_[name])) continue;
      if (slot->type != "time" || !waits_for_place) return slot;
    }
    return nullptr;
  }

  const Slot* first_missing(const Step& step) const {
    if (const auto* slot = first_doubtful(step)) return slot;
    for (const auto& name : step.collect) {
      const auto* slot = flow_.slot(name);
      if (!slot || !slots_[name].is_null() || (slot->optional && !refused_.contains(name))) continue;
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
      if (step.say) say(around_.config.text(*step.say, around_.language));
      if (step.offer) offer(*step.offer);
      if (step.card.is_object()) show(step.card);
      clear(step.clear);
      phase_ = kCollecting;
    }
    if (phase_ == kCollecting) {
      settle_halves(step);
      settle_bare(step);
      keep_the_rest(step);
      if (const auto* slot = first_missing(step)) return ask(*slot), true;
      phase_ = kCalled;
      if (step.call && changes_nothing(step)) return ask_what_changes(), true;
      if (step.call) {
        with_ = render_value(step.with.is_null() ? Value::object() : step.with, scope(), around_.config);
        turn_.call = FlowCall{*step.call, with_};
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

  // The call would change what is looked up to what it is already.
  bool changes_nothing(const Step& step) const {
    const auto sent = json::print(step.with);
    bool keeps = false;
    for (const auto& slot : flow_.slots) {
      if (slot.remarks && !slots_[slot.name].is_null()) return false;
      if (!slot.keeps) continue;
      const bool is_sent = sent.find("slots." + slot.name) != std::string::npos;
      if (!is_sent || slots_[slot.name].is_null()) return false;
      if (!(slots_[slot.name] == render_value(*slot.keeps, scope(), around_.config))) return false;
      keeps = true;
    }
    return keeps;
  }

  void ask_what_changes() {
    const Slot* first = nullptr;
    for (const auto& slot : flow_.slots) {
      if (!slot.keeps) continue;
      if (!first) first = &slot;
      slots_ = slots_.without(slot.name);
    }
    const auto collects = std::ranges::find_if(flow_.steps, [&](const Step& step) {
      return std::ranges::find(step.collect, first->name) != step.collect.end();
    });
    if (collects != flow_.steps.end()) step_ = static_cast<std::size_t>(collects - flow_.steps.begin());
    phase_ = kCollecting;
    add(sentence(around_.language, "as_it_is"));
    ask(*first);
  }

  void ask(const Slot& slot) {
    // A sentence that already ends with a question is the question, unless something was half understood.
    const auto doubt = with_open_times(doubts_[slot.name], flow_, slots_, location(), around_);
    const bool asked_already = doubt.is_null() && !turn_.says.empty() && turn_.says.back().ends_with('?');
    auto question = question_for(slot, filled(around_.config.text(slot.ask, around_.language)), doubt, around_);
    if (!asked_already) add(std::move(question.text));
    asked_ = slot.name;
    if (offers_.size() == 0 && asked_before_ == asked_) offers_ = offers_before_;
    for (const auto& free : refused_[slot.name].items()) add_offer(free);
    turn_.buttons = buttons_beside(offers_, doubt, std::move(question.buttons));
    turn_.asks = slot.name;
    turn_.waits = true;
    turn_.state = state();
  }

  const Flow& flow_;
  Value slots_;
  Value doubts_;
  Value vars_;
  Value lacks_;
  Value shifts_;
  Value refused_;
  Value looks_;
  Value was_;
  Value bare_;
  Value latest_;
  Value with_;
  Value asked_before_;
  Value offers_before_;
  Value offers_;
  const Surroundings& around_;
  const Conditions& holds_;
  std::size_t step_ = 0;
  int phase_ = kBegin;
  Value asked_;
  int misses_ = 0;
  std::size_t said_ = 0;  // bytes; what a turn says becomes one message
  FlowTurn turn_;
};

// A tenant's sentences and arguments may come to more than can be said or sent; then a person goes on.
FlowTurn too_large(const Flow& flow, const Error& error) {
  if (error.slug != "dialog/template-too-large") throw error;
  FlowTurn turn;
  turn.handoff = fmt::format("The flow \"{}\" has more to say than fits: {}", flow.name, error.detail);
  turn.failed_by_us = true;
  return turn;
}

Walk walk_on(const Flow& flow, const Value& state, const Surroundings& around, const Conditions& holds) {
  return {flow, state, around, holds};
}

std::size_t step_of(const Value& state) { return static_cast<std::size_t>(state["step"].integer()); }

FlowTurn start(const Flow& flow, const SlotsTold& told, const Surroundings& around, const Conditions& holds) {
  Value known = Value::object(), refused = Value::object(), shifts = Value::object();
  std::string reason;
  for (const auto& member : told.values.members()) {
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
  const auto state =
      Value::object({{"slots", known}, {"shifts", shifts}, {"doubts", told.doubts}, {"bare", told.bare}});
  auto turn = walk_on(flow, state, around, holds).run(0, kBegin);
  if (!reason.empty()) turn.says.insert(turn.says.begin(), reason);
  turn.refused = refused;
  return turn;
}

// The form with what was told; differences to what is not known yet wait for it, and what is in doubt is not known any
// more. What a tool refused was refused beside all the rest: once something else is told it may be kept.
Value with_told(const Value& state, const SlotsTold& told) {
  auto slots = or_empty(state["slots"]);
  auto shifts = or_empty(state["shifts"]);
  auto doubts = or_empty(state["doubts"]);
  for (const auto& member : told.values.members()) {
    doubts = doubts.without(member.key());
    if (is_shift(member.value)) {
      shifts = shifts.with(member.key(), member.value["shift"]);
    } else {
      slots = slots.with(member.key(), member.value);
    }
  }
  for (const auto& member : told.doubts.members()) {
    slots = slots.without(member.key());
    doubts = doubts.with(member.key(), member.value);
  }
  auto next = state.with("slots", slots).with("shifts", shifts).with("doubts", doubts).without("refused");
  if (told.bare.size() > 0) next = next.with("bare", told.bare);
  const bool is_one = told.values.size() + told.doubts.size() == 1;
  const auto& one = told.values.size() > 0 ? told.values : told.doubts;
  return is_one ? next.with("latest", one.members().begin()->key()) : next;
}

// A number that may be of several slots is of the one that it is near, where it is known what stands there ("put it
// back to 9" to the question what of a record shall be different), and is kept where that is not known yet.
void settle_loose(const Flow& flow, const Slot& asked, const Value& state, std::string_view sentence,
                  const Surroundings& around, SlotsTold& told) {
  if (!asked.keeps) return keep_loose(flow, sentence, around, told);
  if (state["alone"].boolean()) return;
  const auto bare = bare_number(flow, sentence, around);
  if (!is_loose(told, bare)) return;
  auto meant = meant_by(bare, stood_at(flow, or_empty(state["vars"]), around.config), state["latest"]);
  if (meant.size() > 0) told = {std::move(meant), Value::object()};
}

HeardAnswer hear_answer(const Flow& flow, const Value& state, std::string_view sentence, const Surroundings& around,
                        const Conditions& holds) {
  const auto* asked = flow.slot(state["asked"].text());
  const auto slots = or_empty(state["slots"]);
  if (!asked) return {walk_on(flow, state, around, holds).run(step_of(state), kCollecting), true};
  auto told = left_of_choice(flow, *asked, state["doubts"][asked->name], sentence, around);
  // "Half an hour later" is later than what was refused.
  const auto known = or_empty(state["was"]).merged(slots);
  if (told.is_empty()) told = told_in(flow, asked, sentence, known, or_empty(state["vars"]), around);
  if (told.is_empty()) told = told_of_another(flow, *asked, sentence, slots, or_empty(state["vars"]), around);
  told = told_in_part(std::move(told), state["doubts"], slots);
  if (told.is_empty()) told.values = affirmed(*asked, state["doubts"][asked->name], sentence);
  if (told.is_empty() && asked->lacking && reading::says(sentence, around.language, reading::List::lacks)) {
    const auto lacks = or_empty(state["lacks"]).with(asked->name, true);
    return {walk_on(flow, state.with("lacks", lacks), around, holds).run(step_of(state), kCollecting), true};
  }
  settle_loose(flow, *asked, state, sentence, around, told);
  const auto* named = told.is_empty() && asked->keeps ? slot_named(flow, sentence, around) : nullptr;
  if (named && named->keeps) return {ask_for(*named, state, around), true};
  // Who answers "3 or 4?" with "3 or 4" has not answered.
  const bool is_as_doubtful = told.values.size() == 0 && told.doubts.contains(asked->name) &&
                              told.doubts[asked->name] == state["doubts"][asked->name];
  if ((told.is_empty() && told.bare.size() == 0) || is_as_doubtful || tells_nothing_new(told, *asked, state))
    return missed(flow, state, *asked, around);
  for (const auto& member : told.values.members()) {
    const auto& slot = *flow.slot(member.key());
    if (!is_in_bounds(slot, member.value)) return out_of_bounds(state, slot, member.value, around);
  }
  const bool is_correction = changes_what_is_known(told, slots);
  auto walk = walk_on(flow, with_told(state, told), around, holds);
  auto turn = is_correction ? walk.run(0, kBegin) : walk.run(step_of(state), kCollecting);
  // Who tells something else than what is asked hears that it was taken, before the same question comes again.
  const bool asks_again = turn.waits && turn.asks == asked->name;
  auto news = asks_again ? spoken_news(flow, slots, turn.state["slots"], around) : std::string();
  if (!news.empty()) turn.says.insert(turn.says.begin(), std::move(news));
  return {std::move(turn), true};
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
  return walk_on(flow, state.with("vars", vars).with("looks", looks_with(state, step)), around, holds)
      .run(index, kCalled);
}

std::optional<FlowTurn> change(const Flow& flow, const Value& state, std::string_view sentence,
                               const Surroundings& around, const Conditions& holds) {
  const auto told = corrected(flow, told_slots(flow, sentence, around, state), state, sentence, around);
  if (told.is_empty()) {
    const auto* slot = slot_to_change(flow, or_empty(state["slots"]), sentence, around);
    return slot ? std::optional(ask_anew(flow, *slot, state, around)) : std::nullopt;
  }
  for (const auto& member : told.values.members()) {
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

SlotsTold told_slots(const Flow& flow, std::string_view sentence, const Surroundings& around, const Value& state) {
  return told_in(flow, nullptr, sentence, or_empty(state["slots"]), or_empty(state["vars"]), around);
}

bool changes_form(const Flow& flow, const Value& state, std::string_view sentence, const Surroundings& around) {
  const auto known = or_empty(state["slots"]);
  const auto told = corrected(flow, told_slots(flow, sentence, around, state), state, sentence, around);
  return std::ranges::any_of(told.values.members(),
                             [&](const auto& slot) { return !(known[slot.key()] == slot.value); }) ||
         told.doubts.size() > 0 || (told.is_empty() && slot_to_change(flow, known, sentence, around));
}

FlowTurn start_flow(const Flow& flow, const SlotsTold& told, const Surroundings& around, const Conditions& holds) try {
  return start(flow, told, around, holds);
} catch (const Error& error) {
  return too_large(flow, error);
}

HeardAnswer hear(const Flow& flow, const Value& state, std::string_view sentence, const Surroundings& around,
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

}  // namespace frontdesk::dialog
