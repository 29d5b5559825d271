#include "dialog/open_form.h"

#include <algorithm>

#include "dialog/another.h"
#include "dialog/consent.h"
#include "dialog/flow.h"
#include "dialog/own_record.h"
#include "dialog/reading/heard.h"
#include "dialog/wishes.h"

namespace frontdesk::dialog {
namespace {

constexpr double kSureOfNew = 0.7;        // confidence of a wish that begins something in place of what is asked
constexpr std::size_t kToldOfNewMin = 2;  // slots that such a wish tells: else it may be about the record

bool names_record(const FlowWish& wish, const Flow& flow, std::string_view sentence, const Surroundings& around) {
  const bool has_code =
      std::ranges::any_of(read_message(flow, nullptr, sentence, around),
                          [](const SlotFinding& found) { return found.slot->type == "code" && found.is_certain(); });
  return has_code || names_its_thing(wish.words, flow, around) || points_at_another(wish.words, around);
}

}  // namespace

bool have_same_code(const Flow& one, const Flow& other) {
  const auto mine = std::ranges::find_if(one.slots, is_record_code);
  const auto theirs = std::ranges::find_if(other.slots, is_record_code);
  return mine != one.slots.end() && theirs != other.slots.end() && mine->name == theirs->name &&
         mine->pattern == theirs->pattern;
}

bool does_write(const Brain& brain, const Flow& flow) {
  return std::ranges::any_of(flow.steps, [&](const Step& step) {
    const auto* tool = step.call ? brain.tool(*step.call) : nullptr;
    return tool && tool->effect != platform::Effect::read;
  });
}

bool is_record_known(const Flow& flow, const Value& state) {
  const auto code = std::ranges::find_if(flow.slots, is_record_code);
  return code != flow.slots.end() && !state["slots"][code->name].is_null();
}

bool makes_something(const Brain& brain, const Flow& flow) { return does_write(brain, flow) && !is_about_record(flow); }

AboutForm about_open_form(const Brain& brain, const Flow& form, const Value& state, const reading::Reading& reading,
                          std::string_view sentence, const Surroundings& around) {
  const auto answer = read_answer(sentence);
  if (answer == Answer::yes || answer == Answer::no) return AboutForm::nothing;  // bare ones are no wish of their own
  if (!makes_something(brain, form)) return AboutForm::nothing;
  const bool changes = changes_form(form, state, sentence, around);
  if (asks_what_to_change(sentence)) return AboutForm::change;
  const auto* language = reading::find_language(around.language_heard());
  const bool stops = language && reading::says(sentence, language->id, reading::List::stop) && reading.wishes.empty() &&
                     told_slots(form, sentence, around).is_empty();
  auto about = stops ? AboutForm::end : AboutForm::nothing;
  for (const auto& wish : flow_wishes(reading, sentence, around)) {
    const auto& flow = *around.config.flow(*wish.intent->flow);
    if (flow.name == form.name) continue;
    if (!is_about_record(flow) || !does_write(brain, flow) || names_record(wish, flow, sentence, around))
      return AboutForm::nothing;
    about = is_for_changes(flow) || changes ? AboutForm::change : AboutForm::end;
  }
  // "Can I still cancel it later?" asks.
  const bool asks = reading.act == reading::Act::question || answer == Answer::question;
  return asks && about == AboutForm::end ? AboutForm::question : about;
}

bool asks_for_record(const Flow& flow, const Value& state) {
  const auto code = std::ranges::find_if(flow.slots, is_record_code);
  const auto asked = state["asked"].text();
  return code != flow.slots.end() && !is_record_known(flow, state) && !state["call"].is_text() &&
         (asked == code->name || (code->lacking && asked == *code->lacking));
}

bool says_not_done(std::string_view sentence, const Surroundings& around) {
  const auto* language = reading::find_language(around.language_heard());
  if (!language) return false;
  const auto heard = reading::heard_as(sentence, *language);
  return std::ranges::any_of(heard.phrases, [&](const reading::PhraseAt& phrase) {
    return phrase.list == reading::List::done_words &&
           heard.scope.of(phrase.begin, phrase.end) == reading::Standing::denied;
  });
}

bool says_has_record(const Brain& brain, const Flow& form, const reading::Reading& reading, std::string_view sentence,
                     const Surroundings& around) {
  const auto language = around.language_heard();
  return reading.act != reading::Act::question && makes_something(brain, form) &&
         names_own_record(sentence, language, around.config.words) && told_slots(form, sentence, around).is_empty();
}

std::vector<const Intent*> intents_for_record(std::string_view sentence, const Surroundings& around) {
  std::vector<const Intent*> all, named;
  for (const auto& intent : around.config.intents) {
    const auto* flow = intent.flow ? around.config.flow(*intent.flow) : nullptr;
    if (!flow || !is_about_record(*flow) || intent.examples.empty()) continue;
    all.push_back(&intent);
    if (names_its_thing(sentence, *flow, around)) named.push_back(&intent);
  }
  return named.empty() ? all : named;
}

namespace {

// The one intent for records that these words call by their thing, of those that fit; null: none, or several.
const Intent* named_by_thing(std::string_view words, const Surroundings& around,
                             const std::function<bool(const Intent& intent, const Flow& flow)>& fits) {
  const Intent* named = nullptr;
  for (const auto& intent : around.config.intents) {
    const auto* flow = intent.flow ? around.config.flow(*intent.flow) : nullptr;
    if (!flow || !is_about_record(*flow) || !fits(intent, *flow) || !names_its_thing(words, *flow, around)) continue;
    if (named) return nullptr;
    named = &intent;
  }
  return named;
}

}  // namespace

const Intent* undone_instead(const Intent& intent, std::string_view words, const Surroundings& around) {
  const auto* flow = intent.flow ? around.config.flow(*intent.flow) : nullptr;
  if (!flow || !is_about_record(*flow)) return nullptr;
  if (!reading::has_said(words, around.language_heard(), reading::List::undo)) return nullptr;
  if (names_its_thing(words, *flow, around)) return nullptr;
  return named_by_thing(words, around, [&](const Intent&, const Flow& its) { return !have_same_code(*flow, its); });
}

const Intent* undone_by_name(std::string_view words, const Surroundings& around) {
  if (!reading::has_said(words, around.language_heard(), reading::List::undo)) return nullptr;
  return named_by_thing(words, around, [&](const Intent& intent, const Flow& flow) {
    return !is_for_changes(flow) && is_for_undoing(intent, around);
  });
}

bool wants_undone(const Brain& brain, const Flow& flow, std::string_view words, const Surroundings& around) {
  const auto is_of_same = [&](const Flow& other) { return does_write(brain, other) && have_same_code(flow, other); };
  if (!is_about_record(flow) || std::ranges::any_of(around.config.flows, is_of_same)) return false;
  return reading::has_said(words, around.language_heard(), reading::List::undo);
}

const Flow* whole_new_wish(const Brain& brain, const Flow& open, const reading::Reading& reading,
                           std::string_view sentence, const Surroundings& around) {
  for (const auto& wish : flow_wishes(reading, sentence, around)) {
    const auto& flow = *around.config.flow(*wish.intent->flow);
    const bool is_whole = flow.name != open.name && wish.confidence >= kSureOfNew && makes_something(brain, flow) &&
                          names_its_thing(sentence, flow, around);
    if (is_whole && told_slots(flow, sentence, around).values.size() >= kToldOfNewMin) return &flow;
  }
  return nullptr;
}

}  // namespace frontdesk::dialog
