#include "dialog/config.h"

#include <algorithm>

#include "base/describe.h"
#include "dialog/reading/trade.h"
#include "platform/config/duration.h"

namespace frontdesk::dialog {
namespace {

// `if` and `goto` are words of C++, so a step is read member by member.
struct PlainStep {
  std::optional<std::string> id, say, call, as, handoff;
  std::vector<std::string> clear, collect;
  Value with;
  bool end = false;
};
BOOST_DESCRIBE_STRUCT(PlainStep, (), (id, say, call, as, handoff, clear, collect, with, end))

struct PlainOnError {
  std::optional<std::string> slug, say, handoff;
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
  Step step{plain.id,
            optional_text(value["if"]),
            plain.say,
            plain.clear,
            plain.collect,
            plain.call,
            plain.with,
            plain.as,
            {},
            plain.handoff,
            optional_text(value["goto"]),
            plain.end};
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

constexpr Reading kLenient{Unknown::ignore, Missing::keeps_default};

}  // namespace

std::chrono::milliseconds Guards::consent_life() const {
  return platform::config::parse_duration(consent_expires).value_or(std::chrono::minutes(30));
}

bool Intent::leads_nowhere() const { return !flow && !answer && !handoff; }

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
const Location* DialogConfig::location(std::string_view id) const { return find_named(locations, id, &Location::id); }

std::string DialogConfig::queue_for(std::string_view kind, const Value& what) const {
  for (const auto& rule : escalations) {
    if (rule.when.contains(kind) && (what.is_null() || rule.when[kind] == what)) return rule.queue;
  }
  return "people";
}

DialogConfig read_dialog_config(const Value& document) {
  DialogConfig config;
  config.business = document["name"].is_text() ? document["name"].text() : document["client_id"].text();
  config.system_prompt = document["system_prompt"].text();
  config.greeting = document["channels"]["web"]["greeting"].text();
  for (const auto& location : document["locations"].items()) {
    config.locations.push_back({std::string(location["id"].text()), std::string(location["name"].text()), location});
  }
  config.country = document["country"].text();
  config.words = read_trade_words(document);
  config.intents = from_value<std::vector<Intent>>(document["intents"].is_null() ? Value::list() : document["intents"],
                                                   {}, "/intents");
  std::erase_if(config.intents, [](const Intent& intent) { return intent.abstract && intent.leads_nowhere(); });
  for (std::size_t i = 0; i < document["flows"].size(); ++i) {
    config.flows.push_back(read_flow(document["flows"][i], "/flows/" + std::to_string(i)));
  }
  if (!document["guards"].is_null()) config.guards = from_value<Guards>(document["guards"], {}, "/guards");
  if (!document["policies"].is_null())
    config.policies = from_value<std::vector<Policy>>(document["policies"], kLenient, "/policies");
  const auto& budgets = document["budgets"];
  if (!budgets["turn"].is_null()) config.turn = from_value<TurnBudget>(budgets["turn"], kLenient, "/budgets/turn");
  if (!budgets["conversation"].is_null()) {
    config.conversation = from_value<ConversationBudget>(budgets["conversation"], kLenient, "/budgets/conversation");
  }
  if (!document["escalation_rules"].is_null()) {
    config.escalations =
        from_value<std::vector<Escalation>>(document["escalation_rules"], kLenient, "/escalation_rules");
  }
  config.trade = std::make_shared<const reading::Trade>(config);
  return config;
}

}  // namespace frontdesk::dialog
