#include "dialog/brain.h"

#include "base/cel.h"
#include "dialog/bare_number.h"
#include "dialog/correction.h"
#include "dialog/facts.h"
#include "dialog/handoff.h"
#include "dialog/looks.h"
#include "dialog/messages.h"
#include "dialog/nodes.h"
#include "dialog/open_form.h"
#include "dialog/reading/heard.h"
#include "dialog/reading/language.h"
#include "dialog/reading/spoken.h"
#include "dialog/records.h"
#include "dialog/wish_by_slots.h"
#include "dialog/wishes.h"

namespace frontdesk::dialog {
namespace {

constexpr double kMakesSame = 0.8;   // the confidence of a wish for the same once more
constexpr double kSureOfFlow = 0.9;  // the confidence from which words for opening and closing mean no hours

// What was said to a read-back, and what is known of it: whether it came behind the question, from the one who was
// asked, in time. A press of a button counts where nothing else was said beside it, and one that names another
// read-back makes all of it an answer to that one.
Value answer_to(const graph::OpenInterrupt& asked, const std::vector<graph::Arrived>& inputs, Timestamp now) {
  std::string all;
  bool is_early = false;
  bool is_strange = false;
  bool is_all_pressed = true;
  auto pressed = inputs.front().value["answer"];
  for (const auto& [value, seq, trace] : inputs) {
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
    if (rule.when.holds) add(*rule.when.holds);
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
  add_channels(builder);
  add_nodes(builder);
  add_ways(builder);
  graph_.emplace(builder.compile());
}

void Brain::add_channels(graph::Builder& builder) {
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
}

void Brain::add_nodes(graph::Builder& builder) {
  agent_ = builder.node(
      "agent", graph::CoroutineNode([this](graph::NodeContext& context) { return run_agent(*this, context); }));
  tools_ = builder.node(
      "tools", graph::CoroutineNode([this](graph::NodeContext& context) { return run_tools(*this, context); }));
  flow_ = builder.node(
      "flow", graph::PlainNode([this](graph::NodeContext& context) { return FlowNode(*this, context).run(); }));
}

// Where a person owns the conversation, no node of the bot's comes next.
void Brain::add_ways(graph::Builder& builder) {
  using Choose = graph::Choice (Brain::*)(const graph::StateView&) const;
  const auto while_bot_owns = [this](Choose choose) {
    return [this, choose](const graph::StateView& view) -> graph::Choice {
      return view.state(channels_.owner).text() == "bot" ? (this->*choose)(view) : graph::Choice{};
    };
  };
  builder.start_by(while_bot_owns(&Brain::first));
  builder.branch(agent_, while_bot_owns(&Brain::after_agent));
  builder.branch(tools_, while_bot_owns(&Brain::after_tools));
  builder.branch(flow_, while_bot_owns(&Brain::after_flow));
}

graph::Choice Brain::first(const graph::StateView& view) const {
  const bool is_for_agent = view.state(channels_.flow).is_null() || is_pressed_too_late(view.state(channels_.heard));
  return {{is_for_agent ? agent_ : flow_}, {}};
}

graph::Choice Brain::after_agent(const graph::StateView& view) const {
  const bool has_calls = last_calls(view.state(channels_.messages)).size() > 0;
  const bool has_proposal = !view.state(channels_.proposal).is_null();
  return has_calls || has_proposal ? graph::Choice{{tools_}, {}} : graph::Choice{};
}

graph::Choice Brain::after_tools(const graph::StateView& view) const {
  return {{view.state(channels_.flow).is_null() ? agent_ : flow_}, {}};
}

graph::Choice Brain::after_flow(const graph::StateView& view) const {
  if (last_calls(view.state(channels_.messages)).size() > 0) return {{tools_}, {}};
  if (view.state(channels_.flow).contains("start")) return {{flow_}, {}};
  return view.state(channels_.heard).is_null() ? graph::Choice{} : graph::Choice{{agent_}, {}};
}

bool Brain::serves(std::string_view sentence) const {
  const auto starts_flow = [this](const reading::Wish& wish) {
    const auto* intent = config().intent(wish.intent);
    return intent && intent->flow;
  };
  const std::string_view language = config().languages.front();
  if (std::ranges::none_of(read(sentence, language, true).wishes, starts_flow)) return false;
  const auto is_for_people = [&](const Value& told) { return is_left_to_people(Value::object({{"slots", told}})); };
  return std::ranges::none_of(told_to_flows(sentence, {config(), clock_.wall(), language}), is_for_people);
}

bool Brain::adds_to(std::string_view wish, std::string_view sentence, std::string_view language) const {
  if (is_question(sentence, language)) return false;
  const Surroundings around{config(), clock_.wall(), language};
  return std::ranges::any_of(read(wish, language, true).wishes, [&](const reading::Wish& wanted) {
    const auto* intent = config().intent(wanted.intent);
    const auto* flow = intent && intent->flow ? config().flow(*intent->flow) : nullptr;
    return flow && !told_slots(*flow, sentence, around).is_empty();
  });
}

Value Brain::remembered(std::string_view sentence, const Value& memory) const {
  const auto& stood = memory["stood"];
  const auto* flow = config().flow(stood["flow"].text());
  if (!flow || stood["done"].boolean()) return memory;
  const Surroundings around{config(), clock_.wall(), language_of(memory)};
  auto slots = stood["slots"].merged(bare_value(*flow, sentence, around));
  const auto lifted = slots == stood["slots"] ? lifts_rule(stood, bare_number(*flow, sentence, around)) : Value();
  if (lifted.size() > 0) return memory.with("stood", stood.with("slots", slots.merged(lifted)).with("taken", sentence));
  for (const auto& found : read_message(*flow, nullptr, sentence, around)) {
    constexpr std::string_view kOfAnybody[] = {"name", "phone", "email", "text"};  // and not of the form alone
    const bool is_of_form = std::ranges::find(kOfAnybody, found.slot->type) == std::end(kOfAnybody);
    if (is_of_form && found.is_certain()) slots = slots.with(found.slot->name, found.value);
  }
  return slots == stood["slots"] ? memory : memory.with("stood", stood.with("slots", slots));
}

// "Ok, 8 then", where 14 are left to a person: the number is of what the rule is about. {slot: value}, or empty.
Value Brain::lifts_rule(const Value& stood, const Value& bare) const {
  if (!is_left_to_people(stood)) return Value::object();
  auto lifting = Value::object();
  for (const auto& each : bare.members()) {
    const auto slots = stood["slots"].with(each.key(), each.value);
    if (!each.value.is_list() && !is_left_to_people(stood.with("slots", slots)))
      lifting = lifting.with(each.key(), each.value);
  }
  return lifting.size() == 1 ? lifting : Value::object();
}

// Whether a rule of the tenant's over what was told, also over what was out of bounds, has fetched a person.
bool Brain::is_left_to_people(const Value& stood) const {
  const auto told = or_empty(stood["refused"]).merged(stood["slots"]);
  return escalation_by_slots(config(), told, conditions_, {}).has_value();
}

bool Brain::goes_on_with(std::string_view sentence, const Value& memory) const {
  const auto told = remembered(sentence, memory);
  const auto& stood = told["stood"];
  if (!stood.is_object() || stood["done"].boolean()) return changes_record(sentence, memory);
  const bool is_wanted = reading::says(sentence, answers_in(sentence, memory), reading::List::still_wanted);
  return (is_wanted || !(told == memory)) && !is_left_to_people(stood);
}

// "Can you make that 12.30?" about what was done before. Who only says until when somebody may call changes nothing.
bool Brain::changes_record(std::string_view sentence, const Value& memory) const {
  using reading::List;
  const auto language = answers_in(sentence, memory);
  constexpr List kOfChange[] = {List::correction, List::move, List::suggests, List::new_value, List::contrast};
  const auto is_said = [&](List list) { return reading::says(sentence, language, list); };
  const bool may_change = is_question(sentence, language) || std::ranges::any_of(kOfChange, is_said);
  return may_change && !is_said(List::speaking) &&
         change_of_record(memory["records"], sentence, {config(), clock_.wall(), language});
}

std::string Brain::answers_in(std::string_view sentence, const Value& memory) const {
  const auto before = language_of(memory);
  const auto spoken = reading::spoken_in(reading::words_of(sentence), config().languages, before);
  return spoken.is_served ? spoken.language->id : std::string(before);
}

std::string_view Brain::hears_answer_in(std::string_view sentence, std::string_view language) const {
  const auto words = reading::words_of(sentence);
  return reading::spoken_in(words, config().languages, language, reading::Awaited::answer).language->id;
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

std::set<std::string> Brain::look_ups() const {
  std::set<std::string> wires;
  for (const auto& action : parts_.tools) {
    if (action.effect == platform::Effect::read) wires.insert(action.wire);
  }
  return wires;
}

platform::Caller Brain::bot(std::string_view conversation) const {
  return {parts_.tenant, fmt::format("conversation:{}", conversation), parts_.permissions};
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

Echo Brain::echo(const Flow& flow, std::string_view language) const {
  Echo echo;
  for (const auto& step : flow.steps) {
    const auto confirm = step.call ? parts_.confirms.find(*step.call) : parts_.confirms.end();
    if (confirm != parts_.confirms.end()) echo = echo_of(config().text(confirm->second, language), language);
  }
  return echo;
}

namespace {

// "Cancel my order" is about the order, whatever a classifier thinks of the first word.
void put_right(std::vector<reading::Wish>& wishes, std::string_view message, const Surroundings& around) {
  for (auto& wish : wishes) {
    const auto* intent = around.config.intent(wish.intent);
    const auto words = message.substr(wish.span.begin, wish.span.end - wish.span.begin);
    if (const auto* other = intent ? undone_instead(*intent, words, around) : nullptr) wish.intent = other->name;
  }
}

// "I need to cancel my booking for tomorrow" wants what its words say, whatever a classifier thinks of the rest.
void be_sure_of_undoing(reading::Reading& reading, std::string_view message, const Surroundings& around) {
  constexpr double kSureByWords = 0.7;
  const bool is_open = reading.wishes.empty() && reading.denied.empty() && reading.act == reading::Act::statement;
  if (const auto* meant = is_open ? undone_by_name(message, around) : nullptr)
    reading.wishes = {{meant->name, kSureByWords, {0, static_cast<std::uint32_t>(message.size())}}};
}

}  // namespace

reading::Reading Brain::read(std::string_view message, std::string_view language, bool in_flow,
                             reading::Awaited awaited) const {
  const Surroundings around{config(), clock_.wall(), language};
  reading::ReadingAround about{config().languages, language, parts_.classify, awaited};
  about.is_answered = [this](std::string_view name) {
    const auto* intent = config().intent(name);
    return intent && intent->fact;
  };
  about.fetches_person = [this](std::string_view name) {
    const auto* intent = config().intent(name);
    return intent && intent->handoff;
  };
  about.starts_flow = [this](std::string_view name) {
    const auto* intent = config().intent(name);
    return intent && intent->flow;
  };
  about.names_record = [this, &around](std::string_view name, std::string_view words) {
    const auto* intent = config().intent(name);
    const auto* flow = intent && intent->flow ? config().flow(*intent->flow) : nullptr;
    return flow && tells_code_and_more(words, *flow, around);
  };
  about.makes_same = [this, &around](std::string_view words) -> std::optional<Guess> {
    const auto* intent = maker(words);
    const auto* flow = intent ? config().flow(*intent->flow) : nullptr;
    // "And the same for LUME-2222" is no new record.
    return flow && !tells_any_code(words, around) ? std::optional(Guess{intent->name, kMakesSame}) : std::nullopt;
  };
  about.begins_with_value = [&around](std::string_view words) { return begins_with_value(around, words); };
  if (!in_flow) {
    about.by_slots = [&around](std::string_view words, const Understanding& whole, bool is_question) {
      return wish_by_slots(words, whole, is_question, around);
    };
  }
  auto reading = reading::read(message, about);
  auto heard = around;
  heard.heard_in = reading.language;
  put_right(reading.wishes, message, heard);
  be_sure_of_undoing(reading, message, heard);
  const bool may_ask_what_is_in =
      reading.act == reading::Act::question && reading.denied.empty() &&
      (reading.wishes.empty() || (reading.wishes.size() == 1 && about.is_answered(reading.wishes[0].intent)));
  if (const auto asks = may_ask_what_is_in ? asks_what_is_in(message, reading, around) : std::nullopt) {
    reading.wishes = {{asks->intent, asks->confidence, {0, static_cast<std::uint32_t>(message.size())}}};
    return reading;
  }
  const bool may_ask_for_hours =
      !in_flow && reading.act == reading::Act::question && reading.denied.empty() &&
      (reading.wishes.empty() || (reading.wishes.size() == 1 && reading.wishes[0].confidence < kSureOfFlow &&
                                  about.starts_flow(reading.wishes[0].intent)));
  if (!may_ask_for_hours) return reading;
  if (const auto hours = asks_for_hours(message, reading.language, around)) {
    const auto size = static_cast<std::uint32_t>(message.size());
    reading.wishes = {{hours->intent, hours->confidence, {0, size}}};
  }
  return reading;
}

const Intent* Brain::maker(std::string_view words) const {
  std::vector<const Intent*> makers;
  for (const auto& intent : config().intents) {
    const auto* flow = intent.flow ? config().flow(*intent.flow) : nullptr;
    if (flow && makes_something(*this, *flow)) makers.push_back(&intent);
  }
  if (makers.size() < 2) return makers.empty() ? nullptr : makers.front();
  for (const auto& guess : parts_.classify(words).guesses) {
    const auto found = std::ranges::find(makers, guess.intent, &Intent::name);
    if (found != makers.end()) return *found;
  }
  return nullptr;
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
