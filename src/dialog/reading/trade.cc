#include "dialog/reading/trade.h"

#include <algorithm>
#include <array>

#include "dialog/reading/phones.h"
#include "dialog/reading/when_date.h"
#include "platform/config/wording.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr std::string_view kAnyCode = "[A-Za-z0-9-]{3,}";
constexpr std::size_t kStreetWordMin = 4;

std::string key_of_choices(const Slot& slot) { return fmt::format("{}", fmt::join(slot.of, "\n")); }

// Slots of one kind are told by the same words.
std::string kind_of(const Slot& slot) {
  return fmt::format("{}\n{}\n{}\n{}", slot.type, slot.pattern.value_or(""), fmt::join(slot.of, "\t"),
                     fmt::join(slot.counts, "\t"));
}

// "12 Quay Street, Newport" → "Quay Street".
std::string street_of(std::string_view address) {
  std::string street;
  for (const auto& word : words_of(address.substr(0, address.find(',')))) {
    if (word.shape == Shape::word) street += (street.empty() ? "" : " ") + word.text;
  }
  return street;
}

std::string pattern_of(const Slot& slot) { return slot.pattern.value_or(std::string(kAnyCode)); }

// The words that some language knows as the kind of a street or as anything else do not tell one from another.
bool is_distinctive(const Word& word) {
  return word.shape == Shape::word && word.text.size() >= kStreetWordMin &&
         std::ranges::none_of(languages(), [&](const Language& language) { return language.knows(word.folded); });
}

// Whether a word is of persons, in any language.
bool is_of_people(std::string_view word) {
  return std::ranges::any_of(languages(), [&](const Language& language) {
    const auto heard = heard_as(word, language);
    return std::ranges::any_of(heard.phrases, [](const PhraseAt& phrase) {
      return phrase.list == List::people || phrase.list == List::persons || phrase.list == List::of_us;
    });
  });
}

// "The code is 1042", "number 1042": words that stand before anything name nothing.
bool is_of_any_sentence(std::string_view word) {
  static constexpr std::array kLists{List::common,   List::determiner, List::number_sign, List::question,
                                     List::courtesy, List::joins,      List::filler,      List::new_value};
  return std::ranges::any_of(languages(), [&](const Language& language) {
    const auto heard = heard_as(word, language);
    return std::ranges::any_of(kLists, [&](List list) { return heard.has(list); });
  });
}

// "18:30"; the file's schema has looked at it, and lets no more than the day's end pass beside the times of a day.
int minutes_of(std::string_view clock) { return parse_clock(clock).value_or(24 * 60); }

}  // namespace

Trade::Trade(const DialogConfig& config) {
  for (const auto& list : config.words.counted) {
    counted.add(list.name, list.name);
    for (const auto& word : list.words) counted.add(list.name, word);
    if (is_of_people(list.name) || std::ranges::any_of(list.words, is_of_people)) of_people_.insert(list.name);
  }
  for (const auto& words : config.words.remarks) remarks.add("", words);
  add_parts(config);
  add_locations(config);
  std::map<std::string, std::size_t> known;
  for (const auto& flow : config.flows) {
    for (const auto& slot : flow.slots) add_slot(config, slot);
    add_flow(flow, known);
  }
  add_ordinary(config);
  add_nouns_of_codes(config);
}

void Trade::add_flow(const Flow& flow, std::map<std::string, std::size_t>& known) {
  auto& places = all.places[flow.name];
  for (const auto& slot : flow.slots) {
    const auto [kind, is_new] = known.try_emplace(kind_of(slot), all.form.slots.size());
    if (is_new) all.form.slots.push_back(slot);
    places.push_back(kind->second);
  }
}

void Trade::add_parts(const DialogConfig& config) {
  for (const auto& part : config.words.parts_of_day) {
    NamedPart named{{part.name, minutes_of(part.from), minutes_of(part.to)}, {phrase_of(part.name)}};
    for (const auto& word : part.words) named.phrases.push_back(phrase_of(word));
    parts.push_back(std::move(named));
  }
}

void Trade::add_hours(const Location& location) {
  if (!location.hours.is_object()) return;
  std::vector<platform::config::HoursProblem> problems;
  auto hours = platform::config::parse_hours(location.hours, problems);
  if (!any_hours_) any_hours_.emplace();
  for (std::size_t day = 0; day < hours.days.size(); ++day) {
    auto& all = any_hours_->days[day];
    all.insert(all.end(), hours.days[day].begin(), hours.days[day].end());
  }
  hours_.emplace(location.id, std::move(hours));
}

const platform::config::OpeningHours* Trade::hours(const Location* location) const {
  if (!location) return any_hours_ ? &*any_hours_ : nullptr;
  const auto found = hours_.find(location->id);
  return found == hours_.end() ? nullptr : &found->second;
}

Zone Trade::zone(const Location* location) const { return location ? location->zone : zone_; }

std::optional<bool> Trade::day_first(const Location* location) const {
  const auto own = location ? std::string_view(location->country) : std::string_view();
  return writes_day_first(own.empty() ? country_ : own);
}

bool Trade::counts_people(const Slot& slot) const {
  return slot.counts.empty() ||
         std::ranges::any_of(slot.counts, [&](const std::string& name) { return of_people_.contains(name); });
}

bool Trade::asks_for_people(const Slot& slot) const {
  return slot.counts.empty() ? asking_.contains(slot.name) : counts_people(slot);
}

void Trade::add_locations(const DialogConfig& config) {
  region_ = config.country;
  country_ = config.country;
  zone_ = config.zone;
  for (const auto& location : config.locations) {
    add_hours(location);
    if (region_.empty()) region_ = location.country.empty() ? region_of_phone(location.phone) : location.country;
    const auto add = [&](std::string_view phrase) { locations.add(location.id, phrase); };
    add(location.id);
    add(location.name);
    for (const auto& word : location.synonyms) add(word);
    for (const auto& name : {location.id, location.name}) {
      for (const auto& word : config.words.synonyms_of(name)) add(word);
    }
    const auto street = street_of(location.address);
    if (street.empty()) continue;
    add(street);
    const auto words = words_of(street);
    if (!words.empty() && is_distinctive(words.front())) add(words.front().text);
  }
}

void Trade::add_slot(const DialogConfig& config, const Slot& slot) {
  if (slot.type == "code") {
    const auto pattern = pattern_of(slot);
    codes_.try_emplace(pattern, pattern);
  }
  if (slot.type == "number" && slot.counts.empty()) {
    platform::config::for_each_text(slot.ask, "", [&](std::string_view words, const std::string&) {
      if (is_of_people(words)) asking_.insert(slot.name);
    });
  }
  for (const auto& word : slot.counts) {
    counted.add(word, word);
    if (is_of_people(word)) of_people_.insert(word);
  }
  if (slot.of.empty()) return;
  auto& terms = choices_[key_of_choices(slot)];
  if (terms.size() > 0) return;
  for (const auto& choice : slot.of) {
    terms.add(choice, choice);
    for (const auto& word : config.words.synonyms_of(choice)) terms.add(choice, word);
    const auto label = config.labels.find(choice);
    if (label == config.labels.end()) continue;
    platform::config::for_each_text(label->second, "",
                                    [&](std::string_view words, const std::string&) { terms.add(choice, words); });
  }
}

void Trade::add_ordinary(const DialogConfig& config) {
  std::set<std::string> small, all_words;
  const auto add = [&](const std::string& example) {
    for (const auto& word : words_of(example)) {
      if (word.shape != Shape::word) continue;
      if (all_words.insert(word.folded).second) of_examples.add("", word.folded);
      if (!word.capital && small.insert(word.folded).second) ordinary.add("", word.folded);
    }
  };
  for (const auto& intent : config.intents) std::ranges::for_each(intent.examples, add);
  for (const auto& fact : config.facts) {
    for (const auto& question : fact.questions) {
      for (const auto& word : words_of(question)) {
        if (word.shape == Shape::word && all_words.insert(word.folded).second) of_examples.add("", word.folded);
      }
    }
  }
}

void Trade::add_nouns_of_codes(const DialogConfig& config) {
  for (const auto& intent : config.intents) {
    const auto* flow = intent.flow ? config.flow(*intent.flow) : nullptr;
    if (!flow) continue;
    for (const auto& slot : flow->slots) {
      if (slot.type != "code") continue;
      const auto& [pattern, code] = *codes_.find(pattern_of(slot));
      for (const auto& example : intent.examples) {
        const auto words = words_of(example);
        for (std::size_t i = 1; i < words.size(); ++i) {
          const bool is_noun = words[i - 1].shape == Shape::word && !is_of_any_sentence(words[i - 1].folded);
          if (is_noun && words[i].shape != Shape::word && code.is_written(words[i].text))
            nouns_of_codes_[words[i - 1].folded].insert(pattern);
        }
      }
    }
  }
}

bool Trade::is_of_another_code(std::string_view word, const Slot& slot) const {
  const auto found = nouns_of_codes_.find(word);
  return found != nouns_of_codes_.end() && !found->second.contains(pattern_of(slot));
}

const Terms* Trade::choices(const Slot& slot) const {
  const auto found = choices_.find(key_of_choices(slot));
  return found == choices_.end() ? nullptr : &found->second;
}

const CodePattern* Trade::code(const Slot& slot) const {
  const auto found = codes_.find(pattern_of(slot));
  return found == codes_.end() ? nullptr : &found->second;
}

std::shared_ptr<const Trade> trade_of(const DialogConfig& config) {
  return config.trade ? config.trade : std::make_shared<const Trade>(config);
}

}  // namespace frontdesk::dialog::reading
