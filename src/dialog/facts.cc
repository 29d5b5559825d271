#include "dialog/facts.h"

#include "dialog/opening.h"
#include "dialog/reading/heard.h"
#include "dialog/sentences.h"
#include "dialog/template.h"

namespace frontdesk::dialog {
namespace {

bool names(const std::string& words, std::string_view thing) {
  const auto wanted = plain_words(thing);
  if (wanted.size() > 2 && words.find(wanted) != std::string::npos) return true;
  return wanted.size() > 4 && words.find(wanted.substr(0, wanted.size() - 1) + "s ") != std::string::npos;
}

// From the sentence alone, whether it asks for one.
std::optional<Value> told(std::string_view type, std::string_view sentence, const Surroundings& around) {
  Slot slot;
  slot.type = type;
  return read_slot(slot, sentence, false, around);
}

class Answer {
 public:
  Answer(const Fact& fact, std::string_view sentence, std::string_view location, const Surroundings& around)
      : fact_(fact), sentence_(sentence), location_(location), around_(around) {
    if (const auto named = told("location", sentence, around)) location_ = named->text();
  }

  std::string text() const {
    if (fact_.of == FactOf::hours) return hours();
    if (const auto* item = item_named(fact_, sentence_)) return worded(item->answer, item->answers);
    return worded(fact_.answer, fact_.answers);
  }

 private:
  std::string worded(const std::optional<Value>& answer, const std::map<std::string, Value>& answers) const {
    if (const auto here = answers.find(location_); here != answers.end()) return filled(here->second);
    if (answer) return filled(*answer);
    std::string all;
    for (const auto& [id, text] : answers) {
      const auto* place = around_.config.location(id);
      all += fmt::format("{}{}: {}", all.empty() ? "" : " ", place ? place->name : id, filled(text));
    }
    return all;
  }

  std::string filled(const Value& wording) const {
    ListBuilder items;
    for (const auto& item : fact_.items)
      items.add(Value::object({{"name", item.name}, {"answer", worded_plainly(item)}}));
    return render(around_.config.text(wording, around_.language), Value::object({{"items", items.build()}}),
                  around_.config, {.language = around_.language});
  }

  Value worded_plainly(const FactItem& item) const {
    const auto here = item.answers.find(location_);
    const auto& wording = here != item.answers.end() ? here->second : item.answer.value_or(Value());
    return around_.config.text(wording, around_.language);
  }

  std::string hours() const {
    std::string all;
    for (const auto& place : around_.config.locations) {
      if (!location_.empty() && place.id != location_) continue;
      all += (all.empty() ? "" : " ") + hours_of(place);
    }
    return all;
  }

  std::string hours_of(const Location& place) const {
    if (reading::says(sentence_, around_.language, reading::List::now)) return open_now(place, around_);
    const auto date = told("date", sentence_, around_);
    const auto day = date ? Date::parse_iso(date->text()) : std::nullopt;
    if (day) return open_on(place, *day, around_);
    return sentence(
        around_.language, "open_all",
        Value::object({{"place", place.name}, {"hours", spoken_hours(place.record["hours"], around_.language)}}));
  }

  const Fact& fact_;
  std::string_view sentence_;
  std::string location_;
  const Surroundings& around_;
};

}  // namespace

const FactItem* item_named(const Fact& fact, std::string_view sentence) {
  const auto words = plain_words(sentence);
  const auto is_named = [&](const FactItem& item) {
    return names(words, item.name) ||
           std::ranges::any_of(item.also, [&](const std::string& other) { return names(words, other); });
  };
  const auto found = std::ranges::find_if(fact.items, is_named);
  return found == fact.items.end() ? nullptr : &*found;
}

std::string answer_fact(const Fact& fact, std::string_view sentence, std::string_view location,
                        const Surroundings& around) {
  return Answer(fact, sentence, location, around).text();
}

std::string facts_told(const DialogConfig& config, std::size_t bytes_max) {
  std::string all;
  const Surroundings around{config, {}, config.languages.front()};
  for (const auto& fact : config.facts) {
    if (fact.of) continue;  // of the locations, which a model is told anyway
    auto line = fmt::format("{}: {}\n", fact.id, answer_fact(fact, "", "", around));
    for (const auto& item : fact.items)
      line += fmt::format("- {}: {}\n", item.name, answer_fact(fact, item.name, "", around));
    if (all.size() + line.size() > bytes_max) break;
    all += line;
  }
  return all;
}

}  // namespace frontdesk::dialog
