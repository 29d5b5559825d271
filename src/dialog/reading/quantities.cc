#include "dialog/reading/quantities.h"

#include <algorithm>

namespace frontdesk::dialog::reading {
namespace {

constexpr std::uint32_t kAdjectivesMax = 2;  // "4 very hungry people"
constexpr std::int64_t kThingsMax = 20;      // that each have their people: "two tables, six people each"

// One part of "2 adults, a baby and I".
struct Part {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::int64_t value = 0;
  std::string of;
  bool of_people = false;
  bool is_counted = false;  // a word says what it is of
  bool is_number = false;   // "2", "two friends"; not "my wife"
  bool is_whole = false;
  bool is_vague = false;
  std::int64_t sign = 0;  // more is 1, fewer is -1
};

class QuantityReader {
 public:
  QuantityReader(const Hearing& heard, const Terms& counted) : heard_(heard), counted_(counted) {
    if (counted.size() > 0) {
      for (const auto& each : counted.find(heard)) terms_.push_back({counted.id(each.term), each.begin, each.end});
    }
  }

  std::vector<Quantity> run() {
    for (std::uint32_t at = 0; at < heard_.count();) {
      if (const auto end = passed_over(at)) {
        at = end;
        continue;
      }
      const auto next = read(at);
      at = std::max(next, at + 1);
    }
    multiply();
    settle();
    return std::move(found_);
  }

 private:
  struct Counted {
    std::string of;
    std::uint32_t begin;
    std::uint32_t end;
  };

  // "15 minutes late", "number 7".
  std::uint32_t passed_over(std::uint32_t at) const {
    const auto of_else = heard_.number_at(at) ? 0 : of_else_at(at);
    return std::max({subset_at(at), heard_.phrase_at(List::no_time, at), of_else});
  }

  // The token behind a number that is of something else; what the trade counts is counted all the same.
  std::uint32_t of_else_at(std::uint32_t at) const {
    const auto phrase = std::ranges::find_if(heard_.heard.phrases, [&](const PhraseAt& each) {
      return each.list == List::no_count && each.begin <= at && at < each.end;
    });
    if (phrase == heard_.heard.phrases.end()) return 0;
    const auto is_inside = [&](const Counted& term) { return term.begin >= at && term.begin < phrase->end; };
    return std::ranges::any_of(terms_, is_inside) ? 0 : phrase->end;
  }

  // What says something about some of them, and is no count of all: "(2 in wheelchairs)", "including 2 children", "two
  // of them", "one of us is vegan". The token behind it, or 0.
  std::uint32_t subset_at(std::uint32_t at) const {
    if (heard_.is_mark(at, "(")) return end_of_brackets(at);
    if (const auto behind = heard_.phrase_at(List::including, at)) return end_of_clause(behind);
    const auto number = heard_.number_at(at);
    if (!number) return 0;
    if (const auto behind = heard_.phrase_at(List::of_them, number->end)) return behind;
    const auto of_us = heard_.phrase_at(List::of_us, number->end);
    const bool are_all = heard_.phrase_before(List::determiner, at) || heard_.phrase_before(List::count_lead, at);
    if (!of_us || are_all || heard_.phrase_at(List::have_in_common, of_us) == 0) return 0;
    return of_us;
  }

  std::uint32_t end_of_brackets(std::uint32_t at) const {
    for (auto end = at + 1; end < heard_.count(); ++end) {
      if (heard_.is_mark(end, ")")) return end + 1;
    }
    return heard_.count();
  }

  std::uint32_t end_of_clause(std::uint32_t at) const {
    if (at >= heard_.count()) return heard_.count();
    return std::max(at, heard_.scope.clauses[heard_.scope.clause_of[at]].end);
  }

  bool is_free(std::uint32_t begin, std::uint32_t end) const { return !heard_.is_taken(heard_.span(begin, end)); }

  const Counted* counted_at(std::uint32_t at) const {
    const auto found = std::ranges::find(terms_, at, &Counted::begin);
    return found == terms_.end() ? nullptr : &*found;
  }

  // Reads what begins here; the token behind it.
  std::uint32_t read(std::uint32_t at) {
    if (const auto end = relative_at(at)) return end;
    if (const auto end = range_at(at)) return end;
    if (const auto end = nobody_at(at)) return end;
    auto first = part_at(at);
    if (!first) return at + 1;
    if (is_spoken_with(*first) || is_excess(*first)) return first->end;
    if (const auto named = with_unknown_noun(*first); named.is_counted && !first->is_counted) {
      const auto next = next_part(named.end, named);
      if (next && next->of_people && next->value > 0) first = named;
    }
    std::vector<Part> parts{*first};
    if (const auto end = behind_time(*first)) {
      add(parts);
      found_.back().is_told = true;
      return end;
    }
    auto end = first->end;
    for (;;) {
      const auto next = next_part(end, parts.back());
      if (!next) break;
      parts.push_back(*next);
      end = next->end;
    }
    if (parts.size() == 1 && heard_.phrase_before(List::no_person, end)) return end;  // "with two high chairs"
    if (are_others(parts)) {
      add_others(parts);
      return end;
    }
    if (parts.size() == 1 && !parts[0].is_number && !parts[0].is_vague && !stands_for_itself(parts[0])) return end;
    add(parts);
    return end;
  }

  // "My wife", "a colleague and two friends": whether who writes comes, too, is not said.
  bool are_others(const std::vector<Part>& parts) const {
    return !parts.front().is_number && std::ranges::none_of(parts, [&](const Part& part) {
      const auto at = behind_determiners(part.begin);
      return part.is_vague || !part.of_people || (part.is_number && !part.is_counted) ||
             heard_.phrase_at(List::speaker, at) != 0;
    });
  }

  void add_others(const std::vector<Part>& parts) {
    if (heard_.has(List::comes_too) || heard_.phrase_before(List::of_us, parts.front().begin)) return;
    if (heard_.phrase_before(List::only, parts.front().begin)) return add(parts);
    const auto end = parts.back().end;
    const bool goes_on = end < heard_.count() && heard_.is_word(end) && heard_.phrase_at(List::courtesy, end) == 0;
    const bool is_with_them = heard_.phrase_before(List::together_with, parts.front().begin).has_value();
    const bool is_led = !is_with_them && is_lead(parts.front().begin);
    if (goes_on && !(is_led && heard_.phrase_before(List::counting, parts.front().begin))) return;
    add(parts);
    auto& quantity = found_.back();
    quantity.is_told = is_led;
    const bool are_all = is_led && parts.size() == 1 && parts[0].value == 2;  // "for my parents"
    if (is_with_them)
      ++quantity.value;
    else if (!are_all)
      quantity.or_else = quantity.value + 1;
  }

  // "5 with my parents": they may be among the five.
  std::optional<std::int64_t> without_those_beside(const std::vector<Part>& parts) const {
    const auto& first = parts.front();
    if (parts.size() < 2 || !first.is_number || first.value < 2 || (first.is_counted && !first.is_whole))
      return std::nullopt;
    if (!heard_.phrase_before(List::together_with, parts[1].begin)) return std::nullopt;
    return first.value;
  }

  std::uint32_t behind_determiners(std::uint32_t at) const {  // "i miei"
    return heard_.behind(List::determiner, heard_.behind(List::determiner, at));
  }

  // "I want to talk to a person" counts nobody, and neither does "ich möchte mit einem Menschen sprechen".
  bool is_spoken_with(const Part& part) const {
    if (!part.of_people || part.value != 1 || !part.is_counted) return false;
    const auto& clause = heard_.scope.clauses[heard_.scope.clause_of[part.begin]];
    for (auto at = clause.begin; at < clause.end; ++at) {
      if (heard_.phrase_at(List::speaking, at) != 0) return true;
    }
    return false;
  }

  // "[Two] for 9 tonight": of two bare numbers with a lead between them the first is the count. Behind the second; or
  // 0.
  std::uint32_t behind_time(const Part& part) const {
    if (!part.is_number || part.value < 2 || part.is_counted || part.of_people || is_lead(part.begin)) return 0;
    const auto behind = heard_.phrase_at(List::name_for, part.end);
    const auto second = behind != 0 ? heard_.number_at(behind) : std::nullopt;
    return second && !is_people_at(second->end) ? second->end : 0;
  }

  bool is_people_at(std::uint32_t at) const {
    return heard_.phrase_at(List::people, at) != 0 || heard_.phrase_at(List::persons, at) != 0;
  }

  // "Way too late for a baby".
  bool is_excess(const Part& part) const {
    const auto lead = heard_.phrase_before(List::count_lead, part.begin);
    if (!lead || *lead < 2) return false;
    return heard_.is_word(*lead - 1) && heard_.phrase_before(List::excess, *lead - 1).has_value();
  }

  // A person by himself is a count only where nobody else can be meant: "just me", "for my wife".
  bool stands_for_itself(const Part& part) const {
    if (!part.of_people) return false;
    if (heard_.phrase_before(List::counting, part.begin) || heard_.phrase_before(List::only, part.begin)) return true;
    // "Send me a confirmation" is for somebody, and counts nobody.
    const bool goes_on =
        part.end < heard_.count() && heard_.is_word(part.end) && heard_.phrase_at(List::courtesy, part.end) == 0;
    return is_lead(part.begin) && !goes_on;
  }

  std::optional<Part> part_at(std::uint32_t at) const {
    const auto noun = behind_determiners(at);
    if (const auto one = one_of_a_kind(at)) return one;
    if (const auto end = heard_.number_at(noun) ? heard_.phrase_at(List::one_person, noun) : 0)  // "a 5 year old"
      return person(at, end, 1);
    if (at > 0 && of_else_at(noun) != 0 && heard_.phrase_before(List::joins, at)) return std::nullopt;
    if (const auto number = heard_.number_at(noun); number && is_free(noun, number->end)) return numbered(at, *number);
    if (const auto number = heard_.number_at(at); number && is_free(at, number->end)) return numbered(at, *number);
    for (const auto start : {noun, at}) {
      if (start >= heard_.count() || heard_.is_taken(start)) continue;
      if (const auto end = heard_.phrase_at(List::one_person, start)) return person(at, end, 1);
      if (const auto end = heard_.phrase_at(List::two_persons, start)) return person(at, end, 2);
      if (noun > at) {
        if (const auto end = heard_.phrase_at(List::persons, start)) return vague(at, end);
      }
    }
    return std::nullopt;
  }

  // "ein Kollege", "una amica": the article is a number, too, and counts one of those who come, not all.
  std::optional<Part> one_of_a_kind(std::uint32_t at) const {
    const auto behind = heard_.phrase_at(List::determiner, at);
    const auto number = behind == 0 ? std::nullopt : heard_.number_at(at);
    if (!number || number->value != 1 || number->in_digits || number->end != behind) return std::nullopt;
    if (heard_.is_taken(heard_.span(at, behind)) || heard_.phrase_at(List::people, behind) != 0) return std::nullopt;
    const auto end = heard_.phrase_at(List::one_person, behind);
    return end == 0 || heard_.is_taken(behind) ? std::nullopt : std::optional(person(at, end, 1));
  }

  static Part person(std::uint32_t begin, std::uint32_t end, std::int64_t value) {
    Part part{begin, end, value};
    part.of_people = part.is_counted = true;
    return part;
  }

  static Part vague(std::uint32_t begin, std::uint32_t end) {
    auto part = person(begin, end, 0);
    part.is_vague = true;
    return part;
  }

  Part numbered(std::uint32_t begin, const Number& number) const {
    Part part{begin, number.end, number.value};
    part.is_number = true;
    if (const auto behind = heard_.phrase_at(List::of_us, number.end)) {
      part.end = behind;
      part.of_people = part.is_counted = part.is_whole = true;
      return part;
    }
    take_noun(part);
    return part;
  }

  // What is counted stands behind the number, perhaps with a word or two between that say how it is.
  void take_noun(Part& part) const {
    for (auto at = part.end; at < std::min(heard_.count(), part.end + kAdjectivesMax + 1); ++at) {
      if (heard_.is_taken(at)) return take_chosen(part, at);
      if (const auto end = heard_.phrase_at(List::no_person, at)) {
        part.value = 0, part.end = end, part.is_counted = part.of_people = true;
        return;
      }
      const auto* term = counted_at(at);
      const auto whole = heard_.phrase_at(List::people, at);
      const auto kind = heard_.phrase_at(List::persons, at);
      if (term || whole || kind) {
        part.end = std::max({term ? term->end : 0, whole, kind});
        part.of = term ? term->of : "";
        part.of_people = whole || kind;
        part.is_whole = whole || (term && !kind);
        part.is_counted = true;
        return;
      }
      if (!heard_.is_word(at) || heard_.is_known(at)) return;
    }
  }

  // "Two [lamps]": what is chosen is what is counted, and its words are the choice's.
  void take_chosen(Part& part, std::uint32_t at) const {
    const auto terms = counted_.size() > 0 ? counted_.at(heard_, at) : std::vector<TermAt>();
    if (terms.empty()) return;
    part.of = counted_.id(terms.front().term);
    part.is_counted = part.is_whole = true;
  }

  std::optional<Part> next_part(std::uint32_t at, const Part& before) const {
    const bool comma = heard_.is_mark(at, ",");
    auto start = comma || heard_.is_mark(at, "+&") ? at + 1 : at;
    const auto joined = heard_.behind(List::joins, start);
    if (start == at && joined == at) return std::nullopt;
    start = joined;
    const bool with_join = !comma || joined > at + 1;
    const auto next = part_at(start);
    if (!next) return no_person_at(start);
    // "2 and 3" is no sum, and nothing is one of a count and what is counted otherwise.
    if (before.is_number && next->is_number && !before.is_counted && !next->is_counted) return std::nullopt;
    if (!with_join && !(before.is_counted && next->is_counted)) return std::nullopt;
    const bool same =
        next->of == before.of || (next->of_people && before.of_people) || !next->is_counted || !before.is_counted;
    if (!same) return std::nullopt;
    return before.of_people && before.is_counted ? with_unknown_noun(*next) : *next;
  }

  // "My boss and three [clients]", "two [clients] and me": beside people they are people, too.
  Part with_unknown_noun(Part part) const {
    const bool is_unknown = part.is_number && !part.is_counted && is_beside_a_thing(part) && !heard_.is_known(part.end);
    if (is_unknown) ++part.end, part.is_counted = part.of_people = true;
    return part;
  }

  // "… plus a high chair" adds nobody.
  std::optional<Part> no_person_at(std::uint32_t at) const {
    const auto end = heard_.phrase_at(List::no_person, heard_.behind(List::determiner, at));
    return end ? std::optional(person(at, end, 0)) : std::nullopt;
  }

  // "Change it to nine" does not say of what.
  bool is_lead(std::uint32_t at) const {
    if (heard_.phrase_before(List::we_are, at)) return true;
    const auto lead = heard_.phrase_before(List::count_lead, at);
    const bool is_changed_to = lead && heard_.phrase_at(List::new_value, *lead) == at && at < heard_.count() &&
                               heard_.scope.clauses[heard_.scope.clause_of[at]].moves;
    const auto most = heard_.phrase_before(List::at_most, at);
    const bool is_of_most = lead && most && *lead > *most;  // the "to" of "up to 40"
    if (is_of_most) return heard_.phrase_before(List::count_lead, *most).has_value();
    if (lead && !is_changed_to) return true;
    // "We are about 5", "only 5", "actually 5", "now 5".
    constexpr List kBetween[] = {List::approx, List::only, List::correction, List::made_so};
    return std::ranges::any_of(kBetween, [&](List list) {
      const auto between = heard_.phrase_before(list, at);
      return between && heard_.phrase_before(List::count_lead, *between);
    });
  }

  void add(const std::vector<Part>& parts) {
    const auto& first = parts.front();
    Quantity quantity;
    quantity.span = heard_.span(first.begin, parts.back().end);
    quantity.is_told = is_lead(first.begin) || is_lead(heard_.behind(List::determiner, first.begin)) ||
                       (heard_.phrase_at(List::made_so, parts.back().end) != 0 && first.begin == 0);
    quantity.is_led = quantity.is_told && (heard_.phrase_before(List::counting, first.begin) ||
                                           heard_.phrase_at(List::made_so, parts.back().end) != 0);
    quantity.is_of_thing = parts.size() == 1 && is_beside_a_thing(first);
    quantity.is_of_else = parts.size() == 1 && of_else_at(behind_determiners(first.begin)) != 0;
    quantity.is_approximate = heard_.phrase_before(List::approx, first.begin).has_value();
    quantity.standing = heard_.scope.of(first.begin, parts.back().end);
    std::int64_t rest = 0;
    if (quantity.is_of_thing && first.value == 1) quantity.is_told = false;  // "I would like a table for two"
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const auto& part = parts[i];
      quantity.value += part.value;
      if (i > 0) rest += part.value;
      quantity.of_people = quantity.of_people || part.of_people;
      quantity.is_told = quantity.is_told || part.is_counted;
      quantity.is_vague = quantity.is_vague || part.is_vague;
      if (quantity.of.empty()) quantity.of = part.of;
    }
    quantity.is_whole = first.is_whole;
    // "4 people, 2 adults and 2 children" says the same twice.
    const bool repeats = parts.size() > 2 && first.is_whole && rest == first.value;
    if (repeats) quantity.value = first.value;
    if (const auto known = without_those_beside(parts); known && *known != quantity.value) quantity.or_else = known;
    look_around(quantity, first);
    found_.push_back(std::move(quantity));
  }

  // "2 menus": whatever leads it, it may be that what is counted is not who comes.
  bool is_beside_a_thing(const Part& part) const {
    if (part.is_counted || part.of_people || !part.of.empty()) return false;
    if (part.end >= heard_.count() || !heard_.is_word(part.end)) return false;
    constexpr List kOfOtherValues[] = {List::card_ends,  List::street_words, List::address_words, List::number_sign,
                                       List::separators, List::name_words,   List::name_particles};
    const bool is_in_use =
        heard_.is_taken(heard_.span(part.end, part.end + 1)) ||
        std::ranges::any_of(heard_.heard.phrases, [&](const PhraseAt& phrase) {
          return phrase.begin == part.end && std::ranges::find(kOfOtherValues, phrase.list) == std::end(kOfOtherValues);
        });
    return !is_in_use;  // "one for dinner", "one tonight"
  }

  void look_around(Quantity& quantity, const Part& first) const {
    const auto at = heard_.behind(List::determiner, first.begin);
    const bool is_negative =
        at > 0 && heard_.is_mark(at - 1, "-") && heard_.tokens[at].glued && (at == 1 || !heard_.tokens[at - 1].glued);
    if (is_negative || quantity.value == 0) quantity.is_vague = true;
    if (heard_.phrase_before(List::at_least, first.begin)) quantity.from = quantity.value;
    const auto most = heard_.phrase_before(List::at_most, first.begin);
    const auto lead = heard_.phrase_before(List::count_lead, first.begin);
    if (most && !(lead && *lead < *most)) quantity.to = quantity.value;  // "back up to 4" is four
  }

  // "one more person", "two guests fewer", "another one", "add one".
  std::uint32_t relative_at(std::uint32_t at) {
    const auto number = heard_.number_at(at);
    const auto another = number ? 0 : heard_.phrase_at(List::another, at);
    if (!number && another == 0) return 0;
    if (number && heard_.is_taken(heard_.span(at, number->end))) return 0;
    auto end = number ? number->end : another;
    std::int64_t value = number ? number->value : 1;
    std::int64_t sign = number ? 0 : 1;
    if (another) {
      if (const auto counted = heard_.number_at(end)) value = counted->value, end = counted->end;
    }
    if (heard_.phrase_before(List::add, at)) sign = 1;
    if (heard_.phrase_before(List::subtract, at)) sign = -1;
    sign = sign_behind(end, sign);
    Part noun{at, end, value};
    take_noun(noun);
    end = noun.end;
    sign = sign_behind(end, sign);
    if (sign == 0) return 0;
    const bool ends_here = end >= heard_.count() || !heard_.is_word(end) || heard_.is_known(end);
    const bool is_other_thing = !ends_here || heard_.phrase_at(List::no_record, end) != 0;
    if (!noun.is_counted && (is_other_thing || is_named_behind(end))) return 0;  // "one more question", "another day"
    Quantity quantity;
    quantity.span = heard_.span(at, end);
    quantity.value = sign * value;
    quantity.of = noun.of;
    quantity.of_people = noun.of_people;
    quantity.is_told = quantity.is_relative = true;
    quantity.standing = heard_.scope.of(at, end);
    found_.push_back(std::move(quantity));
    return end;
  }

  // "We're bringing one, a big [labrador]": what it is stands behind a comma, and is nobody.
  bool is_named_behind(std::uint32_t end) const {
    const auto behind = heard_.is_mark(end, ",") ? heard_.phrase_at(List::determiner, end + 1) : 0;
    if (behind == 0 || behind >= heard_.count()) return false;
    const auto noun_at = [&](std::uint32_t at) {
      return heard_.phrase_at(List::one_person, at) != 0 || is_people_at(at);
    };
    return !noun_at(behind) && !noun_at(end + 1) && !(behind + 1 < heard_.count() && noun_at(behind + 1));
  }

  std::int64_t sign_behind(std::uint32_t& end, std::int64_t sign) const {
    if (const auto more = heard_.phrase_at(List::more, end)) return end = more, 1;
    if (const auto fewer = heard_.phrase_at(List::fewer, end)) return end = fewer, -1;
    return sign;
  }

  // "4-5 people", "4 or 5", "between 4 and 6".
  std::uint32_t range_at(std::uint32_t at) {
    const auto first = heard_.number_at(at);
    if (!first || !is_free(at, first->end)) return 0;
    const bool between = heard_.phrase_before(List::between, at).has_value();
    auto middle = heard_.behind(List::until, first->end);
    if (middle == first->end && heard_.is_mark(middle, "-/")) ++middle;
    if (middle == first->end && between) middle = heard_.behind(List::joins, middle);
    if (middle == first->end) return 0;
    const auto second = heard_.number_at(middle);
    if (!second || !is_free(middle, second->end) || second->value <= first->value) return 0;
    Part noun{at, second->end, second->value};
    take_noun(noun);
    Quantity quantity;
    quantity.span = heard_.span(at, noun.end);
    quantity.value = second->value;
    quantity.from = first->value;
    quantity.to = second->value;
    quantity.of = noun.of;
    quantity.of_people = noun.of_people;
    quantity.is_told = noun.is_counted || is_lead(at);
    quantity.standing = heard_.scope.of(at, noun.end);
    found_.push_back(std::move(quantity));
    return noun.end;
  }

  std::uint32_t nobody_at(std::uint32_t at) {
    const auto end = heard_.phrase_at(List::nobody, at);
    if (end == 0 || heard_.is_taken(at)) return 0;
    Quantity quantity;
    quantity.span = heard_.span(at, end);
    quantity.of_people = quantity.is_vague = true;
    found_.push_back(std::move(quantity));
    return end;
  }

  // "Two tables, six people each" are twelve.
  void multiply() {
    for (auto& each : found_) {
      const auto begin = heard_.token_at(each.span.begin), end = heard_.token_at(each.span.end);
      const bool is_of_each =
          heard_.phrase_at(List::of_each, end) != 0 || heard_.phrase_before(List::of_each, begin).has_value();
      const auto things = std::ranges::find_if(found_, [&](const Quantity& other) {
        return &other != &each && !other.of_people && !other.is_relative && !other.from && !other.to &&
               other.value > 1 && other.value <= kThingsMax && other.span.begin < each.span.begin;
      });
      if (!is_of_each || !each.of_people || each.is_relative || things == found_.end()) continue;
      each.value *= things->value;
      each.is_told = each.is_whole = true;
    }
  }

  // "For 3, one person is coeliac": says something about some of those who were counted before.
  bool is_of_some(const Quantity& one, std::uint32_t behind) const {
    if (!one.of_people || one.is_relative || heard_.phrase_before(List::persons, behind)) return false;
    return heard_.phrase_at(List::have_in_common, behind) != 0 &&
           std::ranges::any_of(found_, [&](const Quantity& other) {
             return other.span.end <= one.span.begin && other.value > one.value && !other.is_relative;
           });
  }

  // "2, no sorry, 4 people": the last word wins. A count of which some are missing ("two of us can't come") is none.
  void settle() {
    for (auto& each : found_) {
      const auto token = heard_.token_at(each.span.begin);
      const auto behind = heard_.token_at(each.span.end);
      if (heard_.phrase_at(List::missing, behind) != 0 || is_of_some(each, behind)) each.standing = Standing::denied;
      const auto is_later = [&](const Quantity& other) {
        const auto at = heard_.token_at(other.span.begin);
        return heard_.scope.correction[at] > heard_.scope.correction[token] && other.of_people >= each.of_people;
      };
      const auto later = std::ranges::find_if(found_, is_later);
      if (each.standing == Standing::said && later != found_.end()) take_back(each, *later);
    }
    for (std::size_t i = 1; i < found_.size(); ++i) {
      if (is_doubted(found_[i - 1], found_[i])) take_back(found_[i - 1], found_[i]);
      auto& before = found_[i - 1];
      if (before.standing == Standing::said && puts_right(before, found_[i])) take_back(before, found_[i]);
    }
  }

  // "For 1?? We are 6": what is asked back gives way to what is told behind it.
  bool is_doubted(const Quantity& before, const Quantity& after) const {
    const auto at = heard_.token_at(after.span.begin);
    const auto& clause = heard_.scope.clauses[heard_.scope.clause_of[heard_.token_at(before.span.begin)]];
    return before.standing == Standing::said && !before.is_relative && !after.is_relative && clause.end <= at &&
           heard_.is_mark(clause.end - 1, "?") && heard_.phrase_before(List::we_are, at).has_value();
  }

  // What says that the first is a count says it of the one in its place.
  static void take_back(Quantity& before, Quantity& after) {
    before.standing = Standing::withdrawn;
    after.is_told = after.is_told || before.is_told;
    after.is_led = after.is_led || before.is_led;
  }

  // "We are four, well, five", "four, hmm, five actually": nothing but hesitation stands between two counts of the
  // same.
  bool puts_right(const Quantity& before, const Quantity& after) const {
    constexpr List kHesitation[] = {List::filler, List::correction, List::refusal, List::approx, List::only};
    if (before.is_relative || after.is_relative || before.of != after.of || before.of_people) return false;
    const auto end = heard_.token_at(after.span.begin);
    bool hesitates = false;
    for (auto at = heard_.token_at(before.span.end); at < end;) {
      const auto behind = [&](List list) { return heard_.phrase_at(list, at); };
      if (behind(List::joins) != 0 || behind(List::until) != 0) return false;  // "four and five", "four or maybe five"
      std::uint32_t next = std::max(behind(List::count_lead), heard_.is_word(at) ? 0 : at + 1);
      for (const auto list : kHesitation) {
        hesitates = hesitates || behind(list) != 0;
        next = std::max(next, behind(list));
      }
      if (next == 0) return false;
      at = next;
    }
    return hesitates || heard_.phrase_at(List::correction, heard_.token_at(after.span.end)) != 0;
  }

  const Hearing& heard_;
  const Terms& counted_;
  std::vector<Counted> terms_;
  std::vector<Quantity> found_;
};

}  // namespace

std::vector<Quantity> read_quantities(const Hearing& heard, const Terms& counted) {
  return QuantityReader(heard, counted).run();
}

}  // namespace frontdesk::dialog::reading
