#include "dialog/reading/names.h"

#include <algorithm>
#include <array>
#include <ranges>

#include "base/unicode.h"
#include "dialog/reading/spelling.h"

namespace frontdesk::dialog::reading {
namespace {

constexpr std::uint32_t kNameWordsMax = 6;
constexpr std::size_t kNameBytesMax = 80;

bool has_digit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "anna maría" → "Anna María", "o'brien" → "O'Brien"; "de" and what else stands small in names is left to
// `stays_small`.
std::string with_capital(std::string_view word) {
  std::string out;
  std::size_t at = 0;
  while (at < word.size()) {
    constexpr std::size_t kElided = 2;  // bytes: "o'", "d'"
    const auto begin = at;
    const auto point = unicode::next(word, at);
    const bool is_behind_elision = begin == kElided && word[1] == '\'';
    if (begin > 0 && !is_behind_elision) {
      out += word.substr(begin, at - begin);
      continue;
    }
    unicode::append(out, unicode::upper(point));
  }
  return out;
}

// However it was typed, and whatever stood between its words.
std::string on_one_line(std::string_view name) {
  std::string out;
  bool is_behind_blank = false;
  for (std::size_t at = 0; at < name.size();) {
    const auto point = unicode::next(name, at);
    const bool is_blank = unicode::is_space(point) || unicode::is_hidden(point);
    if (!is_blank && is_behind_blank) out += ' ';
    if (!is_blank) unicode::append(out, point);
    is_behind_blank = is_blank;
  }
  return out;
}

class NameReader {
 public:
  NameReader(const Hearing& heard, const NamesAround& around) : heard_(heard), around_(around), asked_(around.asked) {
    const bool looks = asked_ || may_be_in_passing() || around.instead || around.beside_contact ||
                       around.beside_value || !around.contacts.empty() || heard.has(List::name_told) ||
                       heard.has(List::introduction) || heard.has(List::name_behind);
    if (!looks || !around.ordinary) return;
    for (const auto& each : around.ordinary->find(heard)) {
      if (!each.guessed) ordinary_.push_back(each.begin);
    }
  }

  std::vector<Name> run() {
    for (std::uint32_t at = 0; at < heard_.count(); ++at) {
      const auto behind = heard_.phrase_at(List::name_told, at);
      if (behind == 0) continue;
      if (take(behind_lead(behind), true)) break;
      if (corrected_behind(behind)) break;
      if (take_whatever(behind_lead(behind))) break;
    }
    if (found_.empty()) told_under();
    if (found_.empty()) told_behind();
    if (found_.empty()) introduced();
    if (found_.empty() && asked_) bare();
    if (found_.empty() && asked_) inside();
    if (found_.empty() && may_be_in_passing()) in_passing();
    if (found_.empty() && around_.beside_contact) left_over();
    if (found_.empty() && around_.instead) alone();
    if (found_.empty() && (asked_ || around_.beside_value)) titled();
    if (found_.empty()) before_contacts();
    if (found_.empty() && around_.beside_value) behind_value();
    correct();
    settle();
    return std::move(found_);
  }

 private:
  // "In the name of Table": who says that a name comes may be called like anything, where it is written as a name and
  // is all that the clause still has. A day is none: "call me Monday".
  bool take_whatever(std::uint32_t begin) {
    constexpr std::uint32_t kPartsMax = 3;
    auto end = begin;
    while (end < heard_.count() && !ends_clause(end)) {
      const bool is_part = heard_.is_word(end) && heard_.words[heard_.tokens[end].word].capital &&
                           !is_function_word(end) && !heard_.is_taken(end) &&
                           !heard_.said_by("weekday", end, Field::weekday);
      if (!is_part || end - begin >= kPartsMax) return false;
      ++end;
    }
    return end != begin && !is_about_names(begin) && take_all(begin, end, true);
  }

  // "A table for two under Rossi-Park".
  void told_under() {
    for (std::uint32_t at = 0; at < heard_.count(); ++at) {
      const auto begin = heard_.phrase_at(List::name_under, at);
      const auto end = begin != 0 ? end_of_name(begin) : 0;
      if (end > begin && is_written_so(begin, end) && take(begin, true)) return;
    }
  }

  // "…, at Harbor, Hugo Lindt 0160 9988776": what is written as a name right before a number says whose it is.
  void before_contacts() {
    constexpr std::uint32_t kPartsMax = 4;
    for (const auto& contact : around_.contacts) {
      auto end = heard_.token_at(contact.begin);
      while (end > 0 && heard_.is_mark(end - 1, ",:;(")) --end;
      auto begin = end;
      while (begin > 0 && end - begin < kPartsMax && is_written_as_name(begin - 1)) --begin;
      while (end - begin > 2 && !is_strange(begin)) ++begin;
      const bool has_strange =
          std::ranges::any_of(std::views::iota(begin, end), [&](auto at) { return is_strange(at); });
      if (!has_strange) continue;
      const bool is_alone = begin == 0 || ends_part(begin - 1);
      if (end < begin + (is_alone ? 1 : 2)) continue;
      if (end_of_name(begin) == end && take(begin, false)) return;
    }
  }

  // "At 7pm for Mark": where other things are told, what stands behind "for" at the end of its clause; a name of two
  // words ends by itself: "a table for Maria Lopez at Harbor".
  void behind_value() {
    for (std::uint32_t at = 0; at < heard_.count(); ++at) {
      const auto begin = heard_.phrase_at(List::name_for, at);
      const auto end = begin != 0 && begin < heard_.count() ? end_of_name(begin) : 0;
      if (at == 0 || end <= begin || !(ends_clause(end) || (end - begin > 1 && is_written_so(begin, end)))) continue;
      bool is_name = true;
      for (auto each = begin; each < end; ++each) is_name = is_name && is_strange(each);
      if (is_name && take(begin, false)) return;
    }
  }

  // "Reservation for mr. o'brien, 8 people": behind a title to the end of the clause, however it is written.
  void titled() {
    for (std::uint32_t at = 0; at < heard_.count(); ++at) {
      auto begin = heard_.phrase_at(List::titles, at);
      if (begin == 0) continue;
      if (heard_.is_mark(begin, ".")) ++begin;
      const auto end = begin < heard_.count() ? end_of_name(at) : 0;
      if (end <= begin || !ends_clause(end)) continue;
      bool is_name = true;
      for (auto each = begin; each < end; ++each)
        is_name = is_name && (!heard_.is_word(each) || heard_.phrase_at(List::name_particles, each) != 0 ||
                              (!heard_.is_known(each) && std::ranges::find(ordinary_, each) == ordinary_.end()));
      if (is_name && take(at, false)) return;
    }
  }

  // With a great letter, no word of the language, and nothing that the tenant's file has for something else.
  bool is_written_as_name(std::uint32_t at) const {
    if (!heard_.is_word(at) || !heard_.words[heard_.tokens[at].word].capital || heard_.is_known(at)) return false;
    return !heard_.is_taken(at) && std::ranges::none_of(around_.things, [&](const Span& thing) {
      return thing.overlaps(heard_.tokens[at].span);
    });
  }

  // And no word of the trade either.
  bool is_strange(std::uint32_t at) const {
    if (!is_written_as_name(at) || std::ranges::find(ordinary_, at) != ordinary_.end()) return false;
    const auto of_examples = around_.of_examples ? around_.of_examples->at(heard_, at) : std::vector<TermAt>();
    return std::ranges::none_of(of_examples, [](const TermAt& each) { return !each.guessed; });
  }

  bool are_strange(std::uint32_t begin, std::uint32_t end) const {
    for (auto at = begin; at < end; ++at) {
      if (heard_.is_word(at) && !is_strange(at)) return false;
    }
    return true;
  }

  // "LUME-4821 Nina Fox", "nina fox, LUME-4821": what stands beside the code that was asked for, and is no more than a
  // name.
  void left_over() {
    std::uint32_t begin = 0;
    for (std::uint32_t at = 0; at <= heard_.count(); ++at) {
      const bool is_parted = at == heard_.count() || heard_.is_taken(at) || ends_part(at);
      if (!is_parted && !is_break(at)) continue;
      if (begin < at && left_over_in(without_lead(begin, at), at)) return;
      begin = is_parted ? at + 1 : at;
    }
  }

  // "Nina Fox" to the question for a time: all that is said, and no word of it is one that anybody here knows.
  void alone() {
    constexpr std::uint32_t kWordsMin = 2;
    if (heard_.count() < kWordsMin) return;
    const auto end = heard_.is_mark(heard_.count() - 1, ".!") ? heard_.count() - 1 : heard_.count();
    if (end < kWordsMin || end > kNameWordsMax) return;
    for (std::uint32_t at = 0; at < end; ++at) {
      if (!heard_.is_word(at) || heard_.is_taken(at) || heard_.is_known(at) || !is_strange(at)) return;
    }
    take_all(0, end, false);
  }

  bool is_break(std::uint32_t at) const {
    return at > 0 && heard_.message
                             .substr(heard_.tokens[at - 1].span.end,
                                     heard_.tokens[at].span.begin - heard_.tokens[at - 1].span.end)
                             .find('\n') != std::string_view::npos;
  }

  bool left_over_in(std::uint32_t begin, std::uint32_t end) {
    end = begin < end ? without_tail(begin, end) : end;
    if (begin >= end || end - begin > kNameWordsMax) return false;
    bool is_new = false;  // has a word that neither the language nor the trade knows
    bool is_capital = true;
    for (auto at = begin; at < end; ++at) {
      if (heard_.is_mark(at, "-.")) continue;
      if (!heard_.is_word(at) || is_function_word(at) || has_digit(heard_.tokens[at].text)) return false;
      const bool is_unknown = !heard_.is_known(at) && std::ranges::find(ordinary_, at) == ordinary_.end();
      is_new = is_new || is_unknown;
      is_capital = is_capital && heard_.words[heard_.tokens[at].word].capital;
      if (!is_unknown && !heard_.words[heard_.tokens[at].word].capital && !heard_.phrase_at(List::name_particles, at))
        return false;
    }
    return is_new && (is_capital || end - begin >= 2) && take_all(begin, end, false);
  }

  // "The name is wrong, it's Bob": of what is spoken, a later part of the message says.
  bool corrected_behind(std::uint32_t at) {
    for (; at + 1 < heard_.count(); ++at) {
      const auto lead = heard_.is_mark(at, ".,;!") ? heard_.phrase_at(List::name_lead, at + 1) : 0;
      if (lead != 0 && take(lead, true)) return true;
    }
    return false;
  }

  // Whether the word may be part of a name. `first`: of the name.
  bool is_part(std::uint32_t at, bool first) const {
    if (at >= heard_.count() || !heard_.is_word(at) || heard_.is_taken(at)) return false;
    const auto& word = heard_.words[heard_.tokens[at].word];
    if (has_digit(word.text)) return false;
    if (heard_.phrase_at(List::name_words, at) != 0) return true;
    if (heard_.phrase_at(List::name_particles, at) != 0) {
      // "Puigdemont i Vila", and not "Anna i would like".
      const bool speaks = heard_.phrase_at(List::one_person, at) != 0;
      return word.capital ? !speaks : is_body(at + 1) && (!speaks || heard_.words[heard_.tokens[at + 1].word].capital);
    }
    // A word of the language is none, unless it is written as a name in a message that is not.
    if (heard_.is_known(at)) return word.capital && !first && !is_function_word(at);
    if (word.capital) return true;
    return std::ranges::find(ordinary_, at) == ordinary_.end();
  }

  // What a name has beside particles: "van der [Berg]", "al-[Siddiq]".
  bool is_body(std::uint32_t at) const {
    const auto is_hyphen = [&] { return heard_.is_mark(at, "-") && heard_.tokens[at].glued; };
    while (at < heard_.count() && (heard_.phrase_at(List::name_particles, at) != 0 || is_hyphen())) ++at;
    if (at >= heard_.count() || !heard_.is_word(at)) return false;
    return !heard_.is_known(at) || heard_.words[heard_.tokens[at].word].capital ||
           heard_.phrase_at(List::name_words, at);
  }

  // Behind the words that lead to a name. "von Hohenstein" is all of a name, and not somebody's.
  std::uint32_t behind_lead(std::uint32_t at) const {
    const auto behind = heard_.behind(List::name_lead, at);
    const bool may_belong = behind == at + 1 && heard_.phrase_at(List::name_particles, at) == behind;
    const bool is_surname = may_belong && end_of_name(behind) == behind + 1;
    return is_surname ? at : behind;
  }

  bool is_function_word(std::uint32_t at) const {
    for (const auto list : {List::common, List::negation, List::question, List::courtesy, List::thanks, List::assent,
                            List::refusal, List::joins, List::greeting}) {
      if (heard_.phrase_at(list, at) != 0) return true;
    }
    return false;
  }

  // The name that begins here: the token behind it, or `begin` where there is none.
  std::uint32_t end_of_name(std::uint32_t begin) const {
    auto at = begin;
    auto last = begin;  // behind the last word that is no particle: "Ana y" is called Ana
    std::uint32_t parts = 0;
    bool has_body = false;
    while (at < heard_.count() && at < begin + 2 * kNameWordsMax && parts < kNameWordsMax) {
      if (const auto title = heard_.phrase_at(List::titles, at); title != 0 && !has_body) {
        at = title;
        if (heard_.is_mark(at, ".")) ++at;
        continue;
      }
      const bool inner = has_body && heard_.is_mark(at, "-") && heard_.tokens[at].glued && is_part(at + 1, false);
      if (inner) {
        ++at;
        continue;
      }
      if (!is_part(at, !has_body)) break;
      const bool particle = heard_.phrase_at(List::name_particles, at) != 0;
      has_body = has_body || !particle;
      ++parts;
      const bool initial = heard_.tokens[at].text.size() == 1;
      ++at;
      if (initial && heard_.is_mark(at, ".")) ++at;
      if (!particle) last = at;
    }
    return has_body ? last : begin;
  }

  bool take(std::uint32_t begin, bool is_told) {
    const auto whole = behind_surname(begin);
    if (whole != begin) return take(whole, is_told);
    const auto end = end_of_name(begin);
    if (end == begin || is_about_names(begin) || is_thing(heard_.span(begin, end))) return false;
    Name name{heard_.span(begin, end), {}, is_told, heard_.scope.of(begin, end)};
    name.name = written(begin, end);
    if (name.name.size() > kNameBytesMax) return false;
    found_.push_back(std::move(name));
    return true;
  }

  // "My name is Holloway, [Margaret Holloway]"; where no name is said twice so, `begin`.
  std::uint32_t behind_surname(std::uint32_t begin) const {
    const auto end = end_of_name(begin);
    if (end != begin + 1 || !heard_.is_mark(end, ",")) return begin;
    const auto last = end_of_name(end + 1);
    return last > end + 2 && heard_.tokens[last - 1].text == heard_.tokens[begin].text ? end + 1 : begin;
  }

  // Whatever words it is of.
  bool take_all(std::uint32_t begin, std::uint32_t end, bool is_told) {
    if (is_thing(heard_.span(begin, end))) return false;
    found_.push_back({heard_.span(begin, end), written(begin, end), is_told, heard_.scope.of(begin, end)});
    return true;
  }

  // "Old Town" is a branch, whoever is called so.
  bool is_thing(const Span& span) const { return std::ranges::find(around_.things, span) != around_.things.end(); }

  // "the name is wrong" says something about a name.
  bool is_about_names(std::uint32_t begin) const { return heard_.phrase_at(List::name_no, begin) != 0; }

  std::string written(std::uint32_t begin, std::uint32_t end) const {
    const auto bytes = heard_.bytes(heard_.span(begin, end));
    const bool has_capital = std::ranges::any_of(heard_.tokens.begin() + begin, heard_.tokens.begin() + end,
                                                 [&](const Token& token) { return heard_.words[token.word].capital; });
    if (has_capital) return std::string(bytes);
    std::string out;
    auto last = heard_.tokens[begin].span.begin;
    for (auto at = begin; at < end; ++at) {
      const auto& span = heard_.tokens[at].span;
      out += heard_.message.substr(last, span.begin - last);
      const bool small = at > begin && heard_.phrase_at(List::name_particles, at) != 0;
      out += small ? std::string(heard_.bytes(span)) : with_capital(heard_.bytes(span));
      last = span.end;
    }
    return out;
  }

  // "Smith is the name", "Ana Ruiz speaking".
  void told_behind() {
    for (std::uint32_t at = 1; at < heard_.count(); ++at) {
      if (heard_.phrase_at(List::name_behind, at) == 0) continue;
      auto begin = at;
      while (begin > 0 && at - begin < 2 * kNameWordsMax && may_belong(begin - 1)) --begin;
      for (; begin < at; ++begin) {
        if (end_of_name(begin) == at && take(begin, true)) return;
      }
    }
  }

  bool may_belong(std::uint32_t at) const {
    return is_part(at, false) || heard_.phrase_at(List::titles, at) != 0 || heard_.is_mark(at, ".");
  }

  // "Hi, I'm Eva, a table for two": where a clause begins so, what is written as a name and is all of the clause is
  // one. "I'm Irish and hungry" has more to say, and "I'm Vegan" is a word that the tenant's file knows.
  void introduced() {
    for (std::uint32_t at = 0; at < heard_.count(); ++at) {
      const auto begin = heard_.phrase_at(List::introduction, at);
      if (begin == 0 || !begins_clause(at)) continue;
      const auto end = end_of_name(begin);
      const bool is_ordinary = std::ranges::any_of(ordinary_, [&](auto word) { return word >= begin && word < end; });
      if (end == begin || is_ordinary || !is_written_so(begin, end) || !ends_clause(end)) continue;
      if (take(begin, true)) return;
    }
  }

  bool begins_clause(std::uint32_t at) const {
    if (at == 0 || heard_.is_mark(at - 1, ".,;:!?()-")) return true;
    return std::ranges::any_of(
        std::array{List::greeting, List::courtesy, List::filler, List::assent, List::thanks, List::joins},
        [&](List list) { return heard_.phrase_before(list, at).has_value(); });
  }

  bool ends_clause(std::uint32_t at) const {
    return at == heard_.count() || heard_.is_mark(at, ".,;:!?()-") || heard_.phrase_at(List::name_behind, at) != 0 ||
           heard_.phrase_at(List::name_ends, at) != 0;
  }

  // Each word of it with a great letter.
  bool is_written_so(std::uint32_t begin, std::uint32_t end) const {
    return std::ranges::all_of(heard_.tokens.begin() + begin, heard_.tokens.begin() + end, [&](const Token& token) {
      const auto& word = heard_.words[token.word];
      return word.shape == Shape::mark || word.capital;
    });
  }

  // What is left of a part of the message when the words around a name are gone: all of it is a name, or none.
  void bare() {
    std::uint32_t begin = 0;
    for (std::uint32_t at = 0; at <= heard_.count(); ++at) {
      const bool ends = at == heard_.count() || ends_part(at);
      if (!ends) continue;
      if (begin < at && bare_in(begin, at)) return join_next(at);
      begin = at + 1;
    }
  }

  // A stop behind a title or an initial ends nothing.
  bool ends_part(std::uint32_t at) const {
    if (heard_.is_mark(at, "-") && !heard_.tokens[at].glued) return true;
    if (!heard_.is_mark(at, ".,;!?()")) return false;
    if (!heard_.is_mark(at, ".") || at == 0) return true;
    return heard_.tokens[at - 1].text.size() > 1 && !heard_.phrase_before(List::titles, at);
  }

  // "The patient is Omar Haddad": two words and more that are written as a name.
  void inside() {
    for (std::uint32_t at = 0; at < heard_.count(); ++at) {
      const auto end = end_of_name(at);
      if (end < at + 2) continue;
      if (is_written_so(at, end) && take(at, false)) return;
    }
  }

  bool bare_in(std::uint32_t begin, std::uint32_t end) {
    if (end < heard_.count() && heard_.is_mark(end, "?")) return false;
    begin = without_lead(begin, end);
    end = without_tail(begin, end);
    if (begin >= end) return false;
    if (!is_name_alone(begin, end)) return is_written_whole(begin, end) && take_all(begin, end, false);
    return take(begin, false);
  }

  bool may_be_in_passing() const { return !asked_ && (around_.beside || around_.by_code); }

  // A part of the message that is all a name, or what a name stands behind ("for", "under") to its end. Where nothing
  // tells that a name comes, only what is written as two of a name is one.
  void in_passing() {
    std::vector<bool> is_of_examples(heard_.count());
    for (const auto& each : around_.of_examples->find(heard_)) is_of_examples[each.begin] = true;
    const auto goes_on = [&](std::uint32_t at) { return is_of_examples[at] || heard_.is_known(at); };
    const auto take_from = [&](std::uint32_t at, std::uint32_t parts) {
      const auto begin = without_lead(at, heard_.count());
      const auto end = begin < heard_.count() ? end_of_name(begin) : begin;
      if (end < begin + parts || !is_written_so(begin, end)) return false;
      if (!ends_clause(end) && !(begin > at && goes_on(end))) return false;
      if (around_.nouns_are_capital && !are_strange(begin, end)) return false;
      if (is_of_examples[begin]) return false;  // "Marta Conti" is one, whatever bills ("conti") are said of elsewhere
      return take(begin, false);
    };
    const auto is_last = [&](std::uint32_t at) {  // "two at 1pm, Harbor, Priya"
      const auto end = at < heard_.count() ? end_of_name(at) : at;
      return around_.beside && !around_.nouns_are_capital && end == at + 1 && is_strange(at) &&
             (end == heard_.count() || (end + 1 == heard_.count() && heard_.is_mark(end, ".!")));
    };
    for (std::uint32_t at = 0; at < heard_.count(); ++at) {
      const bool begins =
          at > 0 && heard_.is_mark(at - 1, ".,;()-") && (!heard_.tokens[at].glued || heard_.is_mark(at - 1, "("));
      if (begins && take_from(at, around_.by_code || is_last(at) ? 1 : 2)) return;
      if (around_.by_code && heard_.phrase_at(List::name_lead, at) != 0 && take_from(at, 1)) return;
    }
  }

  std::uint32_t without_lead(std::uint32_t begin, std::uint32_t end) const {
    for (;;) {
      auto next = behind_lead(begin);
      for (const auto list :
           {List::courtesy, List::greeting, List::assent, List::refusal, List::filler, List::correction}) {
        next = std::max(next, heard_.behind(list, begin));
      }
      if (next == begin || next > end) return begin;
      begin = next;
    }
  }

  std::uint32_t without_tail(std::uint32_t begin, std::uint32_t end) const {
    for (;;) {
      auto last = end;
      for (const auto list : {List::name_behind, List::name_ends, List::courtesy, List::thanks, List::filler}) {
        if (const auto before = heard_.phrase_before(list, end)) last = std::min(last, std::max(begin, *before));
      }
      if (last == end) return end;
      end = last;
    }
  }

  // "Sunday Adeyemi", "Nguyễn Văn An": written as a name, and one word of it can be nothing else; behind two words of
  // it, any word may be its last.
  bool is_written_whole(std::uint32_t begin, std::uint32_t end) const {
    constexpr std::uint32_t kPartsMin = 2, kPartsMax = 4;
    if (end - begin < kPartsMin || end - begin > kPartsMax) return false;
    bool has_strange = false;
    for (auto at = begin; at < end; ++at) {
      if (!heard_.is_word(at) || !heard_.words[heard_.tokens[at].word].capital) return false;
      if (is_function_word(at) && at - begin < 2) return false;
      has_strange = has_strange || is_strange(at);
    }
    return has_strange;
  }

  bool is_name_alone(std::uint32_t begin, std::uint32_t end) const {
    if (end_of_name(begin) == end) return true;
    // A word that is many things is a name where it stands alone and was asked for: "April".
    return end == begin + 1 && heard_.phrase_at(List::name_words, begin) == end;
  }

  // "Rossi, Marco": written as in lists.
  void join_next(std::uint32_t at) {
    if (at >= heard_.count() || !heard_.is_mark(at, ",")) return;
    const auto& first = heard_.tokens[heard_.token_at(found_.back().span.begin)];
    if (!heard_.words[first.word].capital || at + 1 >= heard_.count()) return;
    const bool capital = heard_.words[heard_.tokens[at + 1].word].capital;
    if (!capital || end_of_name(at + 1) != heard_.count() || at + 2 < heard_.count()) return;
    auto& name = found_.back();
    name.span.end = heard_.tokens[at + 1].span.end;
    name.name = std::string(heard_.bytes(name.span));
  }

  // "Eva Marin — no, Marini": what follows a denial is the name, or the part of it that was misspelt.
  void correct() {
    if (found_.empty()) return;
    auto& name = found_.back();
    for (auto at = heard_.token_at(name.span.end); at + 1 < heard_.count(); ++at) {
      const bool is_corrected = heard_.is_mark(at - 1, ".,;!-") && (heard_.phrase_at(List::refusal, at) != 0 ||
                                                                    heard_.phrase_at(List::correction, at) != 0);
      if (!is_corrected) continue;
      const auto begin = behind_correction(at);
      const auto end = end_of_name(begin);
      if (end == begin || !ends_clause(end) || is_about_names(begin)) continue;
      auto other = written(begin, end);
      const auto last = name.name.find_last_of(' ') + 1;
      const bool is_part =
          end == begin + 1 && last > 0 && is_near(unicode::folded(name.name.substr(last)), heard_.tokens[begin].text);
      name.name = is_part ? name.name.substr(0, last) + other : std::move(other);
      name.span.end = heard_.tokens[end - 1].span.end;
      return;
    }
  }

  std::uint32_t behind_correction(std::uint32_t at) const {
    constexpr std::array kLists{List::refusal, List::correction, List::filler, List::name_told, List::name_lead};
    for (;;) {
      auto next = heard_.is_mark(at, ".,;!-") ? at + 1 : at;
      for (const auto list : kLists) next = std::max(next, heard_.behind(list, next));
      if (next == at || next >= heard_.count()) return at;
      at = next;
    }
  }

  void settle() {
    std::erase_if(found_, [](const Name& name) { return name.standing == Standing::denied; });
    for (auto& name : found_) name.name = on_one_line(name.name);
  }

  const Hearing& heard_;
  const NamesAround& around_;
  bool asked_;
  std::vector<std::uint32_t> ordinary_;
  std::vector<Name> found_;
};

}  // namespace

std::vector<Name> read_names(const Hearing& heard, const NamesAround& around) {
  return NameReader(heard, around).run();
}

}  // namespace frontdesk::dialog::reading
