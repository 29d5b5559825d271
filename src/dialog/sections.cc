#include "dialog/sections.h"

#include <re2/re2.h>

#include <map>
#include <set>

#include "base/text.h"
#include "dialog/config.h"
#include "dialog/example.h"
#include "dialog/holes.h"
#include "dialog/sentences.h"
#include "platform/config/conditions.h"
#include "platform/config/duration.h"
#include "platform/config/placeholders.h"
#include "platform/config/section_of.h"
#include "platform/config/structure.h"
#include "platform/config/wording.h"

namespace frontdesk::dialog {

using platform::config::Checked;
using platform::config::Findings;
using platform::config::join;
using platform::config::KnownName;
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

// Its members are looked at by FlowCheck::check_card.
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

bool knows(const std::vector<std::string_view>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::vector<std::string_view> texts_of(const Value& list) {
  std::vector<std::string_view> texts;
  for (const auto& one : list.items()) texts.push_back(one.text());
  return texts;
}

void check_unique(const Value& list, std::string_view pointer, std::string_view key, Findings& findings) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto name = list[i][key].text();
    if (name.empty() || seen.insert(name).second) continue;
    findings.error(join(join(pointer, i), key), fmt::format("\"{}\" is there twice.", name),
                   "Give each a name of its own.");
  }
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

// Looks at one flow, step by step.
class FlowCheck {
 public:
  FlowCheck(const Checked& document, const Value& flow, std::string here, Findings& findings)
      : document_(document),
        flow_(flow),
        here_(std::move(here)),
        findings_(findings),
        tools_(document.names("tools", "name")) {
    for (const auto& slot : flow["slots"].items()) slots_.push_back(slot["name"].text());
    for (const auto& step : flow["steps"].items()) {
      if (step["id"].is_text()) ids_.push_back(step["id"].text());
      if (step["as"].is_text()) results_.push_back(step["as"].text());
    }
    ids_.push_back("start");
  }

  void run() {
    check_unique(flow_["slots"], join(here_, "slots"), "name", findings_);
    for (std::size_t i = 0; i < flow_["slots"].size(); ++i)
      check_slot(flow_["slots"][i], join(join(here_, "slots"), i));
    for (std::size_t i = 0; i < flow_["steps"].size(); ++i)
      check_step(flow_["steps"][i], join(join(here_, "steps"), i));
  }

 private:
  void check_slot(const Value& slot, const std::string& at) {
    const auto type = slot["type"].text();
    if (slot.contains("pattern")) {
      const RE2 pattern(std::string(slot["pattern"].text()), RE2::Quiet);
      if (!pattern.ok())
        findings_.error(join(at, "pattern"), "The pattern cannot be read: " + pattern.error() + ".",
                        "Write a regular expression of RE2.");
      else if (RE2::FullMatch("", pattern))
        findings_.error(join(at, "pattern"), "The pattern fits a text that is empty.",
                        "Say what must be there: write + for *, and take out a ? around the whole.");
    }
    if ((type == "choice" || type == "choices") && slot["of"].size() == 0)
      findings_.error(at, "A choice needs words to choose from.", "List them under \"of\".");
    check_labels(slot, at);
    if (type == "code" && !slot.contains("pattern"))
      findings_.error(at, "A code needs a pattern.", "Say under \"pattern\" what it looks like.");
    if (slot.contains("any") && type == "choice" && !knows(texts_of(slot["of"]), slot["any"].text()))
      findings_.error(join(at, "any"), fmt::format("\"{}\" is none of the choices.", slot["any"].text()),
                      suggest(slot["any"].text(), texts_of(slot["of"])));
    if (slot.contains("any") && type == "location" && !knows(document_.names("locations", "id"), slot["any"].text()))
      findings_.error(join(at, "any"), fmt::format("No location has the id \"{}\".", slot["any"].text()),
                      suggest(slot["any"].text(), document_.names("locations", "id")));
    if (type == "location" && document_["locations"].size() == 0)
      findings_.error(at, "There are no locations to choose from.", "List them under \"locations\".");
    if (slot["lacking"].is_text() && !knows(slots_, slot["lacking"].text()))
      findings_.error(join(at, "lacking"), fmt::format("The flow has no slot \"{}\".", slot["lacking"].text()),
                      suggest(slot["lacking"].text(), slots_));
    for (const auto key : {"ask", "otherwise"}) check_sentence(slot, key, at);
    check_values(slot, "keeps", at);
    check_holes(slot["suggest"], join(at, "suggest"), no_holes(), findings_);
    if (!slot["optional"].boolean() && platform::config::in_language(slot["ask"], kFirstLanguage).empty())
      findings_.error(at, "Nothing is said to ask for this slot.",
                      "Write the question under \"ask\", or make the slot optional.");
  }

  // Whoever reads a label must be able to tell which choice it is.
  void check_labels(const Value& slot, const std::string& at) {
    std::map<std::string, std::string> meaning;  // by language and label
    for (const auto& label : slot["labels"].members()) {
      const auto here = join(join(at, "labels"), label.key());
      check_holes(label.value, here, no_holes(), findings_);
      if (!knows(texts_of(slot["of"]), label.key())) {
        findings_.error(here, fmt::format("\"{}\" is none of the choices.", label.key()),
                        suggest(label.key(), texts_of(slot["of"])), Spot::key);
        continue;
      }
      platform::config::for_each_text(label.value, "", [&](std::string_view text, const std::string& language) {
        const auto [known, is_new] = meaning.try_emplace(language + "\n" + text::lower_ascii(text), label.key());
        if (!is_new)
          findings_.error(here, fmt::format("\"{}\" is the label of \"{}\" too.", text, known->second),
                          "Give each choice a label of its own.");
      });
    }
  }

  void check_step(const Value& step, const std::string& at) {
    check_slots(step["clear"], join(at, "clear"));
    check_slots(step["collect"], join(at, "collect"));
    check_goto(step, at);
    if (step.contains("if"))
      platform::config::check_condition(join(at, "if"), step["if"].text(), known_names(), findings_);
    for (const auto key : {"say", "handoff", "card", "shows"}) check_sentence(step, key, at);
    for (const auto key : {"offer", "with"}) check_values(step, key, at);
    if (step.contains("card")) check_card(step["card"], join(at, "card"));
    if (step.contains("call")) check_call(step, at);
    for (std::size_t i = 0; i < step["on_error"].size(); ++i) {
      const auto rule = join(join(at, "on_error"), i);
      check_goto(step["on_error"][i], rule);
      check_slots(step["on_error"][i]["clear"], join(rule, "clear"));
      for (const auto key : {"say", "handoff"}) check_sentence(step["on_error"][i], key, rule);
    }
  }

  void check_card(const Value& card, const std::string& at) {
    static const std::vector<std::string_view> kCard{"title", "code", "fields", "calendar"};
    static const std::vector<std::string_view> kCalendar{"title", "date", "time", "minutes", "place"};
    check_members(card, kCard, at);
    check_members(card["calendar"], kCalendar, join(at, "calendar"));
    check_lines(card["fields"], join(at, "fields"));
    if (!is_wording(card["title"]))
      findings_.error(join(at, "title"), "The title of a card is a text, or one for each language.", "Write a text.");
    if (!card.contains("calendar")) return;
    for (const auto key : {"title", "date", "time", "minutes"}) {
      if (!card["calendar"].contains(key))
        findings_.error(join(at, "calendar"), fmt::format("An entry for a calendar needs its {}.", key),
                        fmt::format("Add \"{}\".", key));
    }
  }

  static bool is_wording(const Value& value) {
    return value.is_null() || value.is_text() ||
           (value.is_object() &&
            std::ranges::all_of(value.members(), [](const Member& member) { return member.value.is_text(); }));
  }

  void check_lines(const Value& lines, const std::string& at) {
    const auto is_line = [](const Value& line) {
      return line.size() == 2 && !line["label"].is_null() && is_wording(line["label"]) && !line["value"].is_null() &&
             is_wording(line["value"]);
    };
    const bool is_map = lines.is_object() && std::ranges::all_of(lines.members(), [](const Member& member) {
                          return is_wording(member.value);
                        });
    if (lines.is_null() || is_map || (lines.is_list() && std::ranges::all_of(lines.items(), is_line))) return;
    findings_.error(at, "The fields of a card are label and value.",
                    "Write {Label: value}, or [{label: {en: …, de: …}, value: …}].");
  }

  void check_members(const Value& of, const std::vector<std::string_view>& known, const std::string& at) {
    for (const auto& member : of.members()) {
      if (knows(known, member.key())) continue;
      findings_.error(join(at, member.key()), fmt::format("\"{}\" is not known here.", member.key()),
                      suggest(member.key(), known), Spot::key);
    }
  }

  void check_slots(const Value& names, const std::string& at) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (knows(slots_, names[i].text())) continue;
      findings_.error(join(at, i), fmt::format("The flow has no slot \"{}\".", names[i].text()),
                      suggest(names[i].text(), slots_));
    }
  }

  void check_goto(const Value& step, const std::string& at) {
    if (!step.contains("goto") || knows(ids_, step["goto"].text())) return;
    findings_.error(join(at, "goto"), fmt::format("No step of the flow has the id \"{}\".", step["goto"].text()),
                    suggest(step["goto"].text(), ids_));
  }

  void check_call(const Value& step, const std::string& at) {
    const auto name = step["call"].text();
    if (!knows(tools_, name))
      return findings_.error(join(at, "call"), fmt::format("No tool is named \"{}\".", name), suggest(name, tools_));
    for (std::size_t i = 0; i < document_["tools"].size(); ++i) {
      const auto& tool = document_["tools"][i];
      if (tool["name"].text() != name) continue;
      check_read_back(tool, step["with"], join(join("/tools", i), "confirm"));
      const auto properties = platform::config::properties_of(tool["input_schema"]);
      if (!properties) continue;
      for (const auto& argument : step["with"].members()) {
        if (knows(*properties, argument.key())) continue;
        findings_.error(join(join(at, "with"), argument.key()),
                        fmt::format("{} takes no \"{}\".", name, argument.key()), suggest(argument.key(), *properties),
                        Spot::key);
      }
    }
  }

  // A read-back says the arguments; what of them is a slot as it is, is said as that.
  void check_read_back(const Value& tool, const Value& with, const std::string& at) {
    const auto filter_of = [&](std::string_view argument) -> std::string_view {
      const auto holes = platform::config::find_placeholders(with[argument].text());
      return holes.all.size() == 1 && holes.all[0].filter.empty() ? filter_for(holes.all[0].name) : "";
    };
    check_holes(tool["confirm"], at, {[](std::string_view) { return true; }, "", filter_of}, findings_);
  }

  // What customers read.
  void check_sentence(const Value& step, std::string_view key, const std::string& at) {
    auto holes = values();
    holes.said_by = [this](std::string_view name) { return filter_for(name); };
    check_holes(step[key], join(at, key), holes, findings_);
  }

  // What is stored, or sent.
  void check_values(const Value& step, std::string_view key, const std::string& at) {
    check_holes(step[key], join(at, key), values(), findings_);
  }

  HolesOf values() const {
    return {[this](std::string_view name) { return is_filled(name); },
            "Use slots.NAME, or what a call of this flow stores under \"as\"."};
  }

  std::string_view filter_for(std::string_view name) const {
    for (const auto& slot : flow_["slots"].items()) {
      if (name != fmt::format("slots.{}", slot["name"].text())) continue;
      const auto type = slot["type"].text();
      if (type == "date" || type == "location") return type;
      if (type == "choices") return "choice";
      return type == "choice" && slot["labels"].size() > 0 ? "choice" : "";
    }
    return "";
  }

  bool is_filled(std::string_view name) const {
    const auto head = name.substr(0, name.find('.'));
    if (head == "error" || knows(results_, head)) return true;
    return head == "slots" && name.size() > head.size() && knows(slots_, name.substr(head.size() + 1));
  }

  std::vector<KnownName> known_names() const {
    std::vector<KnownName> known{{"slots", slots_}, {"error", std::nullopt}};
    for (const auto& result : results_) known.push_back({result, std::nullopt});
    return known;
  }

  const Checked& document_;
  const Value& flow_;
  std::string here_;
  Findings& findings_;
  std::vector<std::string_view> tools_;
  std::vector<std::string_view> slots_;
  std::vector<std::string_view> ids_;
  std::vector<std::string_view> results_;
};

// A value has one label in the whole file: sentences and cards know the value alone.
class LabelsOnce {
 public:
  explicit LabelsOnce(Findings& findings) : findings_(findings) {}

  void look_at(const Value& slot, const std::string& at) {
    for (const auto& label : slot["labels"].members()) {
      const auto [known, is_new] = labels_.try_emplace(label.key(), label.value);
      if (is_new || known->second == label.value) continue;
      findings_.error(join(join(at, "labels"), label.key()),
                      fmt::format("Another slot gives \"{}\" another label.", label.key()),
                      "Write the same in both, or give the choice another name in one.", Spot::key);
    }
  }

 private:
  Findings& findings_;
  std::map<std::string_view, Value> labels_;
};

void check_flows(const Checked& document, Findings& findings) {
  const auto& flows = document["flows"];
  check_unique(flows, "/flows", "name", findings);
  std::set<std::string_view> started;
  for (const auto& intent : document["intents"].items()) started.insert(intent["flow"].text());
  LabelsOnce labels(findings);
  for (std::size_t i = 0; i < flows.size(); ++i) {
    const auto here = join("/flows", i);
    if (!document.is_sound(here)) continue;
    FlowCheck(document, flows[i], here, findings).run();
    for (std::size_t slot = 0; slot < flows[i]["slots"].size(); ++slot)
      labels.look_at(flows[i]["slots"][slot], join(join(here, "slots"), slot));
    if (!started.contains(flows[i]["name"].text())) {
      findings.warning(join(here, "name"),
                       fmt::format("No intent starts \"{}\"; only a language model can.", flows[i]["name"].text()),
                       "Add an intent for it, or leave it out.");
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
