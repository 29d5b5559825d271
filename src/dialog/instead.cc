#include "dialog/instead.h"

#include <algorithm>

#include "dialog/another.h"
#include "dialog/consent.h"
#include "dialog/correction.h"
#include "dialog/open_form.h"
#include "dialog/reading/heard.h"
#include "dialog/records.h"
#include "dialog/wishes.h"

namespace frontdesk::dialog {
namespace {

using reading::Heard;
using reading::List;

bool is_wished(const Flow& flow, const reading::Reading& reading, std::string_view sentence,
               const Surroundings& around) {
  return std::ranges::any_of(flow_wishes(reading, sentence, around),
                             [&](const FlowWish& wish) { return *wish.intent->flow == flow.name; });
}

// Nothing but this word, and what it is asked with: "cancel, please" leaves what is under way.
bool is_undo_alone(const Heard& heard) {
  constexpr List kBeside[] = {List::undo, List::courtesy, List::assent, List::refusal, List::filler, List::correction};
  return heard.words_beside(kBeside) == 0;
}

// What of a record that is there would be different: a value that `changing` asks for, and that it does not have yet.
bool tells_a_change(const Flow& changing, const Value& state, std::string_view sentence, const Surroundings& around) {
  const auto told = told_slots(changing, sentence, around, state);
  const auto values = told.values.merged(bare_value(changing, sentence, around));
  const auto stands_at = [&](std::string_view name, const Value& value) {
    return std::ranges::any_of(state["vars"].members(), [&](const auto& var) { return var.value[name] == value; });
  };
  return std::ranges::any_of(changing.slots, [&](const Slot& slot) {
    if (!slot.keeps) return false;
    return told.doubts.contains(slot.name) ||
           (!values[slot.name].is_null() && !stands_at(slot.name, values[slot.name]));
  });
}

// "No, Friday is better", "only make it three": words that turn to something else stand beside the value.
bool turns_to_change(const Flow& changing, const Value& state, const Heard& heard, std::string_view sentence,
                     const Surroundings& around) {
  constexpr List kTurning[] = {List::correction, List::contrast, List::instead_of, List::only,
                               List::move,       List::anew,     List::made_so,    List::refusal};
  const bool turns = std::ranges::any_of(kTurning, [&](List list) { return heard.has(list); });
  if (turns && tells_a_change(changing, state, sentence, around)) return true;
  return asks_what_to_change(sentence) || heard.has_said(List::move);
}

}  // namespace

const Flow* wanted_instead(const Brain& brain, const Flow& flow, const Value& state, const reading::Reading& reading,
                           std::string_view sentence, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language || !does_write(brain, flow) || !is_about_record(flow)) return nullptr;
  const auto heard = reading::heard_as(sentence, *language);
  const bool asks = reading.act == reading::Act::question && !asks_for_a_change(sentence);
  const bool is_known = is_record_known(flow, state);
  for (const auto& other : around.config.flows) {
    if (other.name == flow.name || !does_write(brain, other) || !have_same_code(flow, other)) continue;
    if (is_for_changes(other) == is_for_changes(flow)) continue;
    if (is_for_changes(other)) {
      if (is_wished(other, reading, sentence, around)) return &other;
      if (!asks && turns_to_change(other, state, heard, sentence, around)) return &other;
      continue;
    }
    const bool is_gone = heard.has_said(List::undo) && !is_undo_alone(heard) &&
                         (!asks || heard.has(List::requests) || is_wished(other, reading, sentence, around));
    if (is_known && is_gone && !tells_a_change(flow, state, sentence, around)) return &other;
  }
  return nullptr;
}

bool wants_what_it_does(const Brain& brain, const Flow& flow, std::string_view sentence, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language || !is_about_record(flow) || is_for_changes(flow) || !does_write(brain, flow)) return false;
  const auto heard = reading::heard_as(sentence, *language);
  return heard.has(List::assent) && !heard.has(List::refusal) && heard.has_said(List::undo);
}

Value other_record_meant(const Flow& flow, const Value& state, const Value& records, std::string_view sentence,
                         const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language || !is_record_known(flow, state) || sentence.ends_with('?')) return {};
  const auto heard = reading::heard_as(sentence, *language);
  const bool turns = heard.has(List::refusal) || heard.has(List::correction);
  const bool tells_it = heard.has(List::determiner) && turns && !heard.has(List::move) && !heard.has(List::new_value);
  const auto code = std::ranges::find_if(flow.slots, is_record_code);
  if (tells_it && !is_for_changes(flow)) {
    const auto described = record_described(flow, records, sentence, around);
    if (described.size() > 0 && !(described[code->name] == state["slots"][code->name])) return described;
  }
  const bool says_yes = heard.has(List::assent) && !turns;  // "yes, and one more thing for the other one"
  if (says_yes || !points_at_another(sentence, around)) return {};
  const auto told = told_slots(flow, sentence, around, state);
  const bool is_no_value = std::ranges::all_of(
      told.values.members(), [&](const auto& each) { return flow.slot(each.key())->type == "number"; });
  return is_no_value ? other_record_for(flow, records, state["slots"], around) : Value();
}

}  // namespace frontdesk::dialog
