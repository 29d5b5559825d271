#include "dialog/another.h"

#include <algorithm>

#include "base/text.h"
#include "base/unicode.h"
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
  Finder(std::string_view message, const Flow& flow, const Surroundings& around, const reading::Language& language)
      : message_(message),
        flow_(flow),
        around_(around),
        language_(language),
        heard_(reading::heard_as(message, language)) {}

  std::optional<Another> run() const {
    for (const auto& phrase : heard_.phrases) {
      if (heard_.scope.of(phrase.begin, phrase.begin + 1) == reading::Standing::denied) continue;
      if (phrase.list == List::another_one && !leads_to_value(phrase)) return cut(phrase);
      if (phrase.list == List::another_of && wants_thing(phrase)) return cut(phrase);
    }
    return std::nullopt;
  }

 private:
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
  const Surroundings& around_;
  const reading::Language& language_;
  const Heard heard_;
};

}  // namespace

std::optional<Another> another_in(std::string_view message, const Flow& flow, const Surroundings& around) {
  const auto* language = reading::find_language(around.heard_in.empty() ? around.language : around.heard_in);
  return language ? Finder(message, flow, around, *language).run() : std::nullopt;
}

bool names_its_thing(std::string_view message, const Flow& flow, const Surroundings& around) {
  const auto* language = reading::find_language(around.heard_in.empty() ? around.language : around.heard_in);
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
    const bool is_contact = slot.type == "name" || slot.type == "phone" || slot.type == "email";
    if (is_contact && !slots[slot.name].is_null()) contacts = contacts.with(slot.name, slots[slot.name]);
  }
  return contacts;
}

}  // namespace frontdesk::dialog
