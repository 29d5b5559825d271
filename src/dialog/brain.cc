#include "dialog/brain.h"

#include "base/cel.h"
#include "dialog/facts.h"
#include "dialog/handoff.h"
#include "dialog/messages.h"
#include "dialog/nodes.h"
#include "dialog/reading/language.h"
#include "dialog/wish_by_slots.h"

namespace frontdesk::dialog {
namespace {

// What was said to a read-back, and what is known of it: whether it came behind the question, from the one who was
// asked, in time. A press of a button counts where nothing else was said beside it, and one that names another
// read-back makes all of it an answer to that one.
Value answer_to(const graph::OpenInterrupt& asked, const std::vector<graph::Arrived>& inputs, Timestamp now) {
  std::string all;
  bool is_early = false;
  bool is_strange = false;
  bool is_all_pressed = true;
  auto pressed = inputs.front().value["answer"];
  for (const auto& [value, seq] : inputs) {
    if (!all.empty()) all += '\n';
    all += value["text"].text();
    is_early = is_early || seq <= asked.seq;
    is_strange = is_strange || value["by"].text() != asked.value["of"].text();
    const auto& press = value["answer"];
    is_all_pressed = is_all_pressed && press.is_object();
    is_early = is_early || (press.is_object() && !(press["to"] == asked.value["read_back"]));
    if (!(press == pressed)) pressed = {};
  }
  // Several buttons, from several tabs perhaps, decide nothing together, and their labels are no words.
  if (is_all_pressed && !pressed.is_object()) pressed = Value::object({{"with", "several"}});
  ObjectBuilder answer;
  answer.set("text", all).set("early", is_early).set("stranger", is_strange);
  answer.set("late", now.ms > asked.value["expires_at_ms"].integer());
  answer.set("digest", asked.value["digest"]);
  answer.set("address", inputs.back().value["address"]);
  if (pressed.is_object()) answer.set("with", pressed["with"]);
  return answer.build();
}

// Buttons of a read-back that is answered already: a second press, or another tab's.
bool are_presses(const std::vector<Value>& inputs) {
  return std::ranges::all_of(inputs, [](const Value& input) { return input["answer"].is_object(); });
}

std::string joined_texts(const std::vector<Value>& inputs) {
  std::string all;
  for (const auto& input : inputs) {
    if (!all.empty()) all += '\n';
    all += input["text"].text();
  }
  return all;
}

// All conditions of a configuration's flows and rules, parsed once. One without a value counts as false: the checks at
// deploy have seen that it parses.
Conditions compiled_conditions(const DialogConfig& config) {
  std::map<std::string, cel::Expression, std::less<>> parsed;
  const auto add = [&](const std::string& text) { parsed.try_emplace(text, cel::Expression::parse(text)); };
  for (const auto& flow : config.flows) {
    for (const auto& step : flow.steps) {
      if (step.if_) add(*step.if_);
    }
  }
  for (const auto& rule : config.escalations) {
    if (rule.when["holds"].is_text()) add(std::string(rule.when["holds"].text()));
  }
  return [parsed = std::move(parsed)](std::string_view text, const Value& scope) {
    const auto found = parsed.find(text);
    return found != parsed.end() && cel::holds(found->second, scope);
  };
}

Value function_tool(std::string_view name, std::string_view description, const Value& parameters) {
  return Value::object(
      {{"type", "function"},
       {"function", Value::object({{"name", name}, {"description", description}, {"parameters", parameters}})}});
}

constexpr std::string_view kSlotsDescription =
    "What the customer has said already, by the slot's name, in the customer's own words (\"tomorrow\", \"8pm\"). "
    "Leave out what was not said: the flow asks for it.";

std::string slots_told(const Flow& flow) {
  std::string names;
  for (const auto& slot : flow.slots) names += (names.empty() ? "" : ", ") + slot.name;
  return names.empty() ? "" : fmt::format("Slots: {}. ", names);
}

Value text_schema() { return Value::object({{"type", "string"}}); }

}  // namespace

Brain::Brain(BrainParts parts, Clock& clock)
    : parts_(std::move(parts)),
      clock_(clock),
      conditions_(compiled_conditions(parts_.config)),
      policies_(std::make_shared<const Policies>(parts_.config.policies)),
      model_(std::make_shared<BuiltInModel>(parts_.config)) {
  if (parts_.model) model_ = parts_.model(model_);
  tools_for_model_ = tool_list();
  for (const auto& action : parts_.tools) input_schemas_.emplace(action.name, JsonSchema::compile(action.input_schema));

  graph::Builder builder("conversation");
  channels_.messages = builder.channel("messages", graph::reducers::append(), Value::list());
  channels_.flow = builder.channel("flow", graph::reducers::last_value());
  channels_.heard = builder.channel("heard", graph::reducers::last_value());
  channels_.turn = builder.channel("turn", graph::reducers::last_value(), Value::object());
  channels_.totals = builder.channel("totals", graph::reducers::last_value(), Value::object());
  channels_.proposal = builder.channel("proposal", graph::reducers::last_value());
  channels_.misses = builder.channel("misses", graph::reducers::last_value(), 0);
  channels_.owner = builder.channel("owner", graph::reducers::last_value(), "bot");
  channels_.address = builder.channel("address", graph::reducers::last_value());
  channels_.memory = builder.channel("memory", graph::reducers::last_value(), Value::object());

  agent_ = builder.node(
      "agent", graph::CoroutineNode([this](graph::NodeContext& context) { return run_agent(*this, context); }));
  tools_ = builder.node(
      "tools", graph::CoroutineNode([this](graph::NodeContext& context) { return run_tools(*this, context); }));
  flow_ = builder.node(
      "flow", graph::PlainNode([this](graph::NodeContext& context) { return FlowNode(*this, context).run(); }));

  const auto bot_owns = [this](const graph::StateView& view) { return view.state(channels_.owner).text() == "bot"; };
  builder.start_by([this, bot_owns](const graph::StateView& view) -> graph::Choice {
    if (!bot_owns(view)) return {};
    const bool is_for_agent = view.state(channels_.flow).is_null() || is_pressed_too_late(view.state(channels_.heard));
    return {{is_for_agent ? agent_ : flow_}, {}};
  });
  builder.branch(agent_, [this, bot_owns](const graph::StateView& view) -> graph::Choice {
    if (!bot_owns(view)) return {};
    const bool has_calls = last_calls(view.state(channels_.messages)).size() > 0;
    if (!has_calls && view.state(channels_.proposal).is_null()) return {};
    return {{tools_}, {}};
  });
  builder.branch(tools_, [this, bot_owns](const graph::StateView& view) -> graph::Choice {
    if (!bot_owns(view)) return {};
    return {{view.state(channels_.flow).is_null() ? agent_ : flow_}, {}};
  });
  builder.branch(flow_, [this, bot_owns](const graph::StateView& view) -> graph::Choice {
    if (!bot_owns(view)) return {};
    if (last_calls(view.state(channels_.messages)).size() > 0) return {{tools_}, {}};
    if (view.state(channels_.flow).contains("start")) return {{flow_}, {}};
    return view.state(channels_.heard).is_null() ? graph::Choice{} : graph::Choice{{agent_}, {}};
  });
  graph_.emplace(builder.compile());
}

bool Brain::serves(std::string_view sentence) const {
  return std::ranges::any_of(read(sentence, config().languages.front(), true).wishes, [this](const auto& wish) {
    const auto* intent = config().intent(wish.intent);
    return intent && intent->flow;
  });
}

std::string Brain::answers_in(std::string_view sentence, const Value& memory) const {
  const auto before = language_of(memory);
  const auto spoken = reading::spoken_in(reading::words_of(sentence), config().languages, before);
  return spoken.is_served ? spoken.language->id : std::string(before);
}

std::string Brain::answers(std::string_view sentence, const Value& memory) const {
  const auto reading = read(sentence, language_of(memory));
  if (reading.act != reading::Act::question || !reading.is_served) return {};
  const Surroundings around{
      .config = config(), .now = clock_.wall(), .language = reading.answers_in, .heard_in = reading.language};
  std::string told;
  for (const auto& wish : reading.wishes) {
    const auto* intent = config().intent(wish.intent);
    const auto* fact = intent && intent->fact ? config().fact(*intent->fact) : nullptr;
    if (!fact) return {};
    const auto words = sentence.substr(wish.span.begin, wish.span.end - wish.span.begin);
    told += (told.empty() ? "" : " ") + answer_fact(*fact, words, memory["slots"]["location"].text(), around);
  }
  return told;
}

bool Brain::is_question(std::string_view sentence, std::string_view language) const {
  return read(sentence, language, true).act == reading::Act::question;
}

bool Brain::wants_nobody(std::string_view sentence, std::string_view language) const {
  return std::ranges::any_of(read(sentence, language, true).denied, [this](const auto& denied) {
    const auto* intent = config().intent(denied.intent);
    return intent && intent->handoff;
  });
}

const platform::Action* Brain::tool(std::string_view name) const {
  for (const auto& action : parts_.tools) {
    if (action.name == name) return &action;
  }
  return nullptr;
}

Value Brain::tool_list() const {
  ListBuilder list;
  for (const auto& action : parts_.tools) list.add(function_tool(action.name, action.description, action.input_schema));
  if (!parts_.config.flows.empty()) {
    ListBuilder names;
    std::string about = "Starts a guided flow. ";
    for (const auto& flow : parts_.config.flows) {
      names.add(flow.name);
      about += fmt::format("{}: {} {}", flow.name, flow.description, slots_told(flow));
    }
    const auto slots = Value::object({{"type", "object"}, {"description", kSlotsDescription}});
    const auto properties =
        Value::object({{"name", Value::object({{"type", "string"}, {"enum", names.build()}})}, {"slots", slots}});
    list.add(function_tool(
        kStartFlow, about,
        Value::object({{"type", "object"}, {"required", Value::list({"name"})}, {"properties", properties}})));
  }
  const auto reason = Value::object({{"reason", text_schema()}});
  list.add(function_tool(
      kFetchPerson, "Hands the conversation over to a person.",
      Value::object({{"type", "object"}, {"required", Value::list({"reason"})}, {"properties", reason}})));
  return list.build();
}

std::string_view Brain::language_of(const Value& memory) const {
  const auto found = std::ranges::find(config().languages, memory["language"].text());
  return found == config().languages.end() ? config().languages.front() : *found;
}

reading::Reading Brain::read(std::string_view message, std::string_view language, bool in_flow) const {
  const Surroundings around{config(), clock_.wall(), language};
  reading::ReadingAround about{config().languages, language, parts_.classify};
  about.is_answered = [this](std::string_view name) {
    const auto* intent = config().intent(name);
    return intent && intent->fact;
  };
  about.fetches_person = [this](std::string_view name) {
    const auto* intent = config().intent(name);
    return intent && intent->handoff;
  };
  about.begins_with_value = [&around](std::string_view words) { return begins_with_value(around, words); };
  if (!in_flow) {
    about.by_slots = [&around](std::string_view words, const Understanding& whole, bool is_question) {
      return wish_by_slots(words, whole, is_question, around);
    };
  }
  return reading::read(message, about);
}

const Intent* Brain::person_wanted(const reading::Reading& reading) const {
  for (const auto& wish : reading.wishes) {
    const auto* intent = config().intent(wish.intent);
    if (reading.asks_for_person && intent && intent->handoff) return intent;
  }
  return nullptr;
}

graph::ThreadPolicy Brain::policy() const {
  graph::ThreadPolicy policy;
  policy.apply = [channels = channels_, clock = &clock_](const graph::StateView& view,
                                                         const std::vector<Value>& inputs) {
    std::vector<graph::Write> writes;
    writes.reserve(inputs.size() + 9);
    // Who waited for a person goes on with the bot.
    if (std::ranges::any_of(inputs, [](const Value& input) { return input["goes_back"].boolean(); })) {
      writes.push_back({channels.owner, "bot"});
      writes.push_back({channels.flow, nullptr});
      writes.push_back({channels.proposal, nullptr});
      writes.push_back({channels.misses, 0});
    }
    for (const auto& input : inputs) writes.push_back({channels.messages, user_message(input["text"].text())});
    const auto& totals = view.state(channels.totals);
    writes.push_back({channels.heard, are_presses(inputs) ? pressed_too_late() : Value(joined_texts(inputs))});
    writes.push_back(
        {channels.turn, Value::object({{"steps", 0}, {"calls", Value::list()}, {"started_ms", clock->wall().ms}})});
    writes.push_back({channels.totals, totals.with("turns", totals["turns"].integer() + 1)});
    const bool is_of_before = inputs.back()["again"].boolean();  // what a person left unanswered; its address is known
    if (!is_of_before && !(inputs.back()["address"] == view.state(channels.address)))
      writes.push_back({channels.address, inputs.back()["address"]});
    return writes;
  };
  policy.answer = [clock = &clock_](const std::vector<graph::OpenInterrupt>& open,
                                    const std::vector<graph::Arrived>& inputs) {
    std::vector<std::pair<std::string, Value>> answers;
    answers.reserve(open.size());
    for (const auto& asked : open) answers.emplace_back(asked.key, answer_to(asked, inputs, clock->wall()));
    return std::optional(std::move(answers));
  };
  policy.failed = [this](const graph::StateView& state, const graph::RunFailure& failure) {
    return hand_off_failed(*this, state, failure);
  };
  policy.steps_max = 4 * parts_.config.turn.steps + 10;  // the budget guard ends a turn before this does
  policy.run_time_max = std::chrono::seconds(4 * parts_.config.turn.seconds);
  return policy;
}

}  // namespace frontdesk::dialog
