#include "platform/config/tools.h"

#include <algorithm>
#include <set>

#include "platform/config/address.h"
#include "platform/config/duration.h"
#include "platform/config/placeholders.h"
#include "platform/config/read_back.h"
#include "platform/config/schema_words.h"
#include "platform/config/structure.h"
#include "platform/config/wording.h"

namespace frontdesk::platform::config {
namespace {

using Names = std::set<std::string_view>;

// True where a name can be found in the arguments: as a property, or within a section over one that leaves its items
// open.
bool is_argument(const Placeholder& hole, const Value& schema, const std::vector<std::string_view>& properties) {
  const auto root = std::string_view(hole.name).substr(0, hole.name.find('.'));
  if (root.empty() || std::ranges::find(properties, root) != properties.end()) return true;
  return std::ranges::any_of(hole.within, [&](const std::string& section) {
    const auto& items = schema["properties"][section]["items"];
    const auto inner = properties_of(items.is_null() ? schema["properties"][section] : items);
    return !inner || std::ranges::find(*inner, root) != inner->end();
  });
}

void check_confirm(const Tool& tool, std::string_view text, const std::string& at, Findings& findings) {
  const auto holes = find_placeholders(text);
  if (holes.problem) {
    return findings.error(at, *holes.problem,
                          "Write holes as {{name}}, and parts that may be missing as {{#name}}…{{/name}}.");
  }
  for (const auto& hole : holes.all) {
    check_filter(hole, at, findings);
    const auto properties = properties_of(tool.input_schema);
    if (!properties || is_argument(hole, tool.input_schema, *properties)) continue;
    findings.error(
        at, fmt::format("The read-back names \"{}\", which is not in the input_schema of {}.", hole.name, tool.name),
        suggest(hole.name, *properties));
  }
}

void check_labels(const Tool& tool, const std::string& pointer, Findings& findings) {
  const auto properties = properties_of(tool.input_schema);
  for (const auto& [argument, label] : tool.labels) {
    if (!properties || std::ranges::find(*properties, argument) != properties->end()) continue;
    findings.error(join(join(pointer, "labels"), argument), fmt::format("{} takes no \"{}\".", tool.name, argument),
                   suggest(argument, *properties), Spot::key);
  }
}

void check_effect(const Checked& document, const Tool& tool, const std::string& pointer, Findings& findings) {
  const bool writes = tool.effect != Effect::read;
  if (writes && !tool.confirm) {
    findings.warning(
        pointer,
        fmt::format("{} changes something and has no `confirm`, so customers cannot be asked first.", tool.name),
        "Add what is read back before the call, for example confirm: \"I cancel booking {{code}}. Are you sure?\".");
  }
  if (!writes && tool.confirm) {
    findings.error(join(pointer, "confirm"), fmt::format("{} only reads, so nobody is asked before it.", tool.name),
                   "Remove `confirm`, or correct `effect`.");
  }
  const bool repeats = tool.effect == Effect::read || tool.effect == Effect::idempotent_write;
  if (!repeats && document.document().at_pointer(join(pointer, "retry")) && tool.retry.attempts > 1) {
    findings.warning(join(pointer, "retry"),
                     fmt::format("A tool with effect {} is never repeated.", to_value(tool.effect).text()),
                     "Remove `retry`, or make the tool take our key and say idempotent_write.");
  }
}

// Each pattern is kept compiled, with what it has learnt of texts.
constexpr std::size_t kPatternsMax = 100;

std::size_t patterns_in(const Value& schema) {
  std::size_t count = 0;
  for (const auto& item : schema.items()) count += patterns_in(item);
  for (const auto& member : schema.members()) {
    count += member.key() == "pattern" && member.value.is_text() ? 1 : patterns_in(member.value);
    if (member.key() == "patternProperties") count += member.value.size();
  }
  return count;
}

void check_schema(const Value& schema, const std::string& pointer, Findings& findings) {
  if (const auto count = patterns_in(schema); count > kPatternsMax) {
    return findings.error(pointer, fmt::format("The schema has {} patterns; at most {} are kept.", count, kPatternsMax),
                          "Say with `enum`, lengths or bounds what needs no pattern.");
  }
  const auto problem = problem_with_schema(schema);
  if (!problem) return check_schema_words(schema, pointer, findings);
  findings.error(pointer + problem->pointer, problem->problem, "Mend the schema (JSON Schema 2020-12).");
}

// Keys that are written out are refused wherever they stand; see inline_secrets.
void check_auth(const Checked& document, const Tool& tool, const std::string& pointer, Findings& findings) {
  if (!tool.auth || !tool.auth->bearer) return;
  if (const auto problem = document.problem_with_secret(*tool.auth->bearer, tool.endpoint)) {
    auto told = split_sentences(*problem, fmt::format("Without it {} cannot be called.", tool.name));
    findings.error(join(join(pointer, "auth"), "bearer"), std::move(told.problem), std::move(told.remedy));
  }
}

void check_subject(const Tool& tool, const std::string& pointer, Findings& findings) {
  const auto properties = properties_of(tool.input_schema);
  if (!tool.subject || !properties) return;
  for (std::size_t i = 0; i < tool.subject->by.size(); ++i) {
    const auto& name = tool.subject->by[i];
    if (std::ranges::find(*properties, name) != properties->end()) continue;
    findings.error(join(join(join(pointer, "subject"), "by"), i),
                   fmt::format("\"{}\" is not in the input_schema of {}.", name, tool.name),
                   suggest(name, *properties));
  }
}

void check_endpoint(const Checked& document, const Tool& tool, const std::string& pointer, Findings& findings) {
  if (const auto problem = problem_with_url(tool.endpoint)) {
    findings.error(join(pointer, "endpoint"),
                   fmt::format("The endpoint of {} is not the address of a service.", tool.name),
                   *problem + " Write it like https://example.com/tools/name.");
  }
  const auto time = parse_duration(tool.timeout);
  if (time && (time->count() < 1 || time->count() > 300'000)) {
    findings.error(join(pointer, "timeout"), fmt::format("{} is no time to wait for an answer.", tool.timeout),
                   "Choose something from 1ms to 5min.");
  }
  const auto patience = parse_duration(tool.patience);
  if (patience && patience->count() > 60'000) {
    findings.error(join(pointer, "patience"), fmt::format("Nobody in a chat waits for {}.", tool.patience),
                   "Choose something from 0s to 1min.");
  }
  check_subject(tool, pointer, findings);
  check_schema(tool.input_schema, join(pointer, "input_schema"), findings);
  if (tool.input_schema.is_object() && tool.input_schema["type"].text() != "object") {
    findings.error(join(pointer, "input_schema"),
                   "The arguments of a tool are an object, and the schema does not say so.",
                   "Begin it with `type: object`.");
  }
  if (tool.output_schema) check_schema(*tool.output_schema, join(pointer, "output_schema"), findings);
  check_auth(document, tool, pointer, findings);
}

const Offer* find_offer(const std::vector<Offer>& offers, std::string_view name) {
  const auto found = std::ranges::find(offers, name, &Offer::name);
  return found == offers.end() ? nullptr : &*found;
}

// What only a tool of the business's own has.
constexpr std::string_view kOfEndpoints[] = {"endpoint", "auth",     "timeout", "permission",
                                             "retry",    "patience", "subject"};

// A tool with what the action says that it is; as it stands where there is no such action.
Value with_offer(const Value& tool, const std::vector<Offer>& offers) {
  const auto* const offer = find_offer(offers, tool["action"].text());
  if (!offer) return tool;
  auto whole = tool;
  const auto say = [&](std::string_view key, const Value& value) {
    if (!value.is_null() && !tool.contains(key)) whole = whole.with(key, value);
  };
  say("description", offer->description);
  say("input_schema", offer->input_schema);
  say("output_schema", offer->output_schema);
  say("effect", to_value(offer->effect));
  return whole;
}

void check_action(const Value& written, const std::vector<Offer>& offers, const std::string& pointer,
                  Findings& findings) {
  const auto name = written["action"].text();
  const auto* const offer = find_offer(offers, name);
  if (!offer) {
    std::vector<std::string_view> known;
    known.reserve(offers.size());
    for (const auto& each : offers) known.push_back(each.name);
    return findings.error(join(pointer, "action"), fmt::format("There is no action \"{}\" that a bot may call.", name),
                          known.empty() ? "Remove the tool." : suggest(name, known));
  }
  for (const auto key : kOfEndpoints) {
    if (!written.contains(key)) continue;
    findings.error(join(pointer, key), fmt::format("{} is an action of ours, and has no `{}`.", name, key),
                   "Remove it.", Spot::key);
  }
  const auto compare = [&](std::string_view key, const Value& own) {
    if (!written.contains(key) || written[key] == own) return;
    findings.error(join(pointer, key), fmt::format("{} says its `{}` itself.", name, key), "Remove it.", Spot::key);
  };
  compare("input_schema", offer->input_schema);
  compare("output_schema", offer->output_schema);
  compare("effect", to_value(offer->effect));
}

void check_tool(const Checked& document, const Tool& tool, const std::string& pointer, const std::vector<Offer>& offers,
                Findings& findings) {
  tool.action ? check_action(*document.document().at_pointer(pointer), offers, pointer, findings)
              : check_endpoint(document, tool, pointer, findings);
  if (tool.action && !find_offer(offers, *tool.action)) return;
  check_effect(document, tool, pointer, findings);
  if (tool.confirm) {
    for_each_text(*tool.confirm, join(pointer, "confirm"),
                  [&](std::string_view text, const std::string& at) { check_confirm(tool, text, at, findings); });
  }
  check_labels(tool, pointer, findings);
  check_read_back(tool, pointer, findings);
}

void collect_calls(const Value& value, Names& calls) {
  for (const auto& item : value.items()) collect_calls(item, calls);
  for (const auto& member : value.members()) {
    if (member.key() == "call" && member.value.is_text()) calls.insert(member.value.text());
    collect_calls(member.value, calls);
  }
}

// Language models choose among all tools by themselves; the built-in model calls what flows call, and nothing else.
bool has_language_model(const Checked& document) {
  return std::ranges::any_of(document["models"].items(),
                             [](const Value& model) { return model["provider"].text() != "built-in"; });
}

void warn_of_unused(const Checked& document, Findings& findings) {
  if (has_language_model(document)) return;
  Names calls;
  collect_calls(document["flows"], calls);
  for (std::size_t i = 0; i < document["tools"].size(); ++i) {
    const auto name = document["tools"][i]["name"].text();
    if (name.empty() || calls.contains(name)) continue;
    findings.warning(join(join("/tools", i), "name"),
                     fmt::format("No flow calls {}, and the built-in model calls nothing by itself.", name),
                     "Call it in a flow, add a language model, or remove it.");
  }
}

void check_tools(const Checked& document, const std::vector<Offer>& offers, Findings& findings) {
  std::set<std::string, std::less<>> seen;
  for (std::size_t i = 0; i < document["tools"].size(); ++i) {
    const auto pointer = join("/tools", i);
    const auto tool = document.read<Tool>(pointer);
    if (!tool) continue;
    if (!seen.insert(tool->name).second) {
      findings.error(join(pointer, "name"), fmt::format("Two tools are named {}.", tool->name),
                     "Give each tool a name of its own.");
    }
    check_tool(document, *tool, pointer, offers, findings);
  }
  warn_of_unused(document, findings);
}

const Value kSchemaSchema = Value::object({{"type", "object"}});

// What a tool must say depends on whose it is.
Value schema_of_tools() {
  auto schema = schema_of<std::vector<Tool>>("What the bot can do: in the business's own systems, or in frontdesk.");
  const auto is_action = Value::object({{"required", Value::list({"action"})}});
  const auto else_needs =
      Value::object({{"required", Value::list({"description", "input_schema", "endpoint", "effect"})}});
  return schema.with("items", schema["items"].with("if", is_action).with("else", else_needs));
}

}  // namespace

std::chrono::milliseconds Tool::time_max() const { return parse_duration(timeout).value_or(std::chrono::seconds(10)); }
std::chrono::milliseconds Tool::patience_max() const {
  return parse_duration(patience).value_or(std::chrono::seconds(10));
}

std::vector<Note> notes(const ToolAuth*) {
  return {{"bearer", "Sent as `Authorization: Bearer …`: a reference, secret:NAME, never the key itself."}};
}

std::vector<Note> notes(const ToolRetry*) {
  return {{"attempts", "How often a call is tried in all, with the same idempotency key.", false,
           Value::object({{"minimum", 1}, {"maximum", 10}, {"default", 3}})}};
}

std::vector<Note> notes(const ToolSubject*) {
  return {
      {"by", "The arguments that name whose record it is: a code, and best something beside it that only they know.",
       true, Value::object({{"minItems", 1}})},
      {"misses", "How often one conversation may look for what is not there, within ten minutes.", false,
       Value::object({{"minimum", 1}, {"maximum", 100}, {"default", 5}})},
      {"misses_of_address", "The same of one visitor's address, in whatever conversations.", false,
       Value::object({{"minimum", 1}, {"maximum", 1'000}, {"default", 20}})},
      {"misses_in_all",
       "The same of all together, after which nobody may look who has missed already. Keep it far above the others.",
       false, Value::object({{"minimum", 1}, {"maximum", 100'000}, {"default", 500}})}};
}

std::vector<Note> notes(const Tool*) {
  return {
      {"name", "Names the tool in flows, policies and for language models.", true,
       Value::object({{"pattern", "^[a-zA-Z][a-zA-Z0-9_-]{0,63}$"}, {"examples", Value::list({"book_table"})}})},
      {"action",
       "An action of frontdesk that this tool is, instead of an endpoint; it says its schemas and effect itself. Then "
       "only `confirm`, `labels` and another `description` are said here.",
       false, Value::object({{"minLength", 1}, {"examples", Value::list({"contacts.note"})}})},
      {"description", "What it does and when to use it: language models choose by this.", false,
       Value::object({{"minLength", 1}})},
      {"input_schema", "JSON Schema 2020-12 of the arguments, an object.", false, kSchemaSchema},
      {"output_schema", "JSON Schema 2020-12 of the answer; without it any answer is taken.", false,
       Value::object({{"type", Value::list({"object", "boolean"})}})},
      {"endpoint", "Where calls are posted to.", false, Value::object({{"format", "uri"}, {"minLength", 1}})},
      {"auth", "How the server shows who it is."},
      {"effect",
       "What happens when it is not known whether a call took effect. read: it is repeated. idempotent_write: it is "
       "repeated with the same "
       "key. at_most_once: it is never repeated, a person looks. needs_review: the bot never calls it; a person gets "
       "the "
       "conversation with what was asked for."},
      {"timeout", "How long one attempt may take, for example 5s.", false,
       Value::object({{"pattern", kDurationPattern}, {"default", "10s"}})},
      {"confirm", "", false,
       wording_schema("What customers are asked before a write, with {{names}} of the arguments.", 4'000)},
      {"labels", "What the card of the read-back calls the arguments, by their names; else what the schema calls them.",
       false, Value::object({{"additionalProperties", wording_schema("The label.", 80)}})},
      {"permission", "What a caller beside the bot must be allowed to do."},
      {"retry", "What happens when there is no answer."},
      {"patience",
       "How long a back office that is away, as while it starts again, is waited for; the customer is told. 0s: not at "
       "all.",
       false, Value::object({{"pattern", kDurationPattern}, {"default", "10s"}})},
      {"subject",
       "Whose records it touches. A call that finds nothing (404) counts, and beyond a limit a person helps."},
  };
}

Section tools_section(std::vector<Offer> given) {
  const auto offers = std::make_shared<const std::vector<Offer>>(std::move(given));
  Section section{"tools", schema_of_tools(), false};
  section.check = [offers](const Checked& document, Findings& findings) { check_tools(document, *offers, findings); };
  section.complete = [offers](const Value& tools) {
    if (!tools.is_list()) return tools;
    ListBuilder whole;
    for (const auto& tool : tools.items()) whole.add(tool["action"].is_text() ? with_offer(tool, *offers) : tool);
    return whole.build();
  };
  section.read = [](const Value& tools) { from_value<std::vector<Tool>>(tools, {}, "/tools"); };
  section.chapter = Chapter::tools;
  return section;
}

std::vector<Tool> tools_of(const Value& document) {
  const auto& given = document["tools"];
  return given.is_null() ? std::vector<Tool>{} : from_value<std::vector<Tool>>(given, {}, "/tools");
}

}  // namespace frontdesk::platform::config
