#include "dialog/guidance.h"

#include <algorithm>
#include <set>

#include "base/cel.h"
#include "platform/config/address.h"
#include "platform/config/business.h"
#include "platform/config/conditions.h"
#include "platform/config/structure.h"
#include "platform/config/wording.h"

namespace frontdesk::dialog {

using platform::config::Chapter;
using platform::config::check_condition;
using platform::config::check_hours;
using platform::config::Checked;
using platform::config::Findings;
using platform::config::hours_schema;
using platform::config::join;
using platform::config::Note;
using platform::config::problem_with_url;
using platform::config::properties_of;
using platform::config::Section;
using platform::config::section_of;
using platform::config::suggest;
using platform::config::unread_section;
using platform::config::wording_schema;

namespace {

const char* const kNamePattern = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$";

void refuse_second(std::set<std::string, std::less<>>& seen, const std::string& id, const std::string& pointer,
                   Findings& findings) {
  if (seen.insert(id).second) return;
  findings.error(join(pointer, "id"), fmt::format("The id \"{}\" is used twice.", id),
                 "Give each entry an id of its own.");
}

void check_named(std::string_view word, const std::string& pointer, std::string_view what,
                 const std::vector<std::string_view>& known, Findings& findings) {
  if (std::ranges::find(known, word) != known.end()) return;
  findings.error(pointer, fmt::format("There is no {} \"{}\".", what, word), suggest(word, known));
}

void check_knowledge(const Checked& document, Findings& findings) {
  const auto locations = document.names("locations", "id");
  for (std::size_t i = 0; i < document["knowledge"].size(); ++i) {
    const auto pointer = join("/knowledge", i);
    const auto entry = document.read<Knowledge>(pointer);
    if (!entry) continue;
    if (entry->text.has_value() == entry->url.has_value()) {
      findings.error(pointer,
                     fmt::format("\"{}\" has {} text and url.", entry->title, entry->text ? "both" : "neither"),
                     "Give the text itself, or the address where it is found.");
    }
    if (entry->url) {
      if (const auto problem = problem_with_url(*entry->url)) {
        findings.error(join(pointer, "url"), "This is not the address of a page. " + *problem,
                       "Write it like https://example.com/menu.");
      }
    }
    for (std::size_t k = 0; k < entry->locations.size(); ++k) {
      check_named(entry->locations[k], join(join(pointer, "locations"), k), "location", locations, findings);
    }
  }
}

// What `arguments` can hold: those of the tool, or of any tool where the policy names none. Nothing: it is left open.
std::optional<std::vector<std::string_view>> arguments_of(const Checked& document,
                                                          const std::optional<std::string>& tool) {
  std::vector<std::string_view> all;
  for (const auto& entry : document["tools"].items()) {
    if (tool && entry["name"].text() != *tool) continue;
    const auto properties = properties_of(entry["input_schema"]);
    if (!properties) return {};
    all.insert(all.end(), properties->begin(), properties->end());
  }
  return all;
}

std::vector<std::string_view> slot_names_of(const Checked& document) {
  std::vector<std::string_view> all;
  for (const auto& flow : document["flows"].items()) {
    for (const auto& slot : flow["slots"].items()) {
      if (slot["name"].is_text()) all.push_back(slot["name"].text());
    }
  }
  return all;
}

// A condition without its value refuses the call, whatever it was about: told where a tool can be called so.
void warn_of_absent(const Checked& document, const Policy& policy, const std::string& pointer, Findings& findings) {
  if (findings.has_error_within(join(pointer, "when"))) return;
  const auto references = cel::Expression::parse(policy.when).references();
  std::set<std::string, std::less<>> tested;
  for (const auto& reference : references) {
    if (reference.tested && reference.path.size() > 1 && reference.path[0] == "arguments")
      tested.insert(reference.path[1]);
  }
  for (const auto& reference : references) {
    if (reference.path.size() < 2 || reference.path[0] != "arguments" || !tested.insert(reference.path[1]).second)
      continue;
    document.spend(document["tools"].size());
    for (const auto& tool : document["tools"].items()) {
      if (policy.tool && tool["name"].text() != *policy.tool) continue;
      const auto& required = tool["input_schema"]["required"].items();
      const auto is_it = [&](const Value& name) { return name.text() == reference.path[1]; };
      if (std::ranges::any_of(required, is_it)) continue;
      findings.warning(join(pointer, "when"),
                       fmt::format("{} can be called without \"{}\"; then this condition has no value, and the call is "
                                   "refused.",
                                   tool["name"].text(), reference.path[1]),
                       fmt::format("Ask first: has({0}) && …; or make it required{1}.", reference.text(),
                                   policy.tool ? "" : ", or name the `tool`"));
      break;
    }
  }
}

// The word for a literal's type, as a schema says it; "" for null, which anything may be compared with.
std::string_view type_word(const Value& literal) {
  if (literal.is_number()) return "number";
  if (literal.is_text()) return "string";
  return literal.is_bool() ? "boolean" : "";
}

// Whether a schema lets pass what cannot be compared with a literal of this type, as far as it says its types.
std::optional<std::string> other_type(const Value& schema, std::string_view wanted) {
  const auto& type = schema["type"];
  const auto fits = [wanted](std::string_view word) {
    return word == wanted || word == "null" || (word == "integer" && wanted == "number");
  };
  if (type.is_text() && !fits(type.text())) return std::string(type.text());
  for (const auto& word : type.items()) {
    if (!fits(word.text())) return std::string(word.text());
  }
  return std::nullopt;
}

void warn_of_type(const Policy& policy, const cel::Comparison& compared, std::string_view whose, std::string_view type,
                  const std::string& pointer, Findings& findings) {
  findings.warning(join(pointer, "when"),
                   fmt::format("\"{}\" of {} can be of type {}, and is compared with {}; then this condition has no "
                               "value, and the call is refused.",
                               compared.path[1], whose, type, type_word(compared.literal)),
                   fmt::format("Compare it with something of type {}{}.", type,
                               policy.tool ? ", or correct the schema" : ", or name the `tool`"));
}

std::string_view type_of_slot(std::string_view type) {
  if (type == "number") return "number";
  return type == "yes_no" ? "boolean" : "string";
}

// A comparison of two types refuses the call as well.
void warn_of_types(const Checked& document, const Policy& policy, const std::string& pointer, Findings& findings) {
  if (findings.has_error_within(join(pointer, "when"))) return;
  for (const auto& compared : cel::Expression::parse(policy.when).comparisons()) {
    const auto wanted = type_word(compared.literal);
    if (compared.path.size() != 2 || wanted.empty()) continue;
    document.spend(document["tools"].size() + document["flows"].size());
    for (const auto& tool : document["tools"].items()) {
      if (compared.path[0] != "arguments" || (policy.tool && tool["name"].text() != *policy.tool)) continue;
      const auto type = other_type(tool["input_schema"]["properties"][compared.path[1]], wanted);
      if (type) warn_of_type(policy, compared, tool["name"].text(), *type, pointer, findings);
    }
    for (const auto& flow : document["flows"].items()) {
      if (compared.path[0] != "slots") continue;
      document.spend(flow["slots"].size());
      for (const auto& slot : flow["slots"].items()) {
        const auto type = type_of_slot(slot["type"].is_text() ? slot["type"].text() : "text");
        if (slot["name"].text() == compared.path[1] && type != wanted)
          warn_of_type(policy, compared, flow["name"].text(), type, pointer, findings);
      }
    }
  }
}

// Slots are there within their flow, once they were told.
void warn_of_untold(const Policy& policy, const std::string& pointer, Findings& findings) {
  if (findings.has_error_within(join(pointer, "when"))) return;
  const auto references = cel::Expression::parse(policy.when).references();
  std::set<std::string, std::less<>> tested;
  for (const auto& reference : references) {
    if (reference.tested && reference.path.size() > 1 && reference.path[0] == "slots") tested.insert(reference.path[1]);
  }
  for (const auto& reference : references) {
    if (reference.path.size() < 2 || reference.path[0] != "slots" || !tested.insert(reference.path[1]).second) continue;
    findings.warning(
        join(pointer, "when"),
        fmt::format("A call can come without the slot \"{}\", outside its flow or before it was told; then "
                    "this condition has no value, and the call is refused.",
                    reference.path[1]),
        fmt::format("Ask first: has({}) && …; or look at the call's arguments.", reference.text()));
  }
}

void check_policies(const Checked& document, Findings& findings) {
  std::set<std::string, std::less<>> seen;
  const auto tools = document.names("tools", "name");
  for (std::size_t i = 0; i < document["policies"].size(); ++i) {
    const auto pointer = join("/policies", i);
    const auto policy = document.read<Policy>(pointer);
    if (!policy) continue;
    refuse_second(seen, policy->id, pointer, findings);
    const bool known = !policy->tool || std::ranges::find(tools, *policy->tool) != tools.end();
    if (!known) check_named(*policy->tool, join(pointer, "tool"), "tool", tools, findings);
    const auto arguments = known ? arguments_of(document, policy->tool) : std::nullopt;
    check_condition(join(pointer, "when"), policy->when,
                    {{"arguments", arguments}, {"slots", slot_names_of(document)}, {"tool", std::nullopt}}, findings);
    warn_of_absent(document, *policy, pointer, findings);
    warn_of_types(document, *policy, pointer, findings);
    warn_of_untold(*policy, pointer, findings);
  }
}

void check_queues(const Checked& document, Findings& findings) {
  std::set<std::string, std::less<>> seen;
  auto handed = document.names("escalation_rules", "queue");
  handed.emplace_back("people");  // where no rule says another
  for (std::size_t i = 0; i < document["queues"].size(); ++i) {
    const auto pointer = join("/queues", i);
    const auto queue = document.read<Queue>(pointer);
    if (!queue) continue;
    if (!seen.insert(queue->name).second) {
      findings.error(join(pointer, "name"), fmt::format("Two queues have the name \"{}\".", queue->name),
                     "Give each queue a name of its own.");
    }
    if (!queue->hours.is_null()) check_hours(queue->hours, pointer + "/hours", findings);
    if (std::ranges::find(handed, queue->name) != handed.end()) continue;
    findings.warning(join(pointer, "name"), fmt::format("No escalation rule hands anything to \"{}\".", queue->name),
                     suggest(queue->name, handed));
  }
}

// Where no queues are listed, any name will do: nobody said when its people are in.
void check_queue_of(const Checked& document, std::string_view queue, const std::string& pointer, Findings& findings) {
  if (document["queues"].size() == 0 || queue == "people") return;
  check_named(queue, pointer, "queue", document.names("queues", "name"), findings);
}

void check_escalation_rules(const Checked& document, Findings& findings) {
  std::set<std::string, std::less<>> seen;
  for (std::size_t i = 0; i < document["escalation_rules"].size(); ++i) {
    const auto pointer = join("/escalation_rules", i);
    const auto rule = document.read<Escalation>(pointer);
    if (!rule) continue;
    refuse_second(seen, rule->id, pointer, findings);
    check_queue_of(document, rule->queue, join(pointer, "queue"), findings);
    const auto when = join(pointer, "when");
    if (rule->when.intent) {
      check_named(*rule->when.intent, join(when, "intent"), "intent", document.names("intents", "name"), findings);
    }
    if (rule->when.tool)
      check_named(*rule->when.tool, join(when, "tool"), "tool", document.names("tools", "name"), findings);
    if (rule->when.repair && *rule->when.repair != 3) {
      findings.warning(join(when, "repair"), "This release fetches a person after three turns, whatever stands here.",
                       "Write 3.");
    }
    if (rule->when.holds) {
      check_condition(join(when, "holds"), *rule->when.holds, {{"slots", slot_names_of(document)}}, findings);
    }
    if (rule->when.words && rule->when.words->empty()) {
      findings.error(join(when, "words"), "No words are given, so this rule never applies.",
                     "Name the words, or remove the rule.");
    }
  }
  const bool by_intent =
      std::ranges::any_of(document["intents"].items(), [](const Value& intent) { return intent.contains("handoff"); });
  if (document["escalation_rules"].size() == 0 && !by_intent) {
    findings.error("/escalation_rules",
                   "No rule and no intent ever fetches a person, so customers cannot get away from the bot.",
                   "Add one, for example {id: not-understood, when: {repair: 3}, queue: front-of-house}.");
  }
}

void check_kpi_definitions(const Checked& document, Findings& findings) {
  std::set<std::string, std::less<>> seen;
  for (std::size_t i = 0; i < document["kpi_definitions"].size(); ++i) {
    const auto pointer = join("/kpi_definitions", i);
    if (const auto kpi = document.read<KpiDefinition>(pointer)) refuse_second(seen, kpi->id, pointer, findings);
  }
}

}  // namespace

std::vector<Note> notes(const Knowledge*) {
  return {
      {"title", "What it is about.", true, Value::object({{"minLength", 1}})},
      {"text", "The text itself; instead of url."},
      {"url", "Where the text is found; instead of text."},
      {"locations", "Ids of the locations that it holds for; none: all."},
  };
}

std::vector<Note> notes(const Policy*) {
  return {
      {"id", "Names the policy in traces.", true,
       Value::object({{"pattern", kNamePattern}, {"examples", Value::list({"large-parties"})}})},
      {"tool", "The tool whose calls are looked at; without it every tool."},
      {"when",
       "CEL over `arguments`, the flow's `slots` and the name of the `tool`; where it holds, the call is refused.",
       true, Value::object({{"minLength", 1}})},
      {"refuse", "", true, wording_schema("What the customer is told.", 4'000)},
  };
}

std::vector<Note> notes(const EscalationTrigger*) {
  return {
      {"intent", "The customer wants this."},
      {"words", "The customer says one of these."},
      {"tool", "This tool is asked for."},
      {"error", "This failed for good, or was used up."},
      {"repair", "So many turns in a row were not understood.", false,
       Value::object({{"minimum", 1}, {"maximum", 20}})},
      {"holds", "CEL over the `slots` of the flow under way: \"slots.guests > 8\"."},
      {"act", "The customer complains, is abusive, or is in distress."},
  };
}

std::vector<Note> notes(const Escalation*) {
  return {
      {"id", "Names the rule in traces.", true,
       Value::object({{"pattern", kNamePattern}, {"examples", Value::list({"large-parties"})}})},
      {"when", "Exactly one reason to fetch a person.", true,
       Value::object({{"minProperties", 1}, {"maxProperties", 1}})},
      {"reason", "What the person is told."},
      {"say", "", false, wording_schema("Why a person is fetched, as the customer is told it.", 1'000)},
      {"queue", "Who is asked.", false, Value::object({{"minLength", 1}, {"default", "people"}})},
  };
}

std::vector<Note> notes(const KpiDefinition*) {
  return {
      {"id", "Names the figure in reports.", true,
       Value::object({{"pattern", kNamePattern}, {"examples", Value::list({"large-parties"})}})},
      {"description", "What is counted, of what, without what.", true, Value::object({{"minLength", 1}})},
      {"formula", "How it is computed."},
      {"target", "What was agreed."},
      {"unit", "What it is counted in."},
  };
}

std::vector<Note> notes(const Queue*) {
  return {{"name", "The queue, as an escalation rule names it.", true, Value::object({{"minLength", 1}})},
          {"hours",
           "When its people are in, as a location's hours; without them the hours of the locations count. Guests are "
           "told when they will be answered.",
           false, hours_schema()}};
}

Section knowledge_section() {
  auto section =
      unread_section<std::vector<Knowledge>>("knowledge", "What the bot may draw its answers from.",
                                             "answers from intents, flows and tools only", Chapter::guidance);
  section.check = check_knowledge;
  return section;
}

Section policies_section() {
  auto section =
      section_of<std::vector<Policy>>("policies", "What the bot must not do, whoever asks.", Chapter::guidance);
  section.check = check_policies;
  return section;
}

Section kpi_definitions_section() {
  auto section = section_of<std::vector<KpiDefinition>>("kpi_definitions", "What the bot's work is measured by.",
                                                        Chapter::guidance);
  section.check = check_kpi_definitions;
  return section;
}

Section escalation_rules_section() {
  auto section =
      section_of<std::vector<Escalation>>("escalation_rules", "When a person is fetched, and who.", Chapter::guidance);
  section.check = check_escalation_rules;
  section.always = true;
  return section;
}

Section queues_section() {
  auto section =
      section_of<std::vector<Queue>>("queues", "The people who answer, and when they are in.", Chapter::guidance);
  section.check = check_queues;
  return section;
}

}  // namespace frontdesk::dialog
