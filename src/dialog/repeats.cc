#include "dialog/repeats.h"

#include <algorithm>
#include <set>

#include "dialog/consent.h"
#include "dialog/question.h"
#include "dialog/reading/heard.h"

namespace frontdesk::dialog {
namespace {

using reading::List;

// The phrases of a language with which a value is told.
constexpr List kLeads[] = {List::counting,  List::count_lead, List::name_told,
                           List::name_lead, List::determiner, List::number_sign};

class Repeats {
 public:
  Repeats(std::string_view answer, const Shown& shown, const Surroundings& around)
      : answer_(answer), shown_(shown), around_(around) {
    const auto* language = reading::find_language(around.language);
    heard_ = reading::heard_as(answer, language ? *language : reading::languages().front());
    for (const auto& pattern : shown.read_backs) add_leads(pattern);
  }

  std::string run() {
    std::string rest(answer_);
    for (const auto& found : read_message(shown_.flow, nullptr, answer_, around_)) {
      if (!repeats(found)) continue;
      const auto begin = lead_of(found.span.begin);
      std::fill(rest.begin() + begin, rest.begin() + found.span.end, ' ');
    }
    return rest;
  }

 private:
  // The words that a read-back has before its holes.
  void add_leads(std::string_view pattern) {
    while (!pattern.empty()) {
      const auto open = std::min(pattern.find("{{"), pattern.size());
      if (open < pattern.size()) {
        for (auto& word : reading::words_of(pattern.substr(0, open))) leads_.insert(std::move(word.folded));
      }
      const auto close = pattern.find("}}", open);
      pattern.remove_prefix(close == std::string_view::npos ? pattern.size() : close + 2);
    }
  }

  const Value& slots() const { return shown_.state["slots"]; }

  bool is_shown(const Slot& slot, const Value& value) const {
    if (value.is_null() || !(slots()[slot.name] == value)) return false;
    return std::ranges::any_of(shown_.arguments, [&](const Value& arguments) {
      return std::ranges::any_of(arguments.members(), [&](const auto& argument) { return argument.value == value; });
    });
  }

  // "The same time" is that of what was looked up, and only where that is to stay is it what was shown.
  bool stays_the_same(const Slot& slot) const {
    return std::ranges::none_of(shown_.state["vars"].members(), [&](const auto& result) {
      const auto& before = result.value[slot.name];
      return !before.is_null() && !(before == slots()[slot.name]);
    });
  }

  // "Two, and my dog" counts two, and says more.
  bool is_joined(const SlotFinding& found) const {
    return found.slot->type == "number" && std::ranges::any_of(heard_.phrases, [&](const reading::PhraseAt& phrase) {
             const reading::Span span{heard_.tokens[phrase.begin].span.begin, heard_.tokens[phrase.end - 1].span.end};
             return (phrase.list == List::joins || phrase.list == List::no_person) && span.overlaps(found.span);
           });
  }

  bool repeats(const SlotFinding& found) const {
    const auto& slot = *found.slot;
    if (found.is_same) return is_shown(slot, slots()[slot.name]) && stays_the_same(slot);
    if (found.is_relative || found.is_about || found.range || is_joined(found)) return false;
    if (found.is_certain()) return is_shown(slot, found.value);
    if (const auto value = found.value_though_closed()) return is_shown(slot, *value);
    return found.doubt && is_of_either_half(found.doubt->candidates) &&
           std::ranges::any_of(found.doubt->candidates, [&](const Value& one) { return is_shown(slot, one); });
  }

  // A word that the grammar of answers knows is said for itself, wherever it stands.
  bool may_lead(std::uint32_t token) const {
    const auto& span = heard_.tokens[token].span;
    return read_answer(answer_.substr(span.begin, span.end - span.begin)) == Answer::other;
  }

  std::uint32_t phrase_before(std::uint32_t token) const {
    for (const auto& phrase : heard_.phrases) {
      if (phrase.end != token || std::ranges::find(kLeads, phrase.list) == std::end(kLeads)) continue;
      auto at = phrase.begin;
      while (at < token && may_lead(at)) ++at;
      if (at == token) return phrase.begin;
    }
    return token;
  }

  // Where the words begin that lead to the value at this byte.
  std::uint32_t lead_of(std::uint32_t byte) const {
    std::uint32_t token = 0;
    while (token < heard_.tokens.size() && heard_.tokens[token].span.end <= byte) ++token;
    for (;;) {
      auto before = phrase_before(token);
      if (before == token && token > 0 && leads_.contains(heard_.tokens[token - 1].text) && may_lead(token - 1))
        before = token - 1;
      if (before == token) break;
      token = before;
    }
    return token < heard_.tokens.size() ? std::min(byte, heard_.tokens[token].span.begin) : byte;
  }

  std::string_view answer_;
  const Shown& shown_;
  const Surroundings& around_;
  reading::Heard heard_;
  std::set<std::string, std::less<>> leads_;
};

}  // namespace

std::string without_repeats(std::string_view answer, const Shown& shown, const Surroundings& around) {
  return Repeats(answer, shown, around).run();
}

}  // namespace frontdesk::dialog
