#include "dialog/config.h"

#include <algorithm>

#include "base/describe.h"
#include "base/text.h"
#include "dialog/reading/trade.h"
#include "platform/config/channels.h"
#include "platform/config/duration.h"
#include "platform/config/wording.h"

namespace frontdesk::dialog {
namespace {

// `if` and `goto` are words of C++, so a step is read member by member.
struct PlainStep {
  std::optional<std::string> id, offer, call, as, handoff;
  std::optional<Value> say;
  std::vector<std::string> clear, collect;
  Value with, shows, card;
  bool end = false;
};
BOOST_DESCRIBE_STRUCT(PlainStep, (), (id, say, offer, card, call, as, handoff, clear, collect, with, shows, end))

struct PlainOnError {
  std::optional<std::string> slug, handoff;
  std::optional<Value> say;
  std::vector<std::string> clear;
};
BOOST_DESCRIBE_STRUCT(PlainOnError, (), (slug, say, handoff, clear))

struct PlainFlow {
  std::string name, description;
  std::vector<Slot> slots;
};
BOOST_DESCRIBE_STRUCT(PlainFlow, (), (name, description, slots))

std::optional<std::string> optional_text(const Value& value) {
  return value.is_text() ? std::optional(std::string(value.text())) : std::nullopt;
}

OnError read_on_error(const Value& value, const std::string& pointer) {
  auto plain = from_value<PlainOnError>(value.without("goto"), {}, pointer);
  return {plain.slug, plain.say, plain.clear, optional_text(value["goto"]), plain.handoff};
}

Step read_step(const Value& value, const std::string& pointer) {
  auto plain = from_value<PlainStep>(value.without("if").without("goto").without("on_error"), {}, pointer);
  Step step;
  step.id = plain.id;
  step.if_ = optional_text(value["if"]);
  step.say = plain.say;
  step.offer = plain.offer;
  step.card = plain.card;
  step.clear = plain.clear;
  step.collect = plain.collect;
  step.call = plain.call;
  step.with = plain.with;
  step.shows = plain.shows;
  step.as = plain.as;
  step.handoff = plain.handoff;
  step.goto_ = optional_text(value["goto"]);
  step.end = plain.end;
  for (std::size_t i = 0; i < value["on_error"].size(); ++i) {
    step.on_error.push_back(read_on_error(value["on_error"][i], pointer + "/on_error/" + std::to_string(i)));
  }
  return step;
}

Flow read_flow(const Value& value, const std::string& pointer) {
  auto plain = from_value<PlainFlow>(value.without("steps"), {}, pointer);
  Flow flow{plain.name, plain.description, std::move(plain.slots), {}};
  for (std::size_t i = 0; i < value["steps"].size(); ++i) {
    flow.steps.push_back(read_step(value["steps"][i], pointer + "/steps/" + std::to_string(i)));
  }
  return flow;
}

template <class T>
auto* find_named(std::vector<T>& list, std::string_view name, std::string T::* field) {
  const auto found = std::ranges::find(list, name, field);
  return found == list.end() ? nullptr : &*found;
}

template <class T>
const T* find_named(const std::vector<T>& list, std::string_view name, std::string T::* field) {
  const auto found = std::ranges::find(list, name, field);
  return found == list.end() ? nullptr : &*found;
}

Intent intent_of(const Fact& fact) {
  Intent intent;
  intent.name = std::string(kFactPrefix) + fact.id;
  intent.examples = fact.questions;
  intent.fact = fact.id;
  return intent;
}

// Of a section that may be absent.
template <class T>
T read_section(const Value& document, std::string_view key) {
  const auto& given = document[key];
  return given.is_null() ? T{} : from_value<T>(given, {}, "/" + std::string(key));
}

}  // namespace

std::chrono::milliseconds Guards::consent_life() const {
  return platform::config::parse_duration(consent_expires).value_or(std::chrono::minutes(30));
}

bool Intent::leads_nowhere() const { return !flow && !answer && !handoff && !fact; }

const Slot* Flow::slot(std::string_view wanted) const { return find_named(slots, wanted, &Slot::name); }

std::optional<std::size_t> Flow::step(std::string_view id) const {
  if (id == "start") return 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].id == id) return i;
  }
  return std::nullopt;
}

const Flow* DialogConfig::flow(std::string_view name) const { return find_named(flows, name, &Flow::name); }
const Intent* DialogConfig::intent(std::string_view name) const { return find_named(intents, name, &Intent::name); }
const Fact* DialogConfig::fact(std::string_view id) const { return find_named(facts, id, &Fact::id); }
const Location* DialogConfig::location(std::string_view id) const { return find_named(locations, id, &Location::id); }

std::string_view DialogConfig::served(std::string_view tags) const {
  for (const auto tag : text::split(tags, ',')) {
    const auto found =
        std::ranges::find(languages, text::lower_ascii(text::trim(tag.substr(0, tag.find_first_of("-;")))));
    if (found != languages.end()) return *found;
  }
  return languages.front();
}

std::string_view DialogConfig::text(const Value& wording, std::string_view language) const {
  return platform::config::in_language(wording, language, languages.front());
}

std::string_view DialogConfig::label_of(std::string_view choice, std::string_view language) const {
  const auto label = labels.find(choice);
  return label == labels.end() ? choice : text(label->second, language);
}

std::string DialogConfig::queue_for(std::string_view kind, const Value& what) const {
  for (const auto& rule : escalations) {
    const auto when = to_value(rule.when);
    if (when.contains(kind) && (what.is_null() || when[kind] == what)) return rule.queue;
  }
  return "people";
}

DialogConfig read_dialog_config(const Value& document) {
  DialogConfig config;
  config.business = document["name"].is_text() ? document["name"].text() : document["client_id"].text();
  config.system_prompt = document["system_prompt"].text();
  const auto channels = platform::config::channels_of(document);
  if (channels.web) config.greeting = channels.web->greeting.value_or(Value());
  if (document["languages"].size() > 0)
    config.languages = read_section<std::vector<std::string>>(document, "languages");
  config.locations = read_locations(document);
  config.zone = zone_of(document);
  config.country = document["country"].text();
  config.words = read_trade_words(document);
  config.queues = read_section<std::vector<Queue>>(document, "queues");
  config.intents = read_section<std::vector<Intent>>(document, "intents");
  std::erase_if(config.intents, [](const Intent& intent) { return intent.abstract && intent.leads_nowhere(); });
  config.facts = read_section<std::vector<Fact>>(document, "facts");
  std::erase_if(config.facts, [](const Fact& fact) { return fact.abstract && fact.says_nothing(); });
  for (const auto& fact : config.facts) config.intents.push_back(intent_of(fact));
  for (std::size_t i = 0; i < document["flows"].size(); ++i)
    config.flows.push_back(read_flow(document["flows"][i], "/flows/" + std::to_string(i)));
  for (const auto& flow : config.flows) {
    for (const auto& slot : flow.slots) config.labels.insert(slot.labels.begin(), slot.labels.end());
  }
  config.guards = read_section<Guards>(document, "guards");
  config.policies = read_section<std::vector<Policy>>(document, "policies");
  config.end_after = platform::config::parse_duration(document["conversations"]["end_after"].text());
  const auto budgets = read_section<Budgets>(document, "budgets");
  config.turn = budgets.turn;
  config.conversation = budgets.conversation;
  config.escalations = read_section<std::vector<Escalation>>(document, "escalation_rules");
  config.trade = std::make_shared<const reading::Trade>(config);
  return config;
}

}  // namespace frontdesk::dialog
