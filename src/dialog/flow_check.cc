#include "dialog/flow_check.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "dialog/holes.h"
#include "dialog/known_names.h"
#include "dialog/sentences.h"
#include "platform/config/conditions.h"
#include "platform/config/placeholders.h"
#include "platform/config/structure.h"
#include "platform/config/wording.h"

namespace frontdesk::dialog {

using platform::config::Checked;
using platform::config::Findings;
using platform::config::join;
using platform::config::KnownName;
using platform::config::Spot;
using platform::config::suggest;

namespace {

std::vector<std::string_view> texts_of(const Value& list) {
  std::vector<std::string_view> texts;
  for (const auto& one : list.items()) texts.push_back(one.text());
  return texts;
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
    unasked_ = find_unasked();
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
    check_is_asked_for(step["with"], join(at, "with"));
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
      check_required(tool, step, at);
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

  // What a tool requires and a call never gives is refused each time, when a customer has answered everything.
  void check_required(const Value& tool, const Value& step, const std::string& at) {
    for (const auto& argument : tool["input_schema"]["required"].items()) {
      if (!argument.is_text() || step["with"].contains(argument.text())) continue;
      findings_.error(
          at, fmt::format("{} requires \"{}\".", tool["name"].text(), argument.text()),
          fmt::format("Add {} under \"with\", or take it out of what the input_schema requires.", argument.text()));
    }
  }

  // Customers tell slots unasked, too, but not each of them does.
  void check_is_asked_for(const Value& sent, const std::string& at) {
    constexpr std::string_view kSlots = "slots.";
    for (const auto& item : sent.items()) check_is_asked_for(item, at);
    for (const auto& member : sent.members()) check_is_asked_for(member.value, join(at, member.key()));
    for (const auto& hole : platform::config::find_placeholders(sent.text()).all) {
      const std::string_view name = hole.name;
      if (!name.starts_with(kSlots) || !knows(unasked_, name.substr(kSlots.size()))) continue;
      findings_.warning(at,
                        fmt::format("No step collects \"{}\", so it is not there unless it is told unasked.",
                                    name.substr(kSlots.size())),
                        "Add it to the collect of a step before, or make the slot optional.");
    }
  }

  // Slots that nothing in the flow asks for or fills.
  std::vector<std::string_view> find_unasked() const {
    std::set<std::string_view> asked;
    for (const auto& step : flow_["steps"].items()) {
      for (const auto& name : step["collect"].items()) asked.insert(name.text());
    }
    for (const auto& slot : flow_["slots"].items()) asked.insert(slot["lacking"].text());
    std::vector<std::string_view> unasked;
    for (const auto& slot : flow_["slots"].items()) {
      const bool is_filled = slot["optional"].boolean() || slot["remember"].boolean() || slot["remarks"].boolean() ||
                             slot.contains("keeps") || asked.contains(slot["name"].text());
      if (!is_filled) unasked.push_back(slot["name"].text());
    }
    return unasked;
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
  std::vector<std::string_view> unasked_;
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

}  // namespace

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

}  // namespace frontdesk::dialog
