#include <set>

#include "dialog/config.h"
#include "dialog/guest_texts.h"
#include "dialog/holes.h"
#include "dialog/sections.h"
#include "dialog/sentences.h"
#include "platform/config/section_of.h"
#include "platform/config/wording.h"

// What the bot may answer by itself, and in which languages.
namespace frontdesk::dialog {

using platform::config::Checked;
using platform::config::Findings;
using platform::config::join;
using platform::config::Note;
using platform::config::Section;
using platform::config::Spot;
using platform::config::suggest;
using platform::config::wording_schema;

namespace {

Value by_location() { return Value::object({{"additionalProperties", wording_schema("The answer there.")}}); }

}  // namespace

std::vector<Note> notes(const FactItem*) {
  return {{"name", "What customers call it.", true, Value::object({{"minLength", 1}})},
          {"also", "Other words for it."},
          {"answer", "", false, wording_schema("What the bot answers about it.")},
          {"answers", "Answers that differ by location: its id, and the answer there.", false, by_location()}};
}

std::vector<Note> notes(const FactSection*) {
  return {
      {"name", "What customers call it.", true, Value::object({{"minLength", 1}})},
      {"also", "Other words for it, in each language."},
      {"items", "The names of its items.", true, Value::object({{"minItems", 1}})},
      {"answer", "", false,
       wording_schema("What the bot answers; {{#items}}{{name}}, {{answer}}{{/items}} lists its items. Absent: they "
                      "are listed.")}};
}

std::vector<Note> notes(const Fact*) {
  return {{"id", "Names the fact in traces.", true, word_schema()},
          {"questions", "How customers ask for it; the classifier learns from them.", true,
           Value::object({{"minItems", 1}})},
          {"abstract", "Of a pack: questions only. It is served where the file that extends it says the answer."},
          {"answer", "", false,
           wording_schema("What the bot answers. {{#items}}{{name}}, {{answer}}{{/items}} lists the items.")},
          {"answers", "Answers that differ by location: its id, and the answer there.", false, by_location()},
          {"of", "hours: the answer is made of the locations' opening hours, for the day that is asked for."},
          {"items", "Things that are asked for by name: a question that names one gets its answer alone."},
          {"sections", "Items that are asked for together: a question that names a section gets its items alone."}};
}

namespace {

// Looks at the answers of one fact.
class FactCheck {
 public:
  FactCheck(const Checked& document, Findings& findings)
      : findings_(findings), locations_(document.names("locations", "id")) {}

  void check(const Value& fact, const std::string& at) {
    if (fact.contains("of")) return;
    check_answers(fact, at);
    check_sections(fact, at);
    const bool has_items = fact["items"].size() > 0;
    const bool says_nothing = !fact.contains("answer") && fact["answers"].size() == 0;
    if (says_nothing && fact["abstract"].boolean()) return open_.push_back(fact["id"].text());
    if (says_nothing)
      findings_.error(at, "Nothing is said where this is asked.",
                      has_items ? "Say under \"answer\" what is answered where no item is named." : "Write an answer.");
    for (std::size_t i = 0; i < fact["items"].size(); ++i) {
      const auto item = join(join(at, "items"), i);
      check_answers(fact["items"][i], item);
      if (!fact["items"][i].contains("answer") && fact["items"][i]["answers"].size() == 0)
        findings_.error(item, "Nothing is said about this item.", "Write an answer.");
    }
  }

  void check_sections(const Value& fact, const std::string& at) {
    std::vector<std::string_view> items;
    for (const auto& item : fact["items"].items()) items.push_back(item["name"].text());
    for (std::size_t i = 0; i < fact["sections"].size(); ++i) {
      const auto here = join(join(at, "sections"), i);
      const auto& section = fact["sections"][i];
      check_wording(section["answer"], join(here, "answer"));
      for (std::size_t j = 0; j < section["items"].size(); ++j) {
        const auto name = section["items"][j].text();
        if (std::ranges::find(items, name) == items.end())
          findings_.error(join(join(here, "items"), j), fmt::format("There is no item \"{}\".", name),
                          suggest(name, items));
      }
    }
  }

  // What a pack asks for and nobody has answered yet.
  void tell_open() {
    if (open_.empty()) return;
    findings_.warning("/facts", fmt::format("Not answered yet, and not served: {}.", fmt::join(open_, ", ")),
                      "Give each an answer: {id: …, answer: …}; what has none is told to be not known.", Spot::key);
  }

 private:
  void check_answers(const Value& of, const std::string& at) {
    check_wording(of["answer"], join(at, "answer"));
    for (const auto& answer : of["answers"].members()) {
      const auto here = join(join(at, "answers"), answer.key());
      check_wording(answer.value, here);
      if (std::ranges::find(locations_, answer.key()) != locations_.end()) continue;
      findings_.error(here, fmt::format("There is no location \"{}\".", answer.key()),
                      suggest(answer.key(), locations_), Spot::key);
    }
  }

  void check_wording(const Value& wording, const std::string& at) {
    check_holes(wording, at,
                {[](std::string_view name) { return name == "items"; }, "Only {{#items}} lists something."}, findings_);
  }

  Findings& findings_;
  std::vector<std::string_view> locations_;
  std::vector<std::string_view> open_;
};

void check_facts(const Checked& document, Findings& findings) {
  std::set<std::string_view> seen;
  FactCheck facts(document, findings);
  for (std::size_t i = 0; i < document["facts"].size(); ++i) {
    const auto here = join("/facts", i);
    if (!document.is_sound(here)) continue;
    const auto& fact = document["facts"][i];
    if (!seen.insert(fact["id"].text()).second)
      findings.error(join(here, "id"), fmt::format("\"{}\" is there twice.", fact["id"].text()),
                     "Give each a name of its own.");
    facts.check(fact, here);
  }
  facts.tell_open();
}

Value known_languages() {
  ListBuilder list;
  for (const auto language : spoken_languages()) list.add(language);
  return list.build();
}

}  // namespace

Section facts_section() {
  auto section = platform::config::section_of<std::vector<Fact>>("facts", "What is asked often, and its answers.");
  section.check = check_facts;
  return section;
}

Section languages_section() {
  return {"languages",
          Value::object({{"description", "In which languages the bot answers; the first where it cannot tell."},
                         {"type", "array"},
                         {"minItems", 1},
                         {"uniqueItems", true},
                         {"items", Value::object({{"enum", known_languages()}})}}),
          false, check_guest_texts, true};
}

}  // namespace frontdesk::dialog
