#include "dialog/another.h"

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
#include "dialog/consent.h"
#include "dialog/reading/heard.h"

namespace frontdesk::dialog {
namespace {

using reading::Heard;
using reading::List;
using reading::PhraseAt;

constexpr List kFunctionWords[] = {List::common, List::counting, List::count_lead, List::also};

bool is_word(const reading::Token& token) {
  return !token.number && !(token.text.size() == 1 && std::ispunct(static_cast<unsigned char>(token.text[0])));
}

// Whether the examples of the flow's intents call what it makes so: "a table", "my reservation".
bool is_thing_of(const Flow& flow, std::string_view word, const Surroundings& around,
                 const reading::Language& language) {
  const auto names_it = [&](const std::string& example) {
    if (unicode::folded(example).find(word) == std::string::npos) return false;
    const auto heard = reading::heard_as(example, language);
    for (std::uint32_t at = 1; at < heard.tokens.size(); ++at) {
      if (heard.tokens[at].text == word && heard.has(List::determiner, at - 1, at)) return true;
    }
    return false;
  };
  return std::ranges::any_of(around.config.intents, [&](const Intent& intent) {
    return intent.flow == flow.name && std::ranges::any_of(intent.examples, names_it);
  });
}

class Finder {
 public:
  Finder(std::string_view message, const Flow& flow, const Value& known, const Surroundings& around,
         const reading::Language& language)
      : message_(message),
        flow_(flow),
        known_(known),
        around_(around),
        language_(language),
        heard_(reading::heard_as(message, language)) {}

  std::optional<Another> run() const {
    for (const auto& phrase : heard_.phrases) {
      if (heard_.scope.of(phrase.begin, phrase.begin + 1) == reading::Standing::denied) continue;
      if (phrase.list == List::another_one && !leads_to_value(phrase)) return cut(phrase);
      if (phrase.list == List::another_of && wants_thing(phrase)) return cut(phrase);
    }
    return further_code();
  }

 private:
  // Behind nothing but an assent and a join: "yes, and LUME-2222".
  std::optional<Another> further_code() const {
    const auto join = std::ranges::find(heard_.phrases, List::also, &PhraseAt::list);
    if (!known_.is_object() || join == heard_.phrases.end() || join->end >= count()) return std::nullopt;
    const auto before = text::trim(message_.substr(0, heard_.tokens[join->begin].span.begin));
    if (read_answer(before) != Answer::yes && !before.empty()) return std::nullopt;
    const auto words = message_.substr(heard_.tokens[join->end].span.begin);
    for (const auto& found : read_message(flow_, nullptr, words, around_)) {
      if (found.slot->type == "code" && found.is_certain() && !known_[found.slot->name].is_null() &&
          !(known_[found.slot->name] == found.value))
        return Another{std::string(before), std::string(words)};
    }
    return std::nullopt;
  }

  std::uint32_t count() const { return static_cast<std::uint32_t>(heard_.tokens.size()); }

  // "Otra hora" begins as "otra" does, and is no record.
  bool leads_to_value(const PhraseAt& phrase) const {
    return heard_.has(List::no_record, phrase.end, phrase.end + 1) || counts(phrase.end);
  }

  bool counts(std::uint32_t at) const {
    constexpr List kCounted[] = {List::people, List::persons, List::one_person, List::two_persons, List::no_person};
    return std::ranges::any_of(kCounted, [&](List list) { return heard_.phrase(list, at) != nullptr; });
  }

  bool wants_thing(const PhraseAt& phrase) const {
    if (phrase.end >= count() || leads_to_value(phrase)) return false;
    const auto& next = heard_.tokens[phrase.end];
    const auto is_here = [&](List list) { return heard_.phrase(list, phrase.end) != nullptr; };
    if (std::ranges::any_of(kFunctionWords, is_here)) return tells_more_than_a_count(phrase);
    return is_word(next) && is_thing_of(flow_, next.text, around_, language_);
  }

  // "One more for dinner" is a guest more, "one more for Saturday" a table more.
  bool tells_more_than_a_count(const PhraseAt& phrase) const {
    const auto rest = message_.substr(heard_.tokens[phrase.end].span.begin);
    return std::ranges::any_of(read_message(flow_, nullptr, rest, around_), [](const SlotFinding& found) {
      return found.slot->type != "number" && (found.is_same || found.is_certain());
    });
  }

  // The second begins with the part of the message that the phrase stands in: behind a mark, or an "and".
  Another cut(const PhraseAt& phrase) const {
    auto begin = heard_.scope.clauses[heard_.scope.clause_of[phrase.begin]].begin;
    auto end = begin;  // of the first
    for (const auto& join : heard_.phrases) {
      if (join.list != List::also || join.end > phrase.begin || join.begin < begin) continue;
      end = join.begin;
      begin = join.end;
    }
    const auto byte = [&](std::uint32_t at) { return at < count() ? heard_.tokens[at].span.begin : message_.size(); };
    std::string words(message_);
    std::fill(words.begin() + heard_.tokens[phrase.begin].span.begin,
              words.begin() + heard_.tokens[phrase.end - 1].span.end, ' ');
    return {std::string(text::trim(message_.substr(0, byte(end)))), std::string(text::trim(words.substr(byte(begin))))};
  }

  std::string_view message_;
  const Flow& flow_;
  const Value& known_;
  const Surroundings& around_;
  const reading::Language& language_;
  const Heard heard_;
};

// Where a message may be parted: the bytes at which its left part ends and its right part begins.
struct Joint {
  std::uint32_t end;
  std::uint32_t begin;
};

std::vector<Joint> joints_of(const Heard& heard, std::size_t size) {
  std::vector<Joint> joints;
  const auto byte = [&](std::uint32_t at) {
    return at < heard.tokens.size() ? heard.tokens[at].span.begin : static_cast<std::uint32_t>(size);
  };
  for (const auto& phrase : heard.phrases) {
    if (phrase.list == List::also || phrase.list == List::joins)
      joints.push_back({byte(phrase.begin), byte(phrase.end)});
  }
  for (const auto& clause : heard.scope.clauses) joints.push_back({byte(clause.end), byte(clause.end)});
  std::ranges::sort(joints, {}, &Joint::begin);
  return joints;
}

bool is_contact(const Slot& slot) { return slot.type == "name" || slot.type == "phone" || slot.type == "email"; }

// What is told of a record, as it was said.
std::vector<SlotFinding> values_in(const Flow& flow, std::string_view words, const Surroundings& around) {
  auto all = read_message(flow, nullptr, words, around);
  std::erase_if(all, [](const SlotFinding& found) {
    const bool is_value = found.is_certain() || found.value_though_closed() ||
                          (found.doubt && !found.range && found.doubt->candidates.size() > 1);
    return is_contact(*found.slot) || found.is_relative || found.is_same || !is_value;
  });
  return all;
}

bool speak_of_two(const std::vector<SlotFinding>& left, const std::vector<SlotFinding>& right) {
  std::size_t common = 0;
  bool differs = false, has_codes = false;
  for (const auto& one : left) {
    const auto other = std::ranges::find(right, one.slot, &SlotFinding::slot);
    if (other == right.end()) continue;
    const bool is_different = !(one.value == other->value);
    ++common;
    differs = differs || is_different;
    has_codes = has_codes || (one.slot->type == "code" && is_different);
  }
  return has_codes || (differs && common >= 2);
}

// "Between 7 on Friday and 8 on Saturday" and "not on Friday at 7" speak of one.
bool may_have_several(const Heard& heard) {
  constexpr List kOfOne[] = {List::negation, List::correction, List::instead_of, List::exception, List::between};
  return std::ranges::none_of(kOfOne, [&](List list) { return heard.has(list); });
}

const reading::Language* language_of(const Surroundings& around) {
  return reading::find_language(around.heard_in.empty() ? around.language : around.heard_in);
}

}  // namespace

std::optional<Another> another_in(std::string_view message, const Flow& flow, const Surroundings& around,
                                  const Value& known) {
  const auto* language = language_of(around);
  return language ? Finder(message, flow, known, around, *language).run() : std::nullopt;
}

std::vector<std::string> records_in(std::string_view message, const Flow& flow, const Surroundings& around) {
  const auto* language = language_of(around);
  std::vector<std::string> parts;
  std::uint32_t from = 0;
  const auto add = [&](std::uint32_t to) { parts.emplace_back(text::trim(message.substr(from, to - from))); };
  const auto size = static_cast<std::uint32_t>(message.size());
  const auto heard = language ? reading::heard_as(message, *language) : Heard();
  if (language && may_have_several(heard) && values_in(flow, message, around).size() > 0) {
    for (const auto& joint : joints_of(heard, message.size())) {
      if (joint.end <= from || joint.begin >= size) continue;
      const auto left = values_in(flow, message.substr(from, joint.end - from), around);
      if (left.empty() || !speak_of_two(left, values_in(flow, message.substr(joint.begin), around))) continue;
      add(joint.end);
      from = joint.begin;
    }
  }
  add(size);
  return parts;
}

std::string without_joins(std::string_view message, const Surroundings& around) {
  const auto* language = language_of(around);
  const auto heard = language ? reading::heard_as(message, *language) : Heard();
  std::uint32_t begin = 0, end = static_cast<std::uint32_t>(heard.tokens.size());
  const auto is_idle = [&](std::uint32_t at) {
    return heard.has(List::also, at, at + 1) || std::string_view(",.;").contains(heard.tokens[at].text[0]);
  };
  while (begin < end && is_idle(begin)) ++begin;
  while (end > begin && is_idle(end - 1)) --end;
  if (begin == end) return language ? std::string() : std::string(message);
  return std::string(
      message.substr(heard.tokens[begin].span.begin, heard.tokens[end - 1].span.end - heard.tokens[begin].span.begin));
}

bool names_its_thing(std::string_view message, const Flow& flow, const Surroundings& around) {
  const auto* language = language_of(around);
  if (!language) return false;
  const auto heard = reading::heard_as(message, *language);
  for (std::uint32_t at = 1; at < heard.tokens.size(); ++at) {
    const auto& word = heard.tokens[at];
    const bool may_be = is_word(word) && heard.has(List::determiner, at - 1, at);
    if (may_be && is_thing_of(flow, word.text, around, *language)) return true;
  }
  return false;
}

Value contacts_of(const Flow& flow, const Value& slots) {
  auto contacts = Value::object();
  for (const auto& slot : flow.slots) {
    if (is_contact(slot) && !slots[slot.name].is_null()) contacts = contacts.with(slot.name, slots[slot.name]);
  }
  return contacts;
}

}  // namespace frontdesk::dialog
