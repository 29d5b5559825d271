#include "dialog/sections.h"

#include "dialog/config.h"
#include "dialog/example.h"
#include "dialog/flow_check.h"
#include "dialog/holes.h"
#include "dialog/known_names.h"
#include "platform/config/duration.h"
#include "platform/config/section_of.h"
#include "platform/config/structure.h"
#include "platform/config/wording.h"

namespace frontdesk::dialog {

using platform::config::Checked;
using platform::config::Findings;
using platform::config::join;
using platform::config::Note;
using platform::config::Section;
using platform::config::Spot;
using platform::config::suggest;
using platform::config::wording_schema;

Value word_schema() { return Value::object({{"type", "string"}, {"pattern", "^[a-z][a-z0-9_-]{0,62}$"}}); }

namespace {

constexpr std::string_view kSlotTypes[] = {"text",    "name",  "number", "date",  "time",    "location", "choice",
                                           "choices", "phone", "email",  "money", "address", "yes_no",   "code"};
constexpr std::size_t kExamplesFew = 4;

Value text_saying(std::string_view says) {
  return Value::object({{"description", says}, {"type", "string"}, {"minLength", 1}});
}
// Each is looked for in each message, on the loop that others wait for too.
constexpr int kSlotsMax = 100;            // of a flow
constexpr int kChoicesOfSlotMax = 1'000;  // of a slot

Value list_of(const Value& items) { return Value::object({{"type", "array"}, {"items", items}}); }

Value slot_types() {
  ListBuilder list;
  for (const auto type : kSlotTypes) list.add(type);
  return list.build();
}

}  // namespace

std::vector<Note> notes(const Intent*) {
  return {{"name", "What the customer wants, in a word.", true, word_schema()},
          {"examples",
           "Sentences that mean it; the classifier learns from them. No bare yes or no, nothing hidden, no holes.",
           true, Value::object({{"minItems", 1}})},
          {"label", "", false, wording_schema("On the button that offers it; else its name.", 80)},
          {"abstract",
           "Of a pack: examples only. It becomes an intent where the file that extends it says where it leads."},
          {"flow", "The flow that it starts."},
          {"answer", "", false, wording_schema("What the bot answers.")},
          {"handoff", "Why a person is fetched for it."}};
}

std::vector<Note> notes(const Slot*) {
  return {
      {"name", "The slot's name; conditions and sentences say slots.NAME.", true, word_schema()},
      {"type", "What is read from the customer's words.", true, Value::object({{"enum", slot_types()}})},
      {"ask", "", false, wording_schema("The question for it.")},
      {"otherwise", "", false,
       wording_schema("Said when the second answer does not fit either, or a number is out of its bounds.")},
      {"pattern", "Of a code: a regular expression (RE2)."},
      {"of", "Of a choice, or of choices, all of which a message may name: the words to choose from.", false,
       Value::object({{"maxItems", kChoicesOfSlotMax}})},
      {"labels",
       "Of a choice: what customers read in place of its words, and say: {choice: {en: …, de: …}}. A sentence shows it "
       "by "
       "{{slots.NAME | choice}}.",
       false, Value::object({{"additionalProperties", wording_schema("On its button, and where it is told.", 80)}})},
      {"counts", "Of a number: what is counted, by lists of words.counted or in words; without it anything is."},
      {"any", "Of a choice or a location: the value where the customer has no preference; without it that is asked."},
      {"min", "Of a number."},
      {"max", "Of a number."},
      {"optional", "Taken when it is told, never asked for."},
      {"lacking", "Where the customer does not have it, this slot is asked for in its place."},
      {"remember", "Told once, it holds for the later flows of the conversation."},
      {"keeps", "What it stays at where another slot of the same collect was told: \"{{known.date}}\"."},
      {"suggest", "Answers that are offered as buttons.", false,
       Value::object({{"items", wording_schema("As a customer would say it.")}, {"maxItems", 8}})},
      {"remarks",
       "Of a text: takes what customers say that no other slot has room for (\"we need a high chair\"). A flow that "
       "has "
       "no such slot says that it cannot note that, and offers a person."}};
}

std::vector<Note> notes(const ConversationRules*) {
  return {
      {"end_after",
       "How long nobody says anything before a conversation with the bot is over, for example 24h; without it, none "
       "ends by itself.",
       false, Value::object({{"pattern", platform::config::kDurationPattern}})}};
}

std::vector<Note> notes(const Guards*) {
  constexpr std::string_view kModes = "enforce: it stops; record: it only writes down what it would have done; off.";
  return {{"consent", kModes},
          {"policy", kModes},
          {"loop", kModes},
          {"budget", kModes},
          {"consent_expires", "How long the answer to a read-back counts; later it is read back again.", false,
           Value::object({{"pattern", platform::config::kDurationPattern}, {"default", "30m"}})}};
}

namespace {

Value on_error_schema() {
  const auto properties = Value::object(
      {{"slug", text_saying("The last part of the error's slug; without it the rule is for every error.")},
       {"say", wording_schema("What the customer is told.")},
       {"clear", list_of(word_schema())},
       {"goto", text_saying("A step's id, or start.")},
       {"handoff", text_saying("Why a person is fetched.")}});
  return list_of(Value::object({{"type", "object"}, {"additionalProperties", false}, {"properties", properties}}));
}

// Lines of a card, with labels in one language or in several.
Value lines_schema(std::string_view says) {
  const auto value = wording_schema("The value, with holes.");
  const auto line = Value::object(
      {{"type", "object"},
       {"additionalProperties", false},
       {"required", Value::list({"label", "value"})},
       {"properties", Value::object({{"label", wording_schema("Stands before it.", 80)}, {"value", value}})}});
  return Value::object({{"description", fmt::format("{} {{Label: value, …}}, or [{{label, value}}, …].", says)},
                        {"type", Value::list({"object", "array"})},
                        {"additionalProperties", value},
                        {"items", line}});
}

// Its members are looked at by FlowCheck::check_card (flow_check.cc).
Value card_schema() {
  return Value::object(
      {{"type", "object"},
       {"description",
        "Shown with what is said: {title, code, fields, calendar: {title, date, time, minutes, place}}, "
        "with holes. `fields` are {Label: value, …}, or [{label, value}, …] with wordings."}});
}

Value step_schema() {
  const auto properties = Value::object(
      {{"id", word_schema()},
       {"if", text_saying("CEL over slots and the results of calls; the step is passed over where it does not hold.")},
       {"say", wording_schema("What the customer is told.")},
       {"offer", text_saying("A list whose items are offered as buttons: \"{{found.alternatives}}\".")},
       {"card", card_schema()},
       {"clear", list_of(word_schema())},
       {"collect", list_of(word_schema())},
       {"call", text_saying("The tool to call.")},
       {"with", Value::object({{"type", "object"}, {"description", "The tool's arguments."}})},
       {"shows", lines_schema("What the read-back shows beside the arguments.")},
       {"as", word_schema()},
       {"on_error", on_error_schema()},
       {"handoff", text_saying("Why a person is fetched.")},
       {"goto", text_saying("A step's id, or start.")},
       {"end", Value::object({{"type", "boolean"}})}});
  return Value::object(
      {{"type", "object"}, {"additionalProperties", false}, {"minProperties", 1}, {"properties", properties}});
}

Value flow_schema() {
  const auto properties =
      Value::object({{"name", word_schema()},
                     {"description", text_saying("What it does; language models choose by it.")},
                     {"slots", list_of(platform::config::schema_of<Slot>()).with("maxItems", kSlotsMax)},
                     {"steps", list_of(step_schema()).with("minItems", 1)}});
  return Value::object({{"type", "object"},
                        {"additionalProperties", false},
                        {"required", Value::list({"name", "description", "steps"})},
                        {"properties", properties}});
}

void check_intents(const Checked& document, Findings& findings) {
  const auto& intents = document["intents"];
  const auto flows = document.names("flows", "name");
  check_unique(intents, "/intents", "name", findings);
  for (std::size_t i = 0; i < intents.size(); ++i) {
    const auto here = join("/intents", i);
    if (!document.is_sound(here)) continue;
    const auto& intent = intents[i];
    for (const auto key : {"answer", "label", "handoff"})
      check_holes(intent[key], join(here, key), no_holes(), findings);
    const int ways = intent.contains("flow") + intent.contains("answer") + intent.contains("handoff");
    if (ways == 0 && intent["abstract"].boolean()) continue;
    if (ways != 1)
      findings.error(here, "An intent leads to exactly one of flow, answer and handoff.",
                     ways == 0 ? "Add one of them." : "Keep one of them.");
    if (intent.contains("flow") && !knows(flows, intent["flow"].text())) {
      findings.error(join(here, "flow"), fmt::format("No flow is named \"{}\".", intent["flow"].text()),
                     suggest(intent["flow"].text(), flows));
    }
    if (intent["examples"].size() < kExamplesFew) {
      findings.warning(join(here, "examples"),
                       fmt::format("{} examples are few to learn from.", intent["examples"].size()),
                       "Write at least four, as customers would say it.", Spot::key);
    }
  }
}

void check_guards(const Checked& document, const Floor& floor, Findings& findings) {
  if (!document.is_sound("/guards")) return;
  const auto& own = document["guards"]["consent"];
  const auto mode = own.is_null() ? GuardMode::enforce : from_value<GuardMode>(own);
  if (mode <= floor.consent) return;
  findings.error("/guards/consent",
                 fmt::format("The operator demands at least {}, and this says {}.", to_value(floor.consent).text(),
                             to_value(mode).text()),
                 fmt::format("Write consent: {}, or leave it out.", to_value(floor.consent).text()));
}

void check_conversations(const Checked& document, Findings& findings) {
  if (!document.is_sound("/conversations/end_after")) return;
  const auto given = document["conversations"]["end_after"].text();
  const auto span = platform::config::parse_duration(given);
  if (!span || *span >= std::chrono::minutes(1)) return;
  findings.error("/conversations/end_after", fmt::format("Nobody answers within {}.", given), "Choose 1min or more.");
}

}  // namespace

Section conversations_section() {
  auto section = platform::config::section_of<ConversationRules>("conversations", "When conversations end.");
  section.check = check_conversations;
  return section;
}

std::vector<Section> rules_sections() {
  return {locations_section(),        knowledge_section(), policies_section(), kpi_definitions_section(),
          escalation_rules_section(), queues_section(),    budgets_section(),  experiments_section()};
}

std::vector<Section> dialog_sections(std::optional<Floor> floor) {
  auto sections = rules_sections();
  auto intents =
      platform::config::section_of<std::vector<Intent>>("intents", "What customers may want, and what happens then.");
  intents.check = [](const Checked& document, Findings& findings) {
    check_intents(document, findings);
    check_examples(document, findings);
  };
  intents.always = true;
  Section flows{"flows",
                Value::object({{"description", "Guided conversations: slots that are collected, calls, sentences."},
                               {"type", "array"},
                               {"items", flow_schema()}}),
                false, check_flows};
  auto guards = platform::config::section_of<Guards>("guards", "What the bot's guards do.");
  if (floor) {
    guards.check = [floor = std::move(*floor)](const Checked& document, Findings& findings) {
      check_guards(document, floor, findings);
    };
  }
  for (auto& section :
       {languages_section(), facts_section(), intents, flows, guards, conversations_section(), words_section()})
    sections.push_back(section);
  return sections;
}

}  // namespace frontdesk::dialog
