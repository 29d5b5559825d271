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

// The first that the sentence calls by its name, or by another word for it.
template <class Thing>
const Thing* first_named(const std::vector<Thing>& things, std::string_view sentence) {
  const auto words = plain_words(sentence);
  const auto is_named = [&](const Thing& thing) {
    return names(words, thing.name) ||
           std::ranges::any_of(thing.also, [&](const std::string& other) { return names(words, other); });
  };
  const auto found = std::ranges::find_if(things, is_named);
  return found == things.end() ? nullptr : &*found;
}

// From the sentence alone, whether it asks for one.
std::optional<Value> told(std::string_view type, std::string_view sentence, const Surroundings& around) {
  Slot slot;
  slot.type = type;
  return read_slot(slot, sentence, false, around);
}

class FactAnswer {
 public:
  FactAnswer(const Fact& fact, std::string_view sentence, std::string_view location, const Surroundings& around)
      : fact_(fact), sentence_(sentence), location_(location), around_(around) {
    if (const auto named = told("location", sentence, around)) location_ = named->text();
  }

  std::string text() const {
    if (fact_.of == FactOf::hours) return hours();
    if (const auto* item = item_named(fact_, sentence_)) return worded(item->answer, item->answers);
    if (const auto* section = section_named(fact_, sentence_)) return of_section(*section);
    return worded(fact_.answer, fact_.answers);
  }

 private:
  std::string of_section(const FactSection& section) const {
    std::vector<const FactItem*> items;
    for (const auto& item : fact_.items) {
      if (std::ranges::find(section.items, item.name) != section.items.end()) items.push_back(&item);
    }
    if (section.answer) return filled(*section.answer, items);
    ListBuilder all;
    for (const auto* item : items) all.add(fmt::format("{} {}", item->name, worded_plainly(*item).text()));
    return spoken_list(all.build(), around_.language) + ".";
  }

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
    std::vector<const FactItem*> all;
    all.reserve(fact_.items.size());
    for (const auto& item : fact_.items) all.push_back(&item);
    return filled(wording, all);
  }

  std::string filled(const Value& wording, const std::vector<const FactItem*>& named) const {
    ListBuilder items;
    for (const auto* item : named) items.add(Value::object({{"name", item->name}, {"answer", worded_plainly(*item)}}));
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

  // "Still open at 10 on Thursday" asks for that moment, and not for this one.
  std::string hours_of(const Location& place) const {
    const auto [day, minutes] = asked_at(place);
    const bool asks_now = reading::says(sentence_, around_.language, reading::List::now);
    if (!minutes.empty() && (day || asks_now))
      return open_at(place, day.value_or(place_time(place.zone, around_.now).day), minutes, around_);
    if (day) return open_on(place, *day, around_);
    if (asks_now) return open_now(place, around_);
    return sentence(around_.language, "open_all",
                    Value::object({{"place", place.name}, {"hours", spoken_hours(place.hours, around_.language)}}));
  }

  struct AskedAt {
    std::optional<Date> day;
    std::vector<int> minutes;  // of the day, that may be meant
  };

  // By the clock and the hours of the place. What only seems closed is what is asked.
  AskedAt asked_at(const Location& place) const {
    auto asked = asked_by(place, &place);
    if (asked.minutes.empty()) asked.minutes = asked_by(place, nullptr).minutes;  // closed in either half of the day
    return asked;
  }

  AskedAt asked_by(const Location& place, const Location* hours) const {
    auto there = around_;
    there.location = hours;
    const auto today = place_time(place.zone, around_.now).day;
    AskedAt asked;
    for (const auto& found : read_message(when_form(), nullptr, sentence_, there)) {
      std::vector<Value> may_be;
      if (!found.value.is_null() && !found.is_relative) may_be.push_back(found.value);
      if (found.doubt && found.value.is_null() && !found.range) may_be = found.doubt->candidates;
      for (const auto& value : may_be) {
        if (found.slot->type == "time") {
          if (const auto minute = parse_clock(value.text())) asked.minutes.push_back(*minute);
        } else if (const auto day = Date::parse_iso(value.text()); day && (!asked.day || *asked.day == today)) {
          asked.day = day;  // of "Monday" on a Monday the next one: their hours are the same
        }
      }
    }
    return asked;
  }

  static const Flow& when_form() {
    static const Flow form = [] {
      Flow flow;
      for (const auto* type : {"date", "time"}) {
        flow.slots.emplace_back();
        flow.slots.back().name = flow.slots.back().type = type;
      }
      return flow;
    }();
    return form;
  }

  const Fact& fact_;
  std::string_view sentence_;
  std::string location_;
  const Surroundings& around_;
};

}  // namespace

const FactItem* item_named(const Fact& fact, std::string_view sentence) { return first_named(fact.items, sentence); }

const FactSection* section_named(const Fact& fact, std::string_view sentence) {
  return first_named(fact.sections, sentence);
}

std::string answer_fact(const Fact& fact, std::string_view sentence, std::string_view location,
                        const Surroundings& around) {
  return FactAnswer(fact, sentence, location, around).text();
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
