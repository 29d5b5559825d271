#include "dialog/reading/sides.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "dialog/reading/when.h"
#include "platform/config/wording.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr std::size_t kSideLettersMin = 4;  // of a word that names a slot
constexpr std::size_t kStem = 5;            // letters that "deliver" and "delivery" have in common

// "pickup_day" is pickup and day.
std::vector<std::string> pieces_of(std::string_view name) {
  std::string words(name);
  std::ranges::replace_if(words, [](char c) { return c == '_' || c == '-'; }, ' ');
  return phrase_of(words);
}

bool are_one_word(std::string_view left, std::string_view right) {
  if (left == right) return true;
  return left.size() >= kStem && right.size() >= kStem && left.substr(0, kStem) == right.substr(0, kStem);
}

std::set<std::string> words_of_question(const Slot& slot) {
  std::set<std::string> all;
  platform::config::for_each_text(slot.ask, "", [&](std::string_view text, const std::string&) {
    for (auto& word : phrase_of(text)) all.insert(std::move(word));
  });
  return all;
}

}  // namespace

Sides::Sides(const Hearing& heard, const Slot& first, const Slot& second, const DialogConfig& config) : heard_(heard) {
  add_names(first, second, config);
  add_names(second, first, config);
  add_sides(first, second);
}

void Sides::add_names(const Slot& slot, const Slot& other, const DialogConfig& config) {
  const auto own = pieces_of(slot.name), others = pieces_of(other.name);
  add_phrase(slot, fmt::format("{}", fmt::join(own, " ")));
  for (const auto& words : config.words.synonyms_of(slot.name)) add_phrase(slot, words);
  for (const auto& piece : own) {
    if (piece.size() >= kSideLettersMin && std::ranges::find(others, piece) == others.end()) add_phrase(slot, piece);
  }
  add_question(slot, other);
}

// All words of it one after the other, or written as one: "check in", "checkin".
void Sides::add_phrase(const Slot& slot, std::string_view words) {
  const auto phrase = phrase_of(words);
  std::string joined;
  for (const auto& word : phrase) joined += word;
  if (joined.empty()) return;
  for (std::uint32_t at = 0; at < heard_.count(); ++at) {
    if (!heard_.is_word(at)) continue;
    if (heard_.phrase_at(List::no_record, at) != 0 && phrase.size() == 1) continue;  // "day", "place": of either
    std::string said;
    for (auto end = at; end < heard_.count() && said.size() < joined.size();) {
      if (heard_.is_mark(end, "-") && end > at) ++end;  // "check-out"
      if (end >= heard_.count() || !heard_.is_word(end)) break;
      said += heard_.tokens[end++].text;
      if (said == joined || (phrase.size() == 1 && end == at + 1 && are_one_word(said, joined)))
        signs_.push_back({at, end, &slot, true});
    }
  }
}

// "Wann ist die Abreise?": what only this question says and no table knows.
void Sides::add_question(const Slot& slot, const Slot& other) {
  const auto own = words_of_question(slot), others = words_of_question(other);
  for (std::uint32_t at = 0; at < heard_.count(); ++at) {
    const auto& word = heard_.tokens[at].text;
    const bool is_own = word.size() >= kStem && own.contains(word) && !others.contains(word);
    if (is_own && heard_.is_word(at) && !heard_.is_known(at)) signs_.push_back({at, at + 1, &slot, true});
  }
}

void Sides::add_sides(const Slot& first, const Slot& second) {
  for (const auto& phrase : heard_.heard.phrases) {
    const bool is_from = phrase.list == List::side_from;
    if (!is_from && phrase.list != List::side_to) continue;
    // "Change it to …" says what is new, and not of which.
    const bool is_new_value = heard_.phrase_at(List::new_value, phrase.begin) == phrase.end &&
                              heard_.scope.clauses[heard_.scope.clause_of[phrase.begin]].moves;
    if (!is_new_value) signs_.push_back({phrase.begin, phrase.end, is_from ? &first : &second, false});
  }
}

// What names a slot counts for more than a small word, and of several the last.
const Slot* Sides::last_within(std::uint32_t begin, std::uint32_t end) const {
  const Sign* last = nullptr;
  for (const auto& sign : signs_) {
    if (sign.begin < begin || sign.end > end) continue;
    if (!last || sign.is_name > last->is_name || (sign.is_name == last->is_name && sign.begin > last->begin))
      last = &sign;
  }
  return last ? last->slot : nullptr;
}

std::vector<const Slot*> Sides::of(const std::vector<Mention>& mentions) const {
  std::vector<const Slot*> slots;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const auto& mention = mentions[i];
    const auto before = i == 0 ? 0 : mentions[i - 1].end;
    slots.push_back(last_within(before, mention.begin));
    if (!slots.back()) slots.back() = mention.side;
  }
  // "Friday arrival, Sunday departure": where nothing stands before the first.
  if (slots.empty() || slots.front()) return slots;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const auto behind = i + 1 == mentions.size() ? heard_.count() : mentions[i + 1].begin;
    const auto* named = last_within(mentions[i].end, behind);
    const bool is_of_next = i + 1 < mentions.size() && slots[i + 1] == named && i + 2 == mentions.size() &&
                            !last_within(mentions[i + 1].end, heard_.count());
    if (named && !is_of_next) slots[i] = named;
  }
  return slots;
}

}  // namespace frontdesk::dialog::reading
