#include "dialog/builtin.h"

#include "base/describe.h"
#include "base/text.h"
#include "dialog/another.h"
#include "dialog/choices.h"
#include "dialog/consent.h"
#include "dialog/facts.h"
#include "dialog/flow.h"
#include "dialog/messages.h"
#include "dialog/reading/heard.h"
#include "dialog/records.h"
#include "dialog/sentences.h"
#include "dialog/template.h"
#include "dialog/wishes.h"

namespace frontdesk::dialog {
namespace {

ai::ModelAnswer says(std::string_view text, Value trace) {
  return {assistant_message(text), {}, "built-in", std::move(trace)};
}

ai::ModelAnswer calls(std::string_view key, std::string_view tool, const Value& arguments, Value trace) {
  const auto call = tool_call(stable_id("call_", key, tool), tool, arguments);
  return {assistant_calls(Value::list({call})), {}, "built-in", std::move(trace)};
}

std::string label_of(std::string_view intent) {
  std::string label(intent);
  for (auto& c : label) {
    if (c == '_' || c == '-') c = ' ';
  }
  return label;
}

Value trace_of(const reading::Reading& reading, bool missed) {
  ObjectBuilder trace;
  if (!reading.wishes.empty()) {
    const auto& first = reading.wishes.front();
    trace.set("intent", Value::object({{"name", first.intent}, {"confidence", first.confidence}}));
  } else if (!reading.whole.guesses.empty()) {
    const auto& best = reading.whole.guesses.front();
    trace.set("intent", Value::object({{"name", best.intent}, {"confidence", best.confidence}}));
  }
  if (missed) trace.set("missed", true);
  return trace.build();
}

Value button_for(const Intent& intent, const DialogConfig& config, std::string_view language) {
  const auto label = intent.label ? std::string(config.text(*intent.label, language)) : label_of(intent.name);
  return Value::object(
      {{"label", label}, {"text", intent.examples.empty() ? label : example_in(intent, config, language)}});
}

// "Operator!": the word alone is known to the tables, whatever it looks like to a classifier.
bool calls_for_person(const reading::Reading& reading, std::string_view message) {
  constexpr std::ptrdiff_t kWordsMax = 2;  // "agent please"
  const auto words = reading::words_of(message);
  const auto is_mark = [](const reading::Word& word) { return word.shape == reading::Shape::mark; };
  return reading.asks_for_person && std::ssize(words) - std::ranges::count_if(words, is_mark) <= kWordsMax;
}

// Offers a person beside what is said.
Value with_person(Value trace, const std::optional<Button>& person) {
  if (!person) return trace;
  return trace.with("buttons", Value::list({Value::object({{"label", person->label}, {"text", person->text}})}));
}

}  // namespace

Task<ai::ModelAnswer> BuiltInModel::answer(ai::ModelRequest request, ai::TokenSink, Deadline) {
  const auto& context = request.context;
  const auto reading = from_value<reading::Reading>(context["reading"], {}, "/reading");
  co_return decide(reading, {last_text(request.messages, "user"),
                             context["misses"].integer(),
                             request.turn_key,
                             context["slots"],
                             context["done"],
                             context["records"],
                             context["stood"],
                             {.config = config_,
                              .now = {context["now_ms"].integer()},
                              .language = reading.answers_in,
                              .heard_in = reading.language}});
}

ai::ModelAnswer BuiltInModel::decide(const reading::Reading& reading, const Question& question) const {
  const bool wants_person = calls_for_person(reading, question.words) && !names_handoff(reading);
  const auto* person = wants_person ? person_intent(config_) : nullptr;
  if (person)
    return calls(question.key, kFetchPerson, Value::object({{"reason", *person->handoff}, {"intent", person->name}}),
                 trace_of(reading, false));
  if (auto told = tell_of_records(reading, question)) return std::move(*told);
  if (auto again = begin_like_before(reading, question)) return std::move(*again);
  const bool is_late_answer = reading.is_bare && begins_something(reading, config_);
  if (!reading.wishes.empty() && !is_late_answer) return follow(reading, question);
  if (auto answer = answer_act(reading, question)) return std::move(*answer);
  const auto answer = read_answer(question.words);
  if (is_late_answer || answer == Answer::yes || answer == Answer::no) return answer_late(reading, question);
  const auto* change = change_of_record(question.records, question.words, question.around);
  if (change)
    return calls(question.key, kStartFlow, Value::object({{"name", *change->flow}, {"slots", Value::object()}}),
                 trace_of(reading, false));
  return repair(reading, question);
}

bool BuiltInModel::names_handoff(const reading::Reading& reading) const {
  return std::ranges::any_of(reading.wishes, [&](const reading::Wish& wish) {
    const auto* intent = config_.intent(wish.intent);
    return intent && intent->handoff;
  });
}

// "No" names no wish, however much a classifier thinks of an example that has a no in it.
// The answer to a question that is not open any more is understood; it only has nothing to be about. Right behind what
// was done it is about that: what was done is said, and what can be done about it offered.
ai::ModelAnswer BuiltInModel::answer_late(const reading::Reading& reading, const Question& question) const {
  const auto language = question.around.language;
  const auto& done = question.done;
  if (!done.is_object()) return says(sentence(language, "nothing_open"), trace_of(reading, false));
  ListBuilder buttons;
  for (const auto& name : done["intents"].items()) {
    if (const auto* intent = config_.intent(name.text())) buttons.add(button_for(*intent, config_, language));
  }
  return says(sentence(language, "done_already", Value::object({{"what", done["what"]}})),
              trace_of(reading, false).with("buttons", buttons.build()));
}

// Facts are answered first; then the first flow begins, and the others follow it; a person is fetched where that is all
// that is wanted.
ai::ModelAnswer BuiltInModel::follow(const reading::Reading& reading, const Question& question) const {
  const auto language = question.around.language;
  std::string told;
  std::vector<const Intent*> flows;
  const Intent* person = nullptr;
  ListBuilder then;
  for (const auto& wish : reading.wishes) {
    const auto* intent = config_.intent(wish.intent);
    if (!intent) continue;
    const auto words = question.words.substr(wish.span.begin, wish.span.end - wish.span.begin);
    const auto* fact = intent->fact ? config_.fact(*intent->fact) : nullptr;
    if (fact) {
      told += (told.empty() ? "" : " ") + answer_fact(*fact, words, question.slots["location"].text(), question.around);
    } else if (intent->answer && reading.wishes.size() == 1) {
      told = render(config_.text(*intent->answer, language), Value::object(), config_, {.language = language});
    } else if (intent->flow) {
      if (!flows.empty()) then.add(Value::object({{"start", *intent->flow}, {"words", words}}));
      flows.push_back(intent);
    } else if (intent->handoff) {
      person = intent;
    }
  }
  if (person && flows.empty())
    return calls(question.key, kFetchPerson, Value::object({{"reason", *person->handoff}, {"intent", person->name}}),
                 trace_of(reading, false));
  if (flows.empty() && told.empty()) return repair(reading, question);
  if (flows.empty()) return says(told, trace_of(reading, false));
  auto order = Value::object({{"name", *flows.front()->flow}, {"slots", Value::object()}});
  if (!told.empty()) order = order.with("first", told);
  if (flows.size() > 1) order = order.with("then", then.build());
  return calls(question.key, kStartFlow, order, trace_of(reading, false));
}

// What was done in this conversation is told as it was told then; where the file has a flow for it, that one looks.
std::optional<ai::ModelAnswer> BuiltInModel::tell_of_records(const reading::Reading& reading,
                                                             const Question& question) const {
  if (!reading.is_served) return std::nullopt;
  const auto told = records_asked_for(question.records, reading, question.words, question.around);
  if (!told) return std::nullopt;
  return says(*told, trace_of(reading, false));
}

// "Another one for Sunday" behind what was done, and "the same but at 8" behind what was refused, begin with what
// stood. Right behind a no so does what is told of it, unless it is a wish of its own ("book a table for 3").
std::optional<ai::ModelAnswer> BuiltInModel::begin_like_before(const reading::Reading& reading,
                                                               const Question& question) const {
  const auto* flow = config_.flow(question.stood["flow"].text());
  const auto is_another_flow = [&](const reading::Wish& wish) {
    const auto* intent = config_.intent(wish.intent);
    return !intent || (intent->flow != flow->name && !intent->answer);
  };
  if (!flow || !reading.is_served || std::ranges::any_of(reading.wishes, is_another_flow)) return std::nullopt;
  const auto begin = [&](std::string_view from) {
    return calls(question.key, kStartFlow,
                 Value::object({{"name", flow->name}, {"slots", Value::object()}, {"from", from}}),
                 trace_of(reading, false));
  };
  if (another_in(question.words, *flow, question.around)) return begin("another");
  if (question.stood["done"].boolean()) return std::nullopt;
  if (reading::says(question.words, question.around.heard_in, reading::List::same_again)) return begin("stood");
  const bool tells = question.stood["just"].boolean() && !reading.is_bare &&
                     !names_its_thing(question.words, *flow, question.around) &&
                     !told_slots(*flow, question.words, question.around).is_empty();
  return tells ? std::optional(begin("stood")) : std::nullopt;
}

std::optional<ai::ModelAnswer> BuiltInModel::answer_act(const reading::Reading& reading,
                                                        const Question& question) const {
  using reading::Act;
  const auto language = question.around.language;
  const auto plainly = [&](std::string_view id) { return says(sentence(language, id), trace_of(reading, false)); };
  // In words of any language; and who goes on in one that is not served is not told so for ever.
  if (!reading.is_served && (reading.asks_for_person || question.misses >= 2))
    return calls(question.key, kFetchPerson,
                 Value::object({{"reason", "The customer writes in a language that is not served."}}),
                 trace_of(reading, false));
  if (!reading.is_served) {
    return says(sentence_for_foreigners(config_, reading.language),
                with_person(trace_of(reading, true).with("repair", question.misses + 1),
                            person_button(config_, reading.language)));
  }
  switch (reading.act) {
    case Act::refusal:
      return refused(reading, language);
    case Act::leave:
      return says(fmt::format("{} {}", sentence(language, "left"), sentence(language, "what_else")),
                  trace_of(reading, false));
    case Act::restart:
      return plainly("greeting");
    case Act::thanks:
      return plainly("thanks");
    case Act::greeting:
      return plainly("greeting");
    case Act::small_talk:
      return plainly("small_talk");
    case Act::farewell:
      return plainly("goodbye");
    case Act::abuse:
      return says(sentence(language, "abuse"), with_person(trace_of(reading, false), person_button(config_, language)));
    default:
      return std::nullopt;
  }
}

// Something is not wanted: it is left as it is, and what else could be wanted is offered.
ai::ModelAnswer BuiltInModel::refused(const reading::Reading& reading, std::string_view language) const {
  ListBuilder buttons;
  for (const auto& intent : config_.intents) {
    const bool is_denied =
        std::ranges::any_of(reading.denied, [&](const reading::Wish& denied) { return denied.intent == intent.name; });
    if (intent.flow && !is_denied) buttons.add(button_for(intent, config_, language));
  }
  return says(sentence(language, "not_this_one"), trace_of(reading, false).with("buttons", buttons.build()));
}

// First: I do not know that, where it was a question, or: did you mean one of these two? Then: this is what I can do.
// Then a person.
ai::ModelAnswer BuiltInModel::repair(const reading::Reading& reading, const Question& question) const {
  const auto language = question.around.language;
  const bool is_question = reading.act == reading::Act::question || read_answer(question.words) == Answer::question;
  const auto& guesses = reading.whole.guesses;
  auto trace = trace_of(reading, true);
  if (is_question) trace = trace.with("unanswered", question.words);
  if (question.misses >= 2) {
    return calls(question.key, kFetchPerson, Value::object({{"reason", "The bot did not understand three times."}}),
                 trace.with("repair", 3));
  }
  ListBuilder buttons;
  std::size_t count = 0;
  const auto most = question.misses == 0 ? std::min<std::size_t>(2, guesses.size()) : config_.intents.size();
  for (std::size_t i = 0; i < most; ++i) {
    const auto* intent = question.misses == 0 ? config_.intent(guesses[i].intent) : &config_.intents[i];
    const bool is_offered = intent && (intent->handoff || (intent->flow && (question.misses > 0 || !is_question)));
    if (is_offered) buttons.add(button_for(*intent, config_, language)), ++count;
  }
  trace = trace.with("repair", question.misses + 1).with("buttons", buttons.build());
  if (is_question && question.misses == 0 && count == 0)
    trace = with_person(std::move(trace), person_button(config_, language));
  if (question.misses > 0) return says(sentence(language, "beyond_me"), trace);
  if (is_question) return says(sentence(language, "not_known"), trace);
  return says(sentence(language, count > 1 ? "did_you_mean" : "say_otherwise"), trace);
}

}  // namespace frontdesk::dialog
