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
    auto code = further_code();
    return code ? code : further_value();
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

  // "Oh, and also my inhaler": a value more of something that is chosen, where nothing else is told and nothing
  // changed.
  std::optional<Another> further_value() const {
    constexpr List kChanging[] = {List::correction, List::move, List::instead_of, List::negation};
    constexpr std::string_view kChosen[] = {"choice", "date", "location"};
    const auto addition = std::ranges::find(heard_.phrases, List::addition, &PhraseAt::list);
    if (!known_.is_object() || addition == heard_.phrases.end()) return std::nullopt;
    if (std::ranges::any_of(kChanging, [&](List list) { return heard_.has(list); })) return std::nullopt;
    const bool asks = message_.find('?') != std::string_view::npos;
    bool has_further = false;
    for (const auto& found : read_message(flow_, nullptr, message_, around_)) {
      if (found.is_certain() && known_[found.slot->name] == found.value) continue;
      if (found.is_relative && found.span.overlaps(said_by(*addition))) continue;  // "auch [noch]" is nobody more
      const bool is_chosen = std::ranges::find(kChosen, found.slot->type) != std::end(kChosen);
      if (!is_chosen || !found.is_certain() || known_[found.slot->name].is_null()) return std::nullopt;
      if (asks && found.slot->type != "choice") return std::nullopt;  // "would Sunday work, too?" asks for another day
      has_further = true;
    }
    if (!has_further) return std::nullopt;
    const auto first = std::ranges::min_element(heard_.phrases, {}, [&](const PhraseAt& phrase) {
      return phrase.list == List::also || phrase.list == List::addition ? phrase.begin : count();
    });
    const auto begin = heard_.tokens[first->begin].span.begin;
    const auto before = text::trim(message_.substr(0, begin));
    // "My inhaler too": what stands before the phrase is said of the second.
    const bool is_answer = before.empty() || read_answer(before) != Answer::other;
    std::string words(message_);
    const auto phrase = said_by(*addition);
    std::fill(words.begin() + phrase.begin, words.begin() + phrase.end, ' ');
    return Another{is_answer ? std::string(before) : std::string(),
                   std::string(text::trim(is_answer ? words.substr(begin) : words)), true};
  }

  reading::Span said_by(const PhraseAt& phrase) const {
    return {heard_.tokens[phrase.begin].span.begin, heard_.tokens[phrase.end - 1].span.end};
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
      if (join.list != List::also || join.begin >= phrase.begin || join.begin < begin) continue;
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

// "Two lamps and a stove": of what is chosen and counted each has its own amount.
bool choose_two(const std::vector<SlotFinding>& left, const std::vector<SlotFinding>& right) {
  const auto counts = [](const SlotFinding& found) { return found.slot->type == "number"; };
  if (std::ranges::none_of(left, counts) && std::ranges::none_of(right, counts)) return false;
  return std::ranges::any_of(left, [&](const SlotFinding& one) {
    const auto other = std::ranges::find(right, one.slot, &SlotFinding::slot);
    return one.slot->type == "choice" && one.is_certain() && other != right.end() && other->is_certain() &&
           !(one.value == other->value);
  });
}

bool speak_of_two(const std::vector<SlotFinding>& left, const std::vector<SlotFinding>& right) {
  if (choose_two(left, right)) return true;
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

// "Two tables, one for 4 and one for 6": both sides say that they are one of them, and something different of it.
bool are_two_of_them(const std::vector<SlotFinding>& left, const std::vector<SlotFinding>& right, std::string_view one,
                     std::string_view other, const reading::Language& language) {
  if (!reading::says(one, language.id, List::one_of_them) || !reading::says(other, language.id, List::one_of_them))
    return false;
  return std::ranges::any_of(left, [&](const SlotFinding& each) {
    const auto found = std::ranges::find(right, each.slot, &SlotFinding::slot);
    return found != right.end() && !(found->value == each.value);
  });
}

// "The one on the 2nd to 8pm, and the one on the 3rd too": of a record that is there already.
bool is_one_more(const std::vector<SlotFinding>& left, const std::vector<SlotFinding>& right, const Flow& flow,
                 const reading::Language& language, std::string_view words) {
  if (!is_about_record(flow) || right.empty() || !reading::says(words, language.id, List::as_well)) return false;
  bool differs = false;
  for (const auto& one : right) {
    if (one.slot->type == "number") continue;  // "the one" counts nothing
    const auto other = std::ranges::find(left, one.slot, &SlotFinding::slot);
    if (other == left.end()) return false;
    differs = differs || !(one.value == other->value);
  }
  return differs;
}

// A message that says of its slots what the part of another one says of them: "move [LUME-2222] to 8pm".
std::string with_slots_of(std::string message, std::vector<SlotFinding> told, std::string_view part,
                          const std::vector<SlotFinding>& own) {
  std::ranges::sort(told, std::greater(), [](const SlotFinding& found) { return found.span.begin; });
  for (const auto& found : told) {
    const auto other = std::ranges::find(own, found.slot, &SlotFinding::slot);
    if (other == own.end()) continue;
    const auto words = part.substr(other->span.begin, other->span.end - other->span.begin);
    message.replace(found.span.begin, found.span.end - found.span.begin, words);
  }
  const bool has_all = std::ranges::all_of(
      own, [&](const SlotFinding& one) { return std::ranges::find(told, one.slot, &SlotFinding::slot) != told.end(); });
  return has_all ? message : fmt::format("{} {}", message, part);
}

// "Between 7 on Friday and 8 on Saturday" and "not on Friday at 7" speak of one.
bool may_have_several(const Heard& heard) {
  constexpr List kOfOne[] = {List::negation, List::correction, List::instead_of, List::exception};
  const bool is_range = std::ranges::any_of(heard.phrases, [&](const PhraseAt& phrase) {
    return phrase.list == List::between && !heard.has(List::one_of_them, phrase.begin, phrase.end);  // "uno [da] 4"
  });
  return !is_range && std::ranges::none_of(kOfOne, [&](List list) { return heard.has(list); });
}

const reading::Language* language_of(const Surroundings& around) {
  return reading::find_language(around.language_heard());
}

}  // namespace

bool is_record_code(const Slot& slot) { return slot.type == "code" && !slot.optional; }
bool is_about_record(const Flow& flow) { return std::ranges::any_of(flow.slots, is_record_code); }
bool takes_code(const Flow& flow) { return std::ranges::find(flow.slots, "code", &Slot::type) != flow.slots.end(); }

bool is_for_changes(const Flow& flow) {
  return std::ranges::any_of(flow.slots, [](const Slot& slot) { return slot.keeps.has_value(); });
}

bool is_for_undoing(const Intent& intent, const Surroundings& around) {
  return std::ranges::any_of(intent.examples, [&](const std::string& example) {
    return reading::has_said(example, around.language_heard(), List::undo);
  });
}

bool points_at_another(std::string_view words, const Surroundings& around) {
  const auto* language = language_of(around);
  if (!language) return false;
  const auto heard = reading::heard_as(words, *language);
  return std::ranges::any_of(heard.phrases, [&](const PhraseAt& phrase) {
    return phrase.list == List::other && phrase.begin > 0 &&
           heard.has(List::determiner, phrase.begin - 1, phrase.begin) &&
           !heard.has(List::no_record, phrase.end, phrase.end + 1);
  });
}

std::optional<Another> another_in(std::string_view message, const Flow& flow, const Surroundings& around,
                                  const Value& known) {
  const auto* language = language_of(around);
  return language ? Finder(message, flow, known, around, *language).run() : std::nullopt;
}

bool asks_after_waiting(std::string_view message, const Flow& flow, const Value& then, const Surroundings& around) {
  const auto values = then.size() > 0 ? values_in(flow, message, around) : std::vector<SlotFinding>();
  if (values.size() != 1 || values.front().slot->type != "date") return false;
  return std::ranges::any_of(then.items(), [&](const Value& wish) {
    return wish["start"].text() == flow.name && wish["words"] == values.front().value;
  });
}

std::optional<Another> another_behind_yes(std::string_view message, const Flow& flow, const Surroundings& around,
                                          const Value& known) {
  constexpr std::size_t kDifferencesMin = 2;  // one alone is rather a change of what is read back
  if (auto another = another_in(message, flow, around, known))
    return read_answer(without_joins(another->before, around)) == Answer::yes ? another : std::nullopt;
  const auto* language = language_of(around);
  const auto heard = language ? reading::heard_as(message, *language) : Heard();
  if (!language || !may_have_several(heard)) return std::nullopt;
  for (const auto& joint : joints_of(heard, message.size())) {
    const auto before = text::trim(message.substr(0, joint.end));
    const auto words = without_joins(text::trim(message.substr(joint.begin)), around);
    if (read_answer(before) != Answer::yes || !names_its_thing(words, flow, around)) continue;
    if (differences_to(known, words, flow, around) >= kDifferencesMin) return Another{std::string(before), words};
  }
  return std::nullopt;
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
      const auto right = values_in(flow, message.substr(joint.begin), around);
      const auto before = message.substr(from, joint.end - from), behind = message.substr(joint.begin);
      const bool are_two = speak_of_two(left, right) || is_one_more(left, right, flow, *language, behind) ||
                           (!is_about_record(flow) && are_two_of_them(left, right, before, behind, *language));
      if (left.empty() || !are_two) continue;
      add(joint.end);
      from = joint.begin;
    }
  }
  add(size);
  return parts;
}

std::vector<std::string> with_shared_change(std::vector<std::string> parts, const Flow& flow,
                                            const Surroundings& around) {
  const auto* language = language_of(around);
  if (!language || parts.size() < 2 || !is_about_record(flow)) return parts;
  std::vector<std::vector<SlotFinding>> told;
  told.reserve(parts.size());
  for (const auto& part : parts) told.push_back(values_in(flow, part, around));
  const auto names_no_more = [&](std::size_t at) {
    const bool is_code = std::ranges::all_of(told[at], [](const auto& found) { return found.slot->type == "code"; });
    return !told[at].empty() && (is_code || reading::says(parts[at], language->id, List::as_well));
  };
  auto shared = parts;
  for (std::size_t at = 0; at < parts.size(); ++at) {
    if (!names_no_more(at)) continue;
    std::optional<std::size_t> donor;
    for (std::size_t other = 0; other < parts.size(); ++other) {
      const bool is_nearer = !donor || other < at;
      if (other != at && !names_no_more(other) && !told[other].empty() && is_nearer) donor = other;
    }
    if (donor) shared[at] = with_slots_of(parts[*donor], told[*donor], parts[at], told[at]);
  }
  return shared;
}

bool are_two_records(std::string_view one, std::string_view other, const Flow& flow, const Surroundings& around) {
  return speak_of_two(values_in(flow, one, around), values_in(flow, other, around));
}

std::size_t differences_to(const Value& known, std::string_view message, const Flow& flow, const Surroundings& around) {
  const auto values = values_in(flow, message, around);
  return static_cast<std::size_t>(std::ranges::count_if(values, [&](const SlotFinding& found) {
    const auto& before = known[found.slot->name];
    return !before.is_null() && found.is_certain() && !(before == found.value);
  }));
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

bool is_its_thing(std::string_view word, const Flow& flow, const Surroundings& around) {
  const auto* language = language_of(around);
  return language && is_thing_of(flow, word, around, *language);
}

bool names_its_thing(std::string_view message, const Flow& flow, const Surroundings& around) {
  const auto* language = language_of(around);
  if (!language) return false;
  const auto heard = reading::heard_as(message, *language);
  for (std::uint32_t at = 1; at < heard.tokens.size(); ++at) {
    const auto& word = heard.tokens[at];
    const bool may_be = is_word(word) && heard.has(List::determiner, at - 1, at) &&
                        !heard.has(List::no_record, at, at + 1) && !heard.has(List::courtesy, at, at + 1);
    if (may_be && is_thing_of(flow, word.text, around, *language)) return true;
  }
  return false;
}

bool asks_whether_done(std::string_view message, const Flow& flow, const Surroundings& around) {
  const auto* language = language_of(around);
  if (!language || !values_in(flow, message, around).empty()) return false;
  const auto heard = reading::heard_as(message, *language);
  if (heard.has(List::own_record)) return true;
  const bool is_question = std::ranges::any_of(heard.scope.clauses, &reading::Clause::question);
  return is_question && heard.has(List::done_words) && heard.has(List::determiner);
}

Value contacts_of(const Flow& flow, const Value& slots) {
  auto contacts = Value::object();
  for (const auto& slot : flow.slots) {
    if (is_contact(slot) && !slots[slot.name].is_null()) contacts = contacts.with(slot.name, slots[slot.name]);
  }
  return contacts;
}

}  // namespace frontdesk::dialog
