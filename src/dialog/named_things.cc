#include "dialog/named_things.h"

#include <algorithm>

#include "base/text.h"
#include "dialog/reading/words.h"
#include "platform/config/wording.h"

namespace frontdesk::dialog {
namespace {

std::vector<std::string> folded(std::string_view text) {
  std::vector<std::string> all;
  for (const auto& word : reading::words_of(text)) {
    if (word.shape != reading::Shape::mark) all.push_back(word.folded);
  }
  return all;
}

class Collector {
 public:
  explicit Collector(const DialogConfig& config) : config_(config) {}

  std::vector<NamedThing> run() {
    for (const auto& flow : config_.flows) {
      for (const auto& slot : flow.slots) add(slot);
    }
    for (const auto& fact : config_.facts) {
      for (const auto& item : fact.items) {
        auto words = item.also;
        words.insert(words.begin(), item.name);
        put({NamedKind::item, item.name, item.name, fact.id, std::move(words)});
      }
    }
    return std::move(things_);
  }

 private:
  void add(const Slot& slot) {
    for (const auto& choice : slot.of) {
      auto words = with_synonyms({choice});
      platform::config::for_each_text(config_.labels.contains(choice) ? config_.labels.at(choice) : Value(), "",
                                      [&](std::string_view label, const std::string&) {
                                        if (std::ranges::find(words, label) == words.end()) words.emplace_back(label);
                                      });
      put({NamedKind::choice, choice, choice, slot.name, std::move(words)});
    }
    if (slot.type == "location") {
      for (const auto& location : config_.locations) add(location, slot);
    }
    for (const auto& counted : slot.counts)
      put({NamedKind::counted, counted, counted, slot.name, config_.words.counted_by({counted})});
    if (slot.type != "time") return;
    for (const auto& part : config_.words.parts_of_day) {
      auto words = part.words;
      words.insert(words.begin(), part.name);
      put({NamedKind::part_of_day, part.name, part.name, slot.name, std::move(words)});
    }
  }

  void add(const Location& location, const Slot& slot) {
    auto words = with_synonyms({location.id, location.name});
    for (const auto& word : location.synonyms) words.emplace_back(word);
    put({NamedKind::location, location.id, location.name, slot.name, std::move(words)});
  }

  std::vector<std::string> with_synonyms(std::vector<std::string> names) const {
    auto all = names;
    for (const auto& name : names) {
      const auto& words = config_.words.synonyms_of(name);
      all.insert(all.end(), words.begin(), words.end());
    }
    return all;
  }

  // A choice of two slots has the same synonyms in both; an item is its fact's alone.
  void put(NamedThing thing) {
    const auto is_same = [&](const NamedThing& known) {
      return known.kind == thing.kind && text::equal_ignoring_case(known.name, thing.name) &&
             (thing.kind != NamedKind::item || known.of == thing.of);
    };
    if (std::ranges::none_of(things_, is_same)) things_.push_back(std::move(thing));
  }

  const DialogConfig& config_;
  std::vector<NamedThing> things_;
};

}  // namespace

std::vector<NamedThing> named_things(const DialogConfig& config) { return Collector(config).run(); }

bool has_words(std::string_view sentence, std::string_view words) {
  const auto wanted = folded(words);
  const auto said = folded(sentence);
  return !wanted.empty() && !std::ranges::search(said, wanted).empty();
}

bool are_same_words(std::string_view one, std::string_view other) { return folded(one) == folded(other); }

}  // namespace frontdesk::dialog
