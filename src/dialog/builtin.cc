#include "dialog/builtin.h"

#include "base/text.h"
#include "dialog/consent.h"
#include "dialog/facts.h"
#include "dialog/messages.h"
#include "dialog/sentences.h"
#include "dialog/template.h"

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

Value trace_of(const Understanding& reading, bool missed) {
  ObjectBuilder trace;
  if (!reading.guesses.empty()) {
    const auto& best = reading.guesses.front();
    trace.set("intent", Value::object({{"name", best.intent}, {"confidence", best.confidence}}));
  }
  if (missed) trace.set("missed", true);
  return trace.build();
}

Value button_for(const Intent& intent) {
  const auto label = label_of(intent.name);
  return Value::object({{"label", label}, {"text", intent.examples.empty() ? label : intent.examples.front()}});
}

}  // namespace

BuiltInModel::BuiltInModel(const DialogConfig& config, Classify classify)
    : config_(config), classify_(std::move(classify)) {}

Task<ai::ModelAnswer> BuiltInModel::answer(ai::ModelRequest request, ai::TokenSink, Deadline) {
  const auto& context = request.context;
  const auto language = context["language"].text();
  co_return decide({last_text(request.messages, "user"),
                    context["misses"].integer(),
                    request.turn_key,
                    context["slots"],
                    {config_, {context["now_ms"].integer()}, language.empty() ? kFirstLanguage : language}});
}

ai::ModelAnswer BuiltInModel::decide(const Question& question) const {
  const auto reading = classify_(question.words);
  const auto* intent =
      reading.sure && !reading.guesses.empty() ? config_.intent(reading.guesses.front().intent) : nullptr;
  if (intent) return follow(*intent, question, trace_of(reading, false));
  const auto answer = read_answer(question.words);
  if (answer == Answer::yes || answer == Answer::no) {
    // The answer to a question that is not open any more is understood; it only has nothing to be about.
    return says(sentence(question.around.language, "nothing_open"), trace_of(reading, false));
  }
  return repair(reading, question);
}

ai::ModelAnswer BuiltInModel::follow(const Intent& intent, const Question& question, Value trace) const {
  const auto language = question.around.language;
  if (intent.flow) {
    const auto order = Value::object({{"name", *intent.flow}, {"slots", Value::object()}});
    return calls(question.key, kStartFlow, order, std::move(trace));
  }
  if (intent.handoff)
    return calls(question.key, kFetchPerson, Value::object({{"reason", *intent.handoff}}), std::move(trace));
  if (const auto* fact = intent.fact ? config_.fact(*intent.fact) : nullptr)
    return says(answer_fact(*fact, question.words, question.slots["location"].text(), question.around),
                std::move(trace));
  return says(
      render(in_language(intent.answer.value_or(Value()), language), Value::object(), config_, {.language = language}),
      std::move(trace));
}

// First: I do not know that, where it was a question, or: did you mean one of these two? Then: this is what I can do.
// Then a person.
ai::ModelAnswer BuiltInModel::repair(const Understanding& reading, const Question& question) const {
  const auto language = question.around.language;
  const bool is_question = read_answer(question.words) == Answer::question;
  auto trace = trace_of(reading, true);
  if (is_question) trace = trace.with("unanswered", question.words);
  if (question.misses >= 2) {
    return calls(question.key, kFetchPerson, Value::object({{"reason", "The bot did not understand three times."}}),
                 trace.with("repair", 3));
  }
  ListBuilder buttons;
  std::size_t count = 0;
  const auto most = question.misses == 0 ? std::min<std::size_t>(2, reading.guesses.size()) : config_.intents.size();
  for (std::size_t i = 0; i < most; ++i) {
    const auto* intent = question.misses == 0 ? config_.intent(reading.guesses[i].intent) : &config_.intents[i];
    const bool is_offered = intent && (intent->handoff || (intent->flow && (question.misses > 0 || !is_question)));
    if (is_offered) buttons.add(button_for(*intent)), ++count;
  }
  if (is_question && question.misses == 0 && count == 0) {
    const auto person =
        std::ranges::find_if(config_.intents, [](const Intent& one) { return one.handoff.has_value(); });
    if (person != config_.intents.end())
      buttons.add(Value::object({{"label", sentence(language, "person")}, {"text", person->examples.front()}}));
  }
  trace = trace.with("repair", question.misses + 1).with("buttons", buttons.build());
  if (question.misses > 0) return says(sentence(language, "beyond_me"), trace);
  if (is_question) return says(sentence(language, "not_known"), trace);
  return says(sentence(language, count > 1 ? "did_you_mean" : "say_otherwise"), trace);
}

}  // namespace frontdesk::dialog
