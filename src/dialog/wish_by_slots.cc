#include "dialog/wish_by_slots.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "dialog/reading/hearing.h"
#include "dialog/reading/trade.h"

namespace frontdesk::dialog {
namespace {

constexpr std::size_t kSlotsMin = 3;         // that speak for a flow by themselves
constexpr std::size_t kSlotsOfQuestion = 4;  // that do so in a question: "could we come on Tuesday at 6, two of us, …?"
constexpr std::size_t kSlotsOfLeaning = 2;   // that do where the classifier leans to it
constexpr std::size_t kSlotsOfCode = 2;      // so much a code says there, which nothing else looks like
constexpr double kLeaningOfWish = 0.15;      // the confidence of a first guess from which it leans
constexpr double kLeaningOfQuestion = 0.35;  // a question rather wants to know something
constexpr double kConfidence = 0.7;          // of a wish that is known so
constexpr std::uint32_t kShortWord = 4;      // bytes, with the blank behind it

bool says_what(const Slot& slot) { return slot.type != "text" && slot.type != "yes_no"; }

// How much a message speaks for a flow.
struct ToldSlots {
  std::size_t slots = 0;
  bool is_leaned_to = false;
  std::size_t missing = 0;  // slots that would still be asked for

  auto rank() const { return std::tuple(slots, is_leaned_to, -static_cast<std::ptrdiff_t>(missing)); }
};

enum class Tells { nothing, value, difference };  // "an hour later" is one

// What a message tells of each of all slots.
std::vector<Tells> told_of_all(const Flow& form, std::string_view message, const Surroundings& around) {
  std::vector<Tells> told(form.slots.size(), Tells::nothing);
  for (const auto& found : read_for_all(form, message, around)) {
    if (!found.value.is_null())
      told[static_cast<std::size_t>(found.slot - form.slots.data())] =
          found.is_relative ? Tells::difference : Tells::value;
  }
  return told;
}

// A difference speaks for a flow whose slot stays at something.
bool is_told_by(const Slot& slot, Tells tells) {
  return tells == Tells::value || (tells == Tells::difference && slot.keeps);
}

ToldSlots told_of(const Flow& flow, const std::vector<std::size_t>& places, const std::vector<Tells>& tells,
                  bool is_leaned_to) {
  ToldSlots told;
  told.is_leaned_to = is_leaned_to;
  std::set<std::size_t> counted;  // the day that two slots ask for is told once
  for (std::size_t i = 0; i < flow.slots.size(); ++i) {
    if (!says_what(flow.slots[i])) continue;
    const bool is_there = is_told_by(flow.slots[i], tells[places[i]]);
    const bool is_new = is_there && counted.insert(places[i]).second;
    told.slots += is_new ? (is_leaned_to && flow.slots[i].type == "code" ? kSlotsOfCode : 1) : 0;
    told.missing += is_there || flow.slots[i].optional ? 0 : 1;
  }
  return told;
}

// Of the intents that start a flow the one that the classifier thinks most of, else the first of the file.
const Intent* intent_for(const Flow& flow, const Understanding& whole, const DialogConfig& config) {
  for (const auto& guess : whole.guesses) {
    const auto* intent = config.intent(guess.intent);
    if (intent && intent->flow == flow.name) return intent;
  }
  const auto found = std::ranges::find(config.intents, std::optional(flow.name), &Intent::flow);
  return found == config.intents.end() ? nullptr : &*found;
}

// Of a list only what stands in it, and nothing that is left to people as it was said.
bool has_what_is_listed(const SlotFinding& found) {
  const auto is_listed = [&](const Value& each) {
    return std::ranges::find(found.slot->of, each.text()) != found.slot->of.end();
  };
  return found.slot->type != "choices" || std::ranges::all_of(found.value.items(), is_listed);
}

// Whether all that a message tells is of this flow, or a place.
bool tells_only_of(const Flow& flow, std::string_view message, const Surroundings& around) {
  const auto told = read_for_all(reading::trade_of(around.config)->all.form, message, around);
  return std::ranges::all_of(told, [&](const SlotFinding& found) {
    const auto is_it = [&](const Slot& slot) { return slot.name == found.slot->name && slot.type == found.slot->type; };
    return found.slot->type == "location" || found.is_relative || std::ranges::any_of(flow.slots, is_it);
  });
}

// Who tells how many come wants to come.
bool counts_people(const Flow& form, const std::vector<Tells>& tells) {
  for (std::size_t i = 0; i < tells.size(); ++i)
    if (form.slots[i].type == "number" && tells[i] == Tells::value) return true;
  return false;
}

}  // namespace

std::optional<Guess> wish_by_slots(std::string_view message, const Understanding& whole, bool is_question,
                                   const Surroundings& around) {
  const auto first = whole.guesses.empty() ? Guess() : whole.guesses.front();
  const bool leans = first.confidence >= (is_question ? kLeaningOfQuestion : kLeaningOfWish);
  const auto trade = reading::trade_of(around.config);
  const auto tells = told_of_all(trade->all.form, message, around);
  const Intent* best = nullptr;
  ToldSlots most;
  bool is_tied = false;
  for (const auto& flow : around.config.flows) {
    const auto* intent = intent_for(flow, whole, around.config);
    const auto places = trade->all.places.find(flow.name);
    if (!intent || places == trade->all.places.end()) continue;
    const auto told = told_of(flow, places->second, tells, leans && intent->name == first.intent);
    is_tied = (is_tied && told.rank() <= most.rank()) || (best && told.rank() == most.rank());
    if (!best || told.rank() > most.rank()) best = intent, most = told;
  }
  if (!best || is_tied) return std::nullopt;
  const bool is_doubtful = is_question && !counts_people(trade->all.form, tells);
  const auto least = most.is_leaned_to ? kSlotsOfLeaning : is_doubtful ? kSlotsOfQuestion : kSlotsMin;
  if (most.slots < least) return std::nullopt;
  return Guess{best->name, kConfidence};
}

std::optional<Guess> wish_by_people(std::string_view message, const Surroundings& around) {
  const auto trade = reading::trade_of(around.config);
  const auto tells = told_of_all(trade->all.form, message, around);
  const Intent* only = nullptr;
  for (const auto& flow : around.config.flows) {
    const auto* intent = intent_for(flow, {}, around.config);
    const auto places = trade->all.places.find(flow.name);
    if (!intent || places == trade->all.places.end()) continue;
    bool counts = false, says_when = false, has_code = false;
    for (std::size_t i = 0; i < flow.slots.size(); ++i) {
      const auto& type = flow.slots[i].type;
      const bool is_told = tells[places->second[i]] == Tells::value;
      counts = counts || (is_told && type == "number");
      says_when = says_when || (is_told && (type == "date" || type == "time"));
      has_code = has_code || type == "code";
    }
    if (!counts || !says_when || has_code) continue;
    if (only) return std::nullopt;
    only = intent;
  }
  return only ? std::optional(Guess{only->name, kConfidence}) : std::nullopt;
}

std::optional<Guess> asks_for_hours(std::string_view message, std::string_view language, const Surroundings& around) {
  constexpr std::string_view kOfHours[] = {"location", "date", "time"};
  const auto intent = std::ranges::find_if(around.config.intents, [&](const Intent& each) {
    const auto* fact = each.fact ? around.config.fact(*each.fact) : nullptr;
    return fact && fact->of == FactOf::hours;
  });
  const auto* table = reading::find_language(language);
  if (intent == around.config.intents.end() || !table) return std::nullopt;
  const reading::Hearing heard(message, *table);
  if (!heard.has(reading::List::open_hours)) return std::nullopt;
  auto told = read_for_all(reading::trade_of(around.config)->all.form, message, around);
  std::erase_if(told, [](const SlotFinding& found) { return found.is_relative && found.slot->type == "number"; });
  const bool is_of_hours = std::ranges::all_of(told, [&](const SlotFinding& found) {
    return std::ranges::find(kOfHours, found.slot->type) != std::end(kOfHours);
  });
  if (told.empty() || !is_of_hours) return std::nullopt;
  for (std::uint32_t at = 0; at < heard.count(); ++at) {
    const auto& span = heard.tokens[at].span;
    const bool is_told = std::ranges::any_of(told, [&](const SlotFinding& found) { return found.span.overlaps(span); });
    if (heard.is_word(at) && !heard.is_known(at) && !is_told) return std::nullopt;
  }
  return Guess{intent->name, kConfidence};
}

std::optional<Guess> asks_what_is_in(std::string_view message, const reading::Reading& reading,
                                     const Surroundings& around) {
  for (const auto& intent : around.config.intents) {
    const auto* flow = intent.flow ? around.config.flow(*intent.flow) : nullptr;
    if (!flow || std::ranges::find(flow->slots, "choices", &Slot::type) == flow->slots.end()) continue;
    const auto told = read_message(*flow, nullptr, message, around);
    const auto tells = [&](std::string_view type) {
      return std::ranges::any_of(
          told, [&](const SlotFinding& found) { return found.slot->type == type && !found.value.is_null(); });
    };
    // "Do you do gluten free pasta?" names no dish that the file knows, and nothing of another flow either.
    const auto& guesses = reading.whole.guesses;
    const bool is_likely = reading.wishes.empty() && !guesses.empty() && guesses.front().intent == intent.name;
    const bool is_all =
        is_likely && tells_only_of(*flow, message, around) && std::ranges::all_of(told, has_what_is_listed);
    if (tells("choices") && (tells("choice") || is_all)) return Guess{intent.name, kConfidence};
  }
  return std::nullopt;
}

std::vector<Value> told_to_flows(std::string_view message, const Surroundings& around) {
  const auto trade = reading::trade_of(around.config);
  const auto found = read_for_all(trade->all.form, message, around);
  std::vector<Value> all;
  for (const auto& flow : around.config.flows) {
    const auto places = trade->all.places.find(flow.name);
    if (places == trade->all.places.end()) continue;
    auto told = Value::object();
    for (const auto& each : found) {
      if (each.value.is_null() || each.doubt || each.is_relative) continue;
      const auto place =
          std::ranges::find(places->second, static_cast<std::size_t>(each.slot - trade->all.form.slots.data()));
      if (place == places->second.end()) continue;
      told = told.with(flow.slots[static_cast<std::size_t>(place - places->second.begin())].name, each.value);
    }
    if (told.size() > 0) all.push_back(std::move(told));
  }
  return all;
}

bool begins_with_value(const Surroundings& around, std::string_view words) {
  const auto trade = reading::trade_of(around.config);
  return std::ranges::any_of(read_for_all(trade->all.form, words, around), [](const SlotFinding& found) {
    return says_what(*found.slot) && found.span.begin <= kShortWord;
  });
}

}  // namespace frontdesk::dialog
