#include "dialog/builtin.h"

#include "base/text.h"
#include "dialog/consent.h"
#include "dialog/messages.h"
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
  co_return decide(last_text(request.messages, "user"), request.context["misses"].integer(), request.turn_key);
}

ai::ModelAnswer BuiltInModel::decide(std::string_view sentence, std::int64_t misses, std::string_view key) const {
  const auto reading = classify_(sentence);
  const auto* intent =
      reading.sure && !reading.guesses.empty() ? config_.intent(reading.guesses.front().intent) : nullptr;
  const auto answer = read_answer(sentence);
  if (!intent && (answer == Answer::yes || answer == Answer::no)) {
    // The answer to a question that is not open any more is understood; it only has nothing to be about.
    return says("There is nothing open that this would answer. What can I do for you?", trace_of(reading, false));
  }
  if (!intent) return repair(reading, misses, key);
  if (intent->flow)
    return calls(key, kStartFlow, Value::object({{"name", *intent->flow}, {"slots", Value::object()}}),
                 trace_of(reading, false));
  if (intent->handoff)
    return calls(key, kFetchPerson, Value::object({{"reason", *intent->handoff}}), trace_of(reading, false));
  return says(render(intent->answer.value_or(""), Value::object(), config_), trace_of(reading, false));
}

// First: did you mean one of these two? Then: this is what I can do. Then a person.
ai::ModelAnswer BuiltInModel::repair(const Understanding& reading, std::int64_t misses, std::string_view key) const {
  auto trace = trace_of(reading, true);
  if (misses >= 2) {
    return calls(key, kFetchPerson, Value::object({{"reason", "The bot did not understand three times."}}),
                 trace.with("repair", 3));
  }
  ListBuilder buttons;
  const auto count = misses == 0 ? std::min<std::size_t>(2, reading.guesses.size()) : config_.intents.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto* intent = misses == 0 ? config_.intent(reading.guesses[i].intent) : &config_.intents[i];
    if (intent && (intent->flow || intent->handoff)) buttons.add(button_for(*intent));
  }
  trace = trace.with("repair", misses + 1).with("buttons", buttons.build());
  if (misses == 0)
    return says("I am not sure that I understood, and I do not want to guess. Could you say it in other words?", trace);
  return says("I am sorry, that is beyond me. These are the things I can do; or I fetch a colleague for you.", trace);
}

}  // namespace frontdesk::dialog
